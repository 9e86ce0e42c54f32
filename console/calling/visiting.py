"""A program's visit to a call: it asks in by a seat's link, takes part for a while, and brings back its measures."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

from console.calling.attending import Attendance, attending
from console.domain.calls import SeatRole
from console.domain.errors import ConsoleError
from console.domain.noun import Noun
from console.media.participant.messages import Hearing, Seeing
from console.wire.meeting import SeatSeen
from console.words import _

Heed: TypeAlias = Callable[[Sequence[SeatSeen]], bool]
"""Hears how the seats are now and tells whether the visit goes on."""
PATIENCE = 600.0
"""Seconds to be let in and to be joined by somebody."""
CONNECTS_WITHIN = 30.0
"""Seconds: the library itself gives up after about as long."""


class SeatMeasured(Noun, frozen=True, kw_only=True):
    """How a seat is heard and seen. state: as RTCPeerConnectionState; audio, video: None where none came."""

    id: str
    role: SeatRole
    number: int
    state: str
    audio: Hearing | None = None
    video: Seeing | None = None
    round_trip_ms: float | None = None


async def visit(
    link: str, seconds: int, heed: Heed = lambda _seats: True, *, play: str | None = None, microphone: bool = True
) -> list[SeatMeasured]:
    """Take part in a call for so many seconds from when others are there, or until it is over.

    heed: hears how the seats are, and may end the visit. play: a file whose sound is sent. Raise ConsoleError where
    the link opens nothing or nobody lets this seat in.
    """
    async with visiting(link, play=play, microphone=microphone) as visit:
        return await visit.stay(seconds, heed)


@asynccontextmanager
async def visiting(link: str, *, play: str | None = None, microphone: bool = True) -> AsyncIterator["Visit"]:
    """Ask in by a seat's link, and leave when the context ends."""
    async with attending(link, play=play, microphone=microphone) as attendance:
        yield Visit(attendance)


class Visit:
    """An attendance that ends by itself."""

    def __init__(self, attendance: Attendance) -> None:
        self._attendance = attendance
        self.program = attendance.program

    async def stay(self, seconds: float, heed: Heed = lambda _seats: True) -> list[SeatMeasured]:
        """Stay for so many seconds in company, until the call or heed ends it, and return what was measured."""
        tasks = [asyncio.create_task(self._attendance.run(heed)), asyncio.create_task(self._time_to_go(seconds))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return [self._measured(seat) for seat in self._attendance.seats if seat.id in self.program.measured]

    async def _time_to_go(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._attendance.in_company.wait()
        except TimeoutError:
            raise ConsoleError(
                _("Nobody let this seat in within ten minutes."), "", _("Ask the host, then join again."), code="alone"
            ) from None
        with suppress(TimeoutError):  # what was measured then says how far the connection came
            async with asyncio.timeout(CONNECTS_WITHIN):
                await self.program.connected.wait()
        await asyncio.sleep(seconds)

    def _measured(self, seat: SeatSeen) -> SeatMeasured:
        measured = self.program.measured[seat.id]
        return SeatMeasured(
            id=seat.id,
            role=seat.role,
            number=seat.number,
            state=measured.state,
            audio=measured.audio,
            video=measured.video,
            round_trip_ms=measured.round_trip_ms,
        )
