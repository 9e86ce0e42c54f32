"""A program's visit to a call: it asks in by a seat's link, takes part for a while, and brings back its measures."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

from console.client import seat as seats
from console.client.staying import Staying, staying
from console.domain.calls import OVER, SeatRole
from console.domain.errors import ConsoleError
from console.domain.noun import Noun
from console.media.participant.messages import Hearing, Seeing, Start
from console.media.participant.running import Participant, participant
from console.wire.meeting import AskIn, Leave, Negotiate, Seats, SeatSeen, Sending, ToSeat, Welcome
from console.wire.problems import as_error
from console.wire.signalling import Refusal
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
    async with seats.opened(link) as seat, staying(seat, secrets.token_hex(16)) as socket:
        said = socket.heard()
        welcome = await anext(said)
        if not isinstance(welcome, Welcome):
            raise _thrown_out()
        start = Start(
            servers=welcome.servers, on_this_machine=seat.is_on_this_machine, play=play, microphone=microphone
        )
        async with participant(start, welcome.seat) as program:
            visit = Visit(socket, said, program, welcome.seat, Sending(muted=not start.sends_sound, camera=False))
            await visit.ask_in()
            try:
                yield visit
            finally:
                with suppress(Exception):  # the connection may be what failed
                    await socket.say(Leave())


class Visit:
    """What goes on between the seat's socket and the participant's program."""

    def __init__(
        self, socket: Staying, said: AsyncIterator[ToSeat], program: Participant, own_seat: str, sending: Sending
    ) -> None:
        self._socket = socket
        self._said = said
        self._sending = sending
        self.program = program
        self._own_seat = own_seat
        self._seats: Sequence[SeatSeen] = ()
        self._in_company = asyncio.Event()

    async def ask_in(self) -> None:
        """Say what is sent, and ask to be let in: also when the service was away and has forgotten who is connected."""
        await self._socket.say(self._sending)
        await self._socket.say(AskIn())

    async def stay(self, seconds: float, heed: Heed = lambda _seats: True) -> list[SeatMeasured]:
        """Stay for so many seconds in company, until the call or heed ends it, and return what was measured."""
        going_on = [asyncio.create_task(self._hear(heed)), asyncio.create_task(self._pass_on())]
        time_to_go = asyncio.create_task(self._time_to_go(seconds))
        try:
            await asyncio.wait([*going_on, time_to_go], return_when=asyncio.FIRST_COMPLETED)
            for task in (*going_on, time_to_go):
                if task.done():
                    task.result()
        finally:
            for task in (*going_on, time_to_go):
                task.cancel()
            await asyncio.gather(*going_on, time_to_go, return_exceptions=True)
        return [self._measured(seat) for seat in self._seats if seat.id in self.program.measured]

    async def _time_to_go(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._in_company.wait()
        except TimeoutError:
            raise ConsoleError(
                _("Nobody let this seat in within ten minutes."), "", _("Ask the host, then join again."), code="alone"
            ) from None
        with suppress(TimeoutError):  # what was measured then says how far the connection came
            async with asyncio.timeout(CONNECTS_WITHIN):
                await self.program.connected.wait()
        await asyncio.sleep(seconds)

    async def _hear(self, heed: Heed) -> None:
        """Take part in what the service says, until the call is over."""
        async for message in self._said:
            if isinstance(message, Welcome):
                await self.ask_in()
            elif isinstance(message, Seats):
                self._seats = message.seats
                if message.status in OVER or not heed(message.seats):
                    return
                self._meet()
            elif isinstance(message, Negotiate):
                self.program.signalled(message)
            elif isinstance(message, Refusal):
                raise as_error(message.problem)
        raise _thrown_out()

    def _meet(self) -> None:
        here = {seat.id for seat in self._seats if seat.page is not None and seat.state == "joined"}
        if not any(seat.id == self._own_seat and seat.state == "joined" for seat in self._seats):
            self.program.meet(())  # not let in, or not any more
        elif self._own_seat in here:
            self.program.meet(self._seats)
            if len(here) > 1:
                self._in_company.set()

    async def _pass_on(self) -> None:
        """Say to the other seats what the program wants said."""
        async for line in self.program.told():
            page = next((seat.page for seat in self._seats if seat.id == self._own_seat), None)
            if page is not None:
                await self._socket.say(
                    Negotiate(
                        seat=line.seat,
                        page=page,
                        description=line.description,
                        candidate=line.candidate,
                        renew=line.renew,
                    )
                )
        raise ConsoleError(_("The program for sound and picture has ended."), "", _("Join again."), code="media-ended")

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


def _thrown_out() -> ConsoleError:
    return ConsoleError(
        _("The connection to the call has ended."),
        "",
        _("Another program may hold the seat, or its link was withdrawn: ask for a new one, or join again."),
        code="disconnected",
    )
