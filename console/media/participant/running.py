"""The participant's program, seen from whoever runs it: who is in the call goes in, what is measured comes out."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from console.domain.calls import SeatState
from console.media.children import child
from console.media.loss import pinned
from console.media.participant.messages import (
    FromProgram,
    Line,
    Measured,
    Meet,
    Part,
    Signalled,
    Start,
    from_program,
    written,
)
from console.wire.meeting import Negotiate, SeatSeen

PROGRAM = "console.media.participant.program"


class Participant:
    """The program that hears and sees for a seat. measured: what it told last, by seat. connected: to anybody, once."""

    def __init__(self, process: asyncio.subprocess.Process, own_seat: str) -> None:
        self._process = process
        self._own_seat = own_seat
        self._met: dict[str, str] = {}
        self.measured: dict[str, Measured] = {}
        self.connected = asyncio.Event()

    def meet(self, seats: Sequence[SeatSeen]) -> None:
        """Connect to those who are in the call, and part from those who are not any more.

        A page that is away for a moment keeps its connection: only its signalling may be lost.
        """
        joined = {seat.id: seat for seat in seats if seat.state is SeatState.JOINED and seat.id != self._own_seat}
        for seat_id, page in list(self._met.items()):
            other = joined.get(seat_id)
            if other is None or other.page not in {page, None}:
                del self._met[seat_id]
                self._tell(Part(seat=seat_id))
        for seat_id, other in joined.items():
            if other.page is not None and seat_id not in self._met:
                self._met[seat_id] = other.page
                # Of two programs that make no second offer, one has to make the first.
                self._tell(
                    Meet(seat=seat_id, page=other.page, makes_offer=not other.offers and self._own_seat < seat_id)
                )

    def signalled(self, message: Negotiate) -> None:
        """Take what another seat says of its connection."""
        if self._met.get(message.seat) == message.page:
            self._tell(Signalled(seat=message.seat, description=message.description, candidate=message.candidate))

    async def told(self) -> AsyncIterator[Signalled]:
        """Yield what the program wants said to other seats, until it ends; keep what it measures."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            message = _read(line)
            if isinstance(message, Signalled):
                yield message
            elif message is not None:
                self.measured[message.seat] = message
                if message.state == "connected":
                    self.connected.set()

    def _tell(self, line: Line) -> None:
        if self._process.stdin is not None and not self._process.stdin.is_closing():
            self._process.stdin.write(written(line))


@asynccontextmanager
async def participant(start: Start, own_seat: str) -> AsyncIterator[Participant]:
    """Run the program for as long as the context lasts; raise ConsoleError where it can't do its work."""
    pinned.require()
    command = [sys.executable, "-P", "-m", PROGRAM, msgspec.json.encode(start).decode()]
    async with child(command) as process:
        yield Participant(process, own_seat)


def _read(line: bytes) -> FromProgram | None:
    try:
        message: FromProgram = from_program.decode(line)
    except msgspec.DecodeError:  # a library has written into the middle of it
        return None
    return message
