"""The participant's program, seen from whoever runs it: who is in the call goes in, what is measured comes out."""

import asyncio
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeAlias

import msgspec

from console.domain.calls import SeatState
from console.media.children import child
from console.media.loss import pinned
from console.media.participant.messages import (
    FromProgram,
    Levels,
    Line,
    Look,
    Measured,
    Meet,
    Part,
    Signalled,
    Sounding,
    Start,
    Talk,
    Tile,
    Use,
    Volume,
    from_program,
    written,
)
from console.wire.meeting import Negotiate, SeatSeen

PROGRAM = "console.media.participant.program"
ENDS_AT_MOST = 3
WITHIN = 30.0
"""Seconds. A program that ends more often than that is not started again: it can't do its work here."""

Wish: TypeAlias = Use | Talk | Volume | Look
Sensed: TypeAlias = Measured | Levels | Sounding | Tile


def _nobody(_sensed: Sensed) -> None:
    """Nobody wants to know."""


class Participant:
    """The program that hears and sees for a seat. Where it ends by itself it is started again.

    measured: what it told last, by seat. connected: to anybody, once. sense: told all that it says but what goes to
    other seats.
    """

    def __init__(self, start: Start, own_seat: str, sense: Callable[[Sensed], None] = _nobody) -> None:
        self._start = start
        self._own_seat = own_seat
        self._sense = sense
        self._wishes: dict[str, Wish] = {}
        self._met: dict[str, SeatSeen] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._running = AsyncExitStack()
        self._ends: deque[float] = deque(maxlen=ENDS_AT_MOST)
        self.measured: dict[str, Measured] = {}
        self.connected = asyncio.Event()

    @property
    def process_id(self) -> int | None:
        """The program's process."""
        return self._process.pid if self._process is not None else None

    async def begin(self) -> None:
        """Start the program, which takes a while until it hears."""
        command = [sys.executable, "-P", "-m", PROGRAM, msgspec.json.encode(self._start).decode()]
        self._process = await self._running.enter_async_context(child(command))
        for wish in self._wishes.values():
            self._tell(wish)

    def wish(self, wish: Wish) -> None:
        """Have the program do this from now on, also when it was started again."""
        about = wish.seat if isinstance(wish, Volume) else ""
        self._wishes[f"{type(wish).__name__} {about}"] = wish
        self._tell(wish)

    async def close(self) -> None:
        """End the program."""
        await self._running.aclose()

    def meet(self, seats: Sequence[SeatSeen]) -> None:
        """Connect to those who are in the call, and part from those who are not any more.

        A page that is away for a moment keeps its connection: only its signalling may be lost.
        """
        joined = {seat.id: seat for seat in seats if seat.state is SeatState.JOINED and seat.id != self._own_seat}
        for seat_id, met in list(self._met.items()):
            other = joined.get(seat_id)
            if other is None or other.page not in {met.page, None}:
                del self._met[seat_id]
                self._tell(Part(seat=seat_id))
        for seat_id, other in joined.items():
            if other.page is not None and seat_id not in self._met:
                self._met[seat_id] = other
                self._meet(other)

    def _meet(self, other: SeatSeen) -> None:
        # Of two programs that make no second offer, one has to make the first.
        makes_offer = not other.offers and self._own_seat < other.id
        self._tell(Meet(seat=other.id, page=other.page or "", makes_offer=makes_offer))

    def signalled(self, message: Negotiate) -> None:
        """Take what another seat says of its connection."""
        met = self._met.get(message.seat)
        if met is not None and met.page == message.page:
            self._tell(
                Signalled(
                    seat=message.seat,
                    description=message.description,
                    candidate=message.candidate,
                    renew=message.renew,
                )
            )

    async def told(self) -> AsyncIterator[Signalled]:
        """Yield what the program wants said to other seats, until it ends too often; keep what it measures."""
        while True:
            async for line in self._lines():
                yield line
            if not await self._began_again():
                return
            # Whoever had a connection to the program that ended makes another to the new one.
            for seat_id, other in list(self._met.items()):
                yield Signalled(seat=seat_id, renew=True)
                self._meet(other)

    async def _lines(self) -> AsyncIterator[Signalled]:
        assert self._process is not None
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            message = _read(line)
            if isinstance(message, Signalled):
                yield message
            elif message is not None:
                if isinstance(message, Measured):
                    self._measured(message)
                self._sense(message)

    def _measured(self, message: Measured) -> None:
        self.measured[message.seat] = message
        if message.state == "connected":
            self.connected.set()

    async def _began_again(self) -> bool:
        now = time.monotonic()
        if len(self._ends) == ENDS_AT_MOST and now - self._ends[0] < WITHIN:
            return False
        self._ends.append(now)
        await self._running.aclose()
        await self.begin()
        return True

    def _tell(self, line: Line) -> None:
        if self._process is not None and self._process.stdin is not None and not self._process.stdin.is_closing():
            self._process.stdin.write(written(line))


@asynccontextmanager
async def participant(
    start: Start, own_seat: str, sense: Callable[[Sensed], None] = _nobody
) -> AsyncIterator[Participant]:
    """Run the program for as long as the context lasts; raise ConsoleError where it can't do its work."""
    pinned.require()
    running = Participant(start, own_seat, sense)
    await running.begin()
    try:
        yield running
    finally:
        await running.close()


def _read(line: bytes) -> FromProgram | None:
    try:
        message: FromProgram = from_program.decode(line)
    except msgspec.DecodeError:  # a library has written into the middle of it
        return None
    return message
