"""The order of a sound's packets, without ever standing still. It is no reserve: whoever plays keeps one."""

from collections.abc import Iterator
from typing import Protocol

from console.media.loss.order import Order

WAITS = 0.06
"""Seconds: packets overtake one another by less, and later ones would have to wait with them."""
LEAP = 100
"""Packets: one that is so far behind is of a stream that has begun anew."""


class Packet(Protocol):
    """An RTP packet (RFC 3550)."""

    sequence_number: int
    timestamp: int
    payload_type: int
    _data: bytes


class SoundBuffer:
    """Gives packets on at once, in order; waits a little for one that is missing, then goes on without it."""

    def __init__(self) -> None:
        self._order = Order()
        self._next: int | None = None
        self._held: dict[int, Packet] = {}
        self._since = 0.0

    def add(self, packet: Packet, now: float) -> list[Packet]:
        """Take a packet; return those whose turn it is. now: seconds of any clock."""
        place = self._order.place(packet.sequence_number)
        if self._next is None or place < self._next - LEAP:
            self._next = place
            self._held.clear()
        if place < self._next:  # its turn is over
            return []
        if not self._held:
            self._since = now
        self._held[place] = packet
        ready = list(self._in_turn())
        while self._held and now - self._since >= WAITS:
            self._next = min(self._held)
            ready += self._in_turn()
        if ready:
            self._since = now
        return ready

    def _in_turn(self) -> Iterator[Packet]:
        while self._next is not None and self._next in self._held:
            yield self._held.pop(self._next)
            self._next += 1
