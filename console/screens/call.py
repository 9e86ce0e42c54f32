"""A call that this console takes part in: who is there, how they are heard and seen, what is said and written."""

import time
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from console.calling.attending import Attendance, attending
from console.domain.calls import Call, Consent
from console.domain.devices import DeviceKind
from console.domain.diagnosis.evidence import SILENCE, Side
from console.domain.errors import ConsoleError
from console.media.inventory.watching import take
from console.media.participant.messages import Look, Speaking, Use
from console.presentation.call import graphs, seats, written
from console.presentation.call.talk_key import TalkKey
from console.presentation.calls import seat_name, title
from console.presentation.cell import Cell, Tone
from console.presentation.scene import Scene
from console.screens.surroundings import Surroundings
from console.screens.town import TownScreen, tell_error
from console.widgets.bar import Bar
from console.widgets.chooser import Chooser, Option
from console.widgets.lines import Lines
from console.widgets.tile import TileView
from console.wire.meeting import SeatSeen
from console.words import _, marked

MODE = "call"
LOUDEST, STEP = 12.0, 3.0
"""Decibels."""
LOOKS_EVERY = 0.1


class CallScreen(TownScreen):
    """Asks in, waits for everyone's yes, takes part, and leaves. call: as it was when it was asked for."""

    AUTO_FOCUS = ""  # letters are keys here, until somebody wants to write
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,t", "write", marked("Write"), tooltip=marked("Write to those in the call")),
        Binding(
            "space",
            "talk",
            marked("Talk"),
            tooltip=marked("Talk until you press it again, or for as long as you hold it"),
        ),
        Binding("o", "open", marked("Open"), tooltip=marked("Leave the microphone open, or mute it")),
        Binding("g", "picture", marked("Picture"), tooltip=marked("Show the selected seat's picture, or not")),
        Binding("d", "devices", marked("Devices"), tooltip=marked("Choose the microphone and the speaker")),
        Binding(
            "h",
            "headset",
            marked("Headset"),
            tooltip=marked("You wear a headset, or not: without one the others are played softly while you talk"),
        ),
        Binding("up", "select(-1)", marked("Up"), show=False),
        Binding("down", "select(1)", marked("Down"), show=False),
        Binding("plus", "volume(1)", marked("Louder"), tooltip=marked("Play the selected seat louder"), show=False),
        Binding("minus", "volume(-1)", marked("Softer"), tooltip=marked("Play the selected seat softer"), show=False),
        Binding("escape", "leave_call", marked("Leave"), tooltip=marked("Leave the call")),
    ]
    DEFAULT_CSS = """
    CallScreen {
        #seats { height: 4; margin-top: 1; }
        #graphs { height: 5; padding: 0 1; }
        #middle { height: 1fr; }
        #picture { width: 1fr; height: 1fr; display: none; margin: 0 1; }
        #text { width: 1fr; height: 1fr; }
        #chat { height: 1fr; }
        #line, #line:focus { height: 1; border: none; background: $panel; padding: 0 1; }
        &.-picture #picture { display: block; }
        &.-picture.-narrow #text { width: 26; }
        &.-picture.-wide #text { width: 50; }
        &.-picture.-low #graphs { display: none; }
    }
    """

    def __init__(self, mode: str, around: Surroundings, call: Call, link: str) -> None:
        super().__init__(mode, around)
        self.call = call
        self.attendance: Attendance | None = None
        self._link = link
        self._key = TalkKey()
        self._selected = ""
        self._looks, self._wanted = False, Look()
        self._due = False
        self._over: ConsoleError | None = None

    def compose_body(self) -> ComposeResult:
        """Put the seats above, below them what is measured, then picture and text."""
        yield Bar(id="subject")
        yield Lines(id="seats")
        yield Lines(id="graphs")
        with Horizontal(id="middle"):
            yield TileView(id="picture")
            with Vertical(id="text"):
                yield Lines(id="chat")
                yield Input(placeholder=_("Enter to write: they see it as you type"), max_length=2000, id="line")

    def on_mount(self) -> None:
        """Ask in."""
        self.set_focus(None)
        self.set_interval(LOOKS_EVERY, self._pass_time)
        self.run_worker(self._attend(), name="call", group="call", exit_on_error=False)

    async def _attend(self) -> None:
        try:
            async with attending(self._link, devices=True, changed=self._changed) as self.attendance:
                self.attendance.use(Use())
                await self.attendance.run(self._heed)
            self.notify(_("The call is over for you."))
        except ConsoleError as error:
            self._over = error
        if self._over is not None:
            tell_error(self, self._over)
        await self._go()

    async def _go(self) -> None:
        self.around.in_call.sign = None
        if self.app.current_mode == self.mode:
            await self.app.switch_mode("calls")
        self.app.call_later(self.app.remove_mode, self.mode)

    def _heed(self, seen: Sequence[SeatSeen]) -> bool:
        no = next((seat for seat in seen if seat.consent is Consent.NO), None)
        if no is not None:
            self._over = ConsoleError(
                _("{seat} does not agree that support hears and sees the call.", seat=seat_name(no).capitalize()),
                "",
                _("Help by message and phone, or talk it over and ask again."),
                code="no-consent",
            )
        return no is None

    # Drawing

    def _changed(self) -> None:
        """Draw soon, however much is told until then, and only what is looked at."""
        if not self._due and not self._hidden:
            self._due = True
            self.call_later(self._draw_soon)

    def _draw_soon(self) -> None:
        self._due = False
        if self.is_mounted and not self._hidden:
            self._draw_call()

    def draw_body(self, scene: Scene, waiting: str) -> None:
        """Show the call as it is now."""
        self._draw_call()

    def _draw_call(self) -> None:
        subject = self.query_one("#subject", Bar)
        called = title(self.call, self.around.town) if self._may_be_seen else _("A call")
        attendance = self.attendance
        if attendance is None:
            subject.show([Cell(f"{called}  "), Cell(_("Asking to come in ..."), Tone.NOTICE)])
            return
        if self._selected not in {seat.id for seat in attendance.others}:
            self._selected = next((seat.id for seat in attendance.others), "")
        said, tone = seats.talking(attendance)
        subject.show([Cell(f"{said}  ", tone), *seats.heading(attendance), Cell(f"  {called}", Tone.QUIET)])
        history = list(attendance.history.get(self._selected, ()))
        self.query_one("#seats", Lines).show(lambda width, _h: seats.lines(attendance, self._selected, width - 2))
        self.query_one("#graphs", Lines).show(lambda width, _h: graphs.lines(history, width - 2))
        self.query_one("#chat", Lines).show(self._written)
        self.query_one("#picture", TileView).show(attendance.tiles.get(self._selected))

    @property
    def _may_be_seen(self) -> bool:
        return self.call.id in self.around.scene.snapshot.calls

    def _written(self, width: int, height: int) -> list[list[Cell]]:
        if self.attendance is None or not self._may_be_seen:
            return []
        return [list(line) for line in written.lines(self.attendance, width - 2, height)]

    def _look(self, attendance: Attendance) -> None:
        """Have the selected seat's picture told as it fits the room that there is now."""
        size = self.query_one("#picture", TileView).size
        looks = self._looks and self._selected and size.area and not self._hidden
        wanted = Look(seats=(self._selected,), columns=size.width, rows=size.height) if looks else Look()
        if wanted != self._wanted:
            self._wanted = wanted
            attendance.look(wanted)

    # Talking

    def _pass_time(self) -> None:
        attendance = self.attendance
        if attendance is None:
            return
        level = attendance.levels.own if attendance.levels is not None else SILENCE
        self._key.pass_time(time.monotonic(), level)
        if attendance.speaking is Speaking.PUSHED and not self._key.talks:
            attendance.talk(Speaking.MUTED)
        self._look(attendance)
        said, tone = seats.talking(attendance)
        self.around.in_call.sign = Cell(_("In a call: {state}", state=said), tone)

    def action_talk(self) -> None:
        """Talk, or stop; a held key talks for as long as it is held."""
        if self.attendance is None:
            return
        if self.attendance.speaking is Speaking.OPEN:
            self.attendance.talk(Speaking.MUTED)
            return
        self._key.press(time.monotonic())
        self.attendance.talk(Speaking.PUSHED if self._key.talks else Speaking.MUTED)

    def action_open(self) -> None:
        """Leave the microphone open, or mute it."""
        if self.attendance is not None:
            self._key.stop()
            is_open = self.attendance.speaking is Speaking.OPEN
            self.attendance.talk(Speaking.MUTED if is_open else Speaking.OPEN)

    def action_headset(self) -> None:
        """Say whether the microphone can hear the speaker."""
        if (attendance := self.attendance) is not None:
            attendance.talk(attendance.speaking, headset=not attendance.headset)
            if attendance.headset:
                self.notify(_("With a headset: everybody is heard at all times."))
            else:
                self.notify(_("Without a headset: the others are played softly while you talk."))

    # Seats

    def action_select(self, by: int) -> None:
        """Select the next or the previous seat."""
        if self.attendance is None or not self.attendance.others:
            return
        ids = [seat.id for seat in self.attendance.others]
        place = ids.index(self._selected) if self._selected in ids else 0
        self._selected = ids[(place + by) % len(ids)]
        self._draw_call()

    def action_volume(self, by: int) -> None:
        """Play the selected seat louder or softer."""
        if self.attendance is not None and self._selected:
            gain = self.attendance.volumes.get(self._selected, 0.0) + by * STEP
            self.attendance.volume(self._selected, max(-10 * STEP, min(LOUDEST, gain)))

    def action_picture(self) -> None:
        """Show the selected seat's picture, or not."""
        self._looks = not self._looks
        self.set_class(self._looks, "-picture")

    # Devices

    def action_devices(self) -> None:
        """Choose the microphone and the speaker."""
        self.carry_out(self._choose_devices())

    async def _choose_devices(self) -> None:
        if self.attendance is None:
            return
        inventory = await take()
        options = [
            Option(mark, device.label, _("default") if device.is_default else "", (side, device.device_id))
            for side, kind, mark in (
                (Side.INPUT, DeviceKind.MICROPHONE, _("Mic")),
                (Side.OUTPUT, DeviceKind.SPEAKER, _("Spk")),
            )
            for device in inventory.devices
            if device.kind is kind
        ]

        def search(typed: str) -> list[Option]:
            return [option for option in options if typed.casefold() in option.text.casefold()]

        chooser = Chooser(
            _("Which microphone or speaker?"), _("Name of a device"), inventory.problem or _("There is none."), search
        )
        self.app.push_screen(chooser, self._device_chosen)

    def _device_chosen(self, option: Option | None) -> None:
        if option is None or self.attendance is None or not isinstance(option.value, tuple):
            return
        side, name = option.value
        now = self.attendance.devices
        self.attendance.use(
            Use(input=name, output=now.output) if side is Side.INPUT else Use(input=now.input, output=name)
        )
        self.notify(_("Now in use: {device}", device=option.text), markup=False)

    # Writing

    @property
    def _line(self) -> Input:
        return self.query_one("#line", Input)

    def action_write(self) -> None:
        """Write a line."""
        self._line.focus()

    @on(Input.Changed, "#line")
    def _typed(self, event: Input.Changed) -> None:
        if self.attendance is not None:
            self.attendance.chat.type(event.value)

    @on(Input.Submitted, "#line")
    def _ended(self, event: Input.Submitted) -> None:
        if event.value.strip() and self.attendance is not None:
            with self._line.prevent(Input.Changed):
                self._line.value = ""
            self.attendance.chat.end(event.value)
            self._draw_call()

    # Leaving

    def action_leave_call(self) -> None:
        """Leave the line that is written, or the call after asking."""
        if self._line.has_focus:
            self.set_focus(None)
        else:
            self.run_worker(self._leave(), group="leave", exclusive=True)

    async def _leave(self) -> None:
        seen = _("The others see that you are gone. Their call goes on.")
        if await self.confirmed(_("Leave this call?"), seen):
            self.workers.cancel_group(self, "call")
            await self._go()


async def open_call(app: App[Any], around: Surroundings, call: Call, link: str) -> None:
    """Show a call, from now on until it is left."""
    app.add_mode(MODE, partial(CallScreen, MODE, around, call, link))
    await app.switch_mode(MODE)


def attended(app: App[Any]) -> Call | None:
    """Return the call that this console takes part in now."""
    screens = app._screen_stacks.get(MODE, [])
    return screens[0].call if screens and isinstance(screens[0], CallScreen) else None
