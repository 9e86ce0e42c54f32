"""Taking part in a call, as a screen or a command holds it: who is there, what is heard, seen, measured and written."""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from console.calling.chat import Chat
from console.client import seat as seats
from console.client.staying import Staying, staying
from console.domain.calls import OVER, SeatState
from console.domain.diagnosis.evidence import Side
from console.domain.errors import ConsoleError
from console.media.participant.messages import (
    Levels,
    Look,
    Measured,
    Sounding,
    Speaking,
    Start,
    Talk,
    Tile,
    Use,
    Volume,
)
from console.media.participant.running import Participant, Sensed, participant
from console.wire.meeting import (
    AskIn,
    FromSeat,
    Leave,
    Negotiate,
    Seats,
    SeatSeen,
    Sending,
    ToSeat,
    Typed,
    Welcome,
)
from console.wire.problems import as_error
from console.wire.signalling import Refusal
from console.words import _

REMEMBERED = 60
"""Measurements of each seat: a minute's."""


def _nothing() -> None:
    """Nobody looks on."""


class Attendance:
    """What goes on between a seat's socket and its participant's program. changed: called whenever anything is new.

    history: what was measured of each seat, the latest last. levels, soundings, tiles: what the program told last.
    """

    def __init__(
        self,
        socket: Staying,
        said: AsyncIterator[ToSeat],
        own_seat: str,
        sending: Sending,
        changed: Callable[[], None] = _nothing,
    ) -> None:
        self.program: Participant
        self.own_seat = own_seat
        self.seats: Sequence[SeatSeen] = ()
        self.history: dict[str, deque[Measured]] = {}
        self.levels: Levels | None = None
        self.soundings: dict[Side, Sounding] = {}
        self.tiles: dict[str, Tile] = {}
        self.chat = Chat(self._say_soon)
        self.speaking, self.headset = Speaking.MUTED, False
        self.volumes: dict[str, float] = {}
        self.devices = Use()
        self.in_company = asyncio.Event()
        self._socket = socket
        self._said = said
        self._sending = sending
        self._changed = changed
        self._to_say: asyncio.Queue[FromSeat] = asyncio.Queue()

    @property
    def me(self) -> SeatSeen | None:
        """The own seat as the others see it."""
        return next((seat for seat in self.seats if seat.id == self.own_seat), None)

    @property
    def others(self) -> list[SeatSeen]:
        """Those who are in the call, or wait, besides the own seat."""
        return [seat for seat in self.seats if seat.id != self.own_seat and seat.state in {"joined", "waiting"}]

    # What is done here

    def talk(self, speaking: Speaking, *, headset: bool | None = None) -> None:
        """Send the microphone's sound from now on, or not."""
        self.speaking = speaking
        self.headset = self.headset if headset is None else headset
        self.program.wish(Talk(speaking=speaking, headset=self.headset))
        self._sending = Sending(muted=speaking is Speaking.MUTED, camera=False)
        self._say_soon(self._sending)
        self._changed()

    def volume(self, seat: str, gain_db: float) -> None:
        """Play a seat so many decibels louder, or more softly."""
        self.volumes[seat] = gain_db
        self.program.wish(Volume(seat=seat, gain_db=gain_db))
        self._changed()

    def use(self, devices: Use) -> None:
        """Use these devices from now on."""
        self.devices = devices
        self.program.wish(devices)
        self._changed()

    def look(self, look: Look) -> None:
        """Have these seats' pictures shown; no seats: none."""
        self.tiles = {seat: tile for seat, tile in self.tiles.items() if seat in look.seats}
        self.program.wish(look)

    # What goes on

    async def run(self, heed: Callable[[Sequence[SeatSeen]], bool] = lambda _seats: True) -> None:
        """Take part until the call, or heed, ends it. Raise ConsoleError where it can't go on."""
        going_on = [
            asyncio.create_task(work) for work in (self._hear(heed), self._pass_on(), self._say_what_is_to_be_said())
        ]
        try:
            await asyncio.wait(going_on, return_when=asyncio.FIRST_COMPLETED)
            for task in going_on:
                if task.done():
                    task.result()
        finally:
            for task in going_on:
                task.cancel()
            await asyncio.gather(*going_on, return_exceptions=True)

    async def ask_in(self) -> None:
        """Say what is sent, and ask to be let in: also when the service was away and has forgotten who is connected."""
        await self._socket.say(self._sending)
        await self._socket.say(AskIn())

    async def leave(self) -> None:
        """Say that this seat leaves."""
        with suppress(Exception):  # the connection may be what failed
            await self._socket.say(Leave())

    def sense(self, sensed: Sensed) -> None:
        """Take what the program tells."""
        match sensed:
            case Measured():
                self.history.setdefault(sensed.seat, deque(maxlen=REMEMBERED)).append(sensed)
            case Levels():
                self.levels = sensed
            case Sounding():
                self.soundings[sensed.side] = sensed
            case Tile():
                self.tiles[sensed.seat] = sensed
        self._changed()

    def _say_soon(self, message: FromSeat) -> None:
        self._to_say.put_nowait(message)

    async def _say_what_is_to_be_said(self) -> None:
        while True:
            await self._socket.say(await self._to_say.get())

    async def _hear(self, heed: Callable[[Sequence[SeatSeen]], bool]) -> None:
        """Take part in what the service says, until the call is over."""
        async for message in self._said:
            if isinstance(message, Welcome):
                await self.ask_in()
            elif isinstance(message, Seats):
                self.seats = message.seats
                if message.status in OVER or not heed(message.seats):
                    return
                self._meet()
            elif isinstance(message, Typed):
                page = next((seat.page for seat in self.seats if seat.id == message.seat), None)
                self.chat.heard(message, page)
            elif isinstance(message, Negotiate):
                self.program.signalled(message)
            elif isinstance(message, Refusal):
                raise as_error(message.problem)
            self._changed()
        raise thrown_out()

    def _meet(self) -> None:
        here = {seat.id for seat in self.seats if seat.page is not None and seat.state == "joined"}
        if self.me is None or self.me.state is not SeatState.JOINED:
            self.program.meet(())  # not let in, or not any more
        elif self.own_seat in here:
            self.program.meet(self.seats)
            if len(here) > 1:
                self.in_company.set()

    async def _pass_on(self) -> None:
        """Say to the other seats what the program wants said."""
        async for line in self.program.told():
            if self.me is not None and self.me.page is not None:
                await self._socket.say(
                    Negotiate(
                        seat=line.seat,
                        page=self.me.page,
                        description=line.description,
                        candidate=line.candidate,
                        renew=line.renew,
                    )
                )
        raise ConsoleError(_("The program for sound and picture has ended."), "", _("Join again."), code="media-ended")


