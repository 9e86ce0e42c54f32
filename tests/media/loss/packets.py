"""Packets as a sender makes them."""

from dataclasses import dataclass


@dataclass
class Packet:
    sequence_number: int
    timestamp: int = 0
    marker: int = 0
    payload_type: int = 96
    _data: bytes = b""


def sound(first: int, count: int) -> list[Packet]:
    """Packets of 20 ms each, from a sequence number on, which goes round."""
    return [Packet((first + n) % 65536, 960 * n, _data=b"%d" % n) for n in range(count)]


def picture(first: int, kinds: str, each: int = 2) -> list[Packet]:
    """A frame of so many packets for each letter: K can be decoded by itself, d can't."""
    return [
        Packet(
            (first + frame * each + part) % 65536,
            3000 * frame,
            marker=int(part == each - 1),
            _data=f"{kind if part == 0 else '+'}{frame}".encode(),
        )
        for frame, kind in enumerate(kinds)
        for part in range(each)
    ]
