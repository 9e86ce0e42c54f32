"""The order of a sound's packets, without ever standing still. It is no reserve: whoever plays keeps one."""

from typing import Protocol

from console.media.loss.missing import Missing
from console.media.loss.order import ROUND, Order

WAITS = 0.06
"""Seconds: packets overtake one another by less, and later ones would have to wait with them."""
WAITS_FOR_REPEATED = 0.12
"""Seconds, where the sender repeats what is asked for: over a usual way there is time to ask twice."""
LEAP = 100
"""Packets: one that is so far behind, or ahead, is of a stream that has begun anew, or was away for long."""


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
        self._newest = 0
        self._held: dict[int, Packet] = {}
        self.missing = Missing(WAITS)

    def repeats(self, yes: bool) -> None:
        """Say whether the sender repeats what is asked for."""
        self.missing.gives_up_after = WAITS_FOR_REPEATED if yes else WAITS

    def add(self, packet: Packet, now: float) -> list[Packet]:
        """Take a packet; return those whose turn it is. now: seconds of any clock."""
        place = self._order.place(packet.sequence_number)
        if self._next is None or abs(place - self._newest) > LEAP:
            self._held.clear()
            self.missing.forget_before(max(place, self._newest) + 1)
            self._next, self._newest = place, place - 1
        if place < self._next:  # its turn is over
            return []
        for missed in range(self._newest + 1, place):
            self.missing.add(missed, now)
        self._newest = max(self._newest, place)
        self._held[place] = packet
        self.missing.came(place)
        return self.due(now)

    def due(self, now: float) -> list[Packet]:
        """Return those whose turn it is by now, because what was before them is not waited for any more."""
        given_up = self.missing.given_up(now)
        ready = []
        while self._next is not None and self._next <= self._newest:
            if self._next in self._held:
                ready.append(self._held.pop(self._next))
            elif given_up is None or self._next > given_up:
                break
            self._next += 1
        self.missing.forget_before(self._next or 0)
        return ready

    def to_ask(self, now: float) -> list[int]:
        """Return the sequence numbers of the packets to ask for now, which then count as asked for."""
        return [place % ROUND for place in self.missing.to_ask(now)]