@asynccontextmanager
async def attending(
    link: str,
    *,
    play: str | None = None,
    microphone: bool = True,
    devices: bool = False,
    changed: Callable[[], None] = _nothing,
) -> AsyncIterator[Attendance]:
    """Ask in by a seat's link, and leave when the context ends. play, microphone, devices: as in Start."""
    async with seats.opened(link) as seat, staying(seat, secrets.token_hex(16)) as socket:
        said = socket.heard()
        welcome = await anext(said)
        if not isinstance(welcome, Welcome):
            raise thrown_out()
        start = Start(
            servers=welcome.servers,
            on_this_machine=seat.is_on_this_machine,
            play=play,
            microphone=microphone,
            devices=devices,
        )
        sending = Sending(muted=devices or not start.sends_sound, camera=False)
        attendance = Attendance(socket, said, welcome.seat, sending, changed)
        async with participant(start, welcome.seat, attendance.sense) as attendance.program:
            await attendance.ask_in()
            try:
                yield attendance
            finally:
                await attendance.leave()


def thrown_out() -> ConsoleError:
    """Return the error of a seat that the service has let go."""
    return ConsoleError(
        _("The connection to the call has ended."),
        "",
        _("Another program may hold the seat, or its link was withdrawn: ask for a new one, or join again."),
        code="disconnected",
    )
