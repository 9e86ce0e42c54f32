"""The packets of a picture: what is missing is asked for again and again, given up after a while, and begun anew."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from console.media.loss.missing import Missing
from console.media.loss.order import ROUND, Order

GIVES_UP_AFTER = 0.35
"""Seconds that a packet is waited for: longer, and a conversation is out of step."""
WHOLE_EVERY = 0.3
"""Seconds between two requests for a whole picture (RFC 4585, PLI)."""
LEAP = 1000
"""Packets: one that is so far behind, or ahead, is of a stream that has begun anew, or was away for long."""


class Packet(Protocol):
    """An RTP packet (RFC 3550); marker: the last of its frame."""

    sequence_number: int
    timestamp: int
    marker: int
    payload_type: int
    _data: bytes


class Frame(NamedTuple):
    """What a decoder takes at once."""

    timestamp: int
    payload_type: int
    data: bytes


class PictureBuffer:
    """Puts frames together, in order. After a loss that was given up it waits for a whole picture.

    begins_whole: tells by its first packet whether a frame can be decoded without those before it.
    """

    def __init__(self, begins_whole: Callable[[Packet], bool]) -> None:
        self._begins_whole = begins_whole
        self._order = Order()
        self._next: int | None = None
        self._newest = 0
        self._held: dict[int, Packet] = {}
        self.missing = Missing(GIVES_UP_AFTER)
        self._is_broken = True
        self._whole_asked = float("-inf")

    def add(self, packet: Packet, now: float) -> list[Frame]:
        """Take a packet; return the frames that are complete now, in order. now: seconds of any clock."""
        place = self._order.place(packet.sequence_number)
        if self._next is None or abs(place - self._newest) > LEAP:
            self._begin(place)
            # A stream begins with a whole picture.
            self._whole_asked = now if self._begins_whole(packet) else float("-inf")
        assert self._next is not None
        if place < self._next:
            return []
        for missed in range(self._newest + 1, place):
            self.missing.add(missed, now)
        self._newest = max(self._newest, place)
        self._held[place] = packet
        self.missing.came(place)
        self._give_up(now)
        return self._complete()

    def to_ask(self, now: float) -> list[int]:
        """Return the sequence numbers of the packets to ask for now, which then count as asked for."""
        self._give_up(now)
        return [place % ROUND for place in self.missing.to_ask(now)]

    def wants_whole(self, now: float) -> bool:
        """Tell whether a whole picture is to be asked for now, which then counts as asked for."""
        if not self._is_broken or now - self._whole_asked < WHOLE_EVERY:
            return False
        self._whole_asked = now
        return True

    def _begin(self, place: int) -> None:
        self._skip_to(place)
        self._held.clear()
        self._newest = place - 1
        self._is_broken = True

    def _skip_to(self, place: int) -> None:
        self._next = place
        self._held = {held: packet for held, packet in self._held.items() if held >= place}
        self.missing.forget_before(place)

    def _give_up(self, now: float) -> None:
        if (given_up := self.missing.given_up(now)) is not None:
            self._skip_to(given_up + 1)
            if not self._is_broken:
                self._is_broken = True
                self._whole_asked = float("-inf")

    def _complete(self) -> list[Frame]:
        if self._is_broken:
            whole = next((place for place in sorted(self._held) if self._is_complete_whole(place)), None)
            if whole is None:
                return []
            self._skip_to(whole)
            self._is_broken = False
        frames = []
        while packets := self._frame_at(self._next or 0):
            self._skip_to((self._next or 0) + len(packets))
            data = b"".join(packet._data for packet in packets)
            if data:  # else it was padding
                frames.append(Frame(packets[0].timestamp, packets[0].payload_type, data))
        return frames

    def _is_complete_whole(self, place: int) -> bool:
        return self._begins_whole(self._held[place]) and bool(self._frame_at(place))

    def _frame_at(self, place: int) -> list[Packet]:
        """Return the packets of the frame that begins at a place; none while it is not complete."""
        packets: list[Packet] = []
        while (packet := self._held.get(place + len(packets))) is not None:
            if packets and packet.timestamp != packets[0].timestamp:
                return packets
            packets.append(packet)
            if packet.marker:
                return packets
        return []
