"""Calls: scheduled, waiting and running; who sits in them."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType

from console.domain.browser_checks import NewCheckInvitation
from console.domain.calls import OVER, Call, CallPatch, CallStatus, NewCall, Reveal, Seat, SeatRole
from console.domain.tokens import TokenRole
from console.domain.visibility import HELPERS
from console.presentation.calls import CALLS, seat_name, title
from console.presentation.naming import named, people, person
from console.presentation.parsing import minutes, moment
from console.screens import call as call_screen
from console.screens.commands import Command
from console.screens.inviting import invite
from console.screens.list_screen import LIST_KEYS, ListScreen
from console.widgets.dialog import Tell
from console.widgets.form import Form, FormField
from console.words import _, marked


class CallsScreen(ListScreen[Call]):
    """Schedules, moves and cancels calls; tells a guest's name to who says why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", marked("New"), tooltip=marked("Schedule a call")),
        Binding("e", "edit", marked("Move"), tooltip=marked("Move the selected call")),
        Binding("x", "cancel", marked("Cancel"), tooltip=marked("Cancel the selected call")),
        Binding("w", "reveal", marked("Who"), tooltip=marked("See a guest's name, for a reason")),
        Binding("s", "assist", marked("Assist"), tooltip=marked("Ask to hear and see the selected call")),
        *LIST_KEYS,
    ]

    ALLOWED: ClassVar[Mapping[str, frozenset[TokenRole]]] = {
        "new": HELPERS,
        "edit": HELPERS,
        "cancel": HELPERS,
        "reveal": HELPERS,
        "invite": HELPERS,
        "assist": HELPERS,
    }

    listing = CALLS

    def action_new(self) -> None:
        """Ask for a new call."""
        note = _("The host and everybody who uses this console see it. Guests are not told yet.")
        self.app.push_screen(Form(_("New call"), note, self._fields(), self._create))

    async def _create(self, values: Mapping[str, str]) -> None:
        scene = self.around.scene
        start = moment(values["day"], values["start"], scene)
        new = NewCall(
            host=person(values["host"], scene).id,
            dtstart=start,
            dtend=start + timedelta(minutes=minutes(values["minutes"])),
            service_id=named(values["service"], scene.snapshot.services.values()),
            room_id=named(values["room"], scene.snapshot.rooms.values()),
            place_id=named(values["place"], scene.snapshot.places.values()),
            guests=int(values["guests"]),
        )
        client = self.around.client
        call = await client.create_call(new)
        said = _("{call} is scheduled.", call=title(call, self.around.scene))
        self.done(said, lambda: client.change_call(call, CallPatch(status=CallStatus.CANCELLED)))

    def _fields(self) -> list[FormField]:
        scene = self.around.scene
        soon = scene.local(scene.now) + timedelta(minutes=60)
        return [
            FormField(name="host", label=_("Host"), suggestions=people(scene), placeholder=_("whose call it is")),
            FormField(name="day", label=_("Day"), value=f"{scene.today.day}.{scene.today.month}."),
            FormField(name="start", label=_("Start"), value=f"{soon:%H}:00"),
            FormField(name="minutes", label=_("Minutes"), value="30"),
            FormField(name="guests", label=_("Guests"), options=[(str(n), str(n)) for n in (1, 2, 3)]),
            _offered("service", _("Service"), (service.name for service in scene.snapshot.services.values())),
            _offered("room", _("Room"), (room.name for room in scene.snapshot.rooms.values())),
            _offered("place", _("Place"), (place.name for place in scene.snapshot.places.values())),
        ]

    def action_edit(self) -> None:
        """Move the selected call to another time."""
        call, scene = self.selected, self.around.scene
        if call is None:
            return

        async def move(values: Mapping[str, str]) -> None:
            client = self.around.client
            start = moment(values["day"], values["start"], self.around.scene)
            end = start + timedelta(minutes=minutes(values["minutes"]))
            after = await client.change_call(call, CallPatch(dtstart=start, dtend=end))
            before = CallPatch(dtstart=call.dtstart, dtend=call.dtend)
            said = _("{call} was moved.", call=title(after, self.around.scene))
            self.done(said, lambda: client.change_call(after, before))

        start = scene.local(call.dtstart)
        fields = [
            FormField(name="day", label=_("Day"), value=f"{start.day}.{start.month}.{start.year}"),
            FormField(name="start", label=_("Start"), value=f"{start:%H:%M}"),
            FormField(
                name="minutes", label=_("Minutes"), value=str(int((call.dtend - call.dtstart).total_seconds()) // 60)
            ),
        ]
        note = _("The host and everybody who uses this console see the new time. Guests are not told yet.")
        self.app.push_screen(Form(_("Move {call}", call=title(call, scene)), note, fields, move))

    def action_cancel(self) -> None:
        """Cancel the selected call."""
        call = self.selected
        if call is not None and call.status not in OVER:
            self.carry_out(self._cancel(call))

    async def _cancel(self, call: Call) -> None:
        what = title(call, self.around.scene)
        seen = _("The host and everybody who uses this console see it. Guests are not told yet. It can't be undone.")
        if await self.confirmed(_("Cancel this call?"), f"{what}\n\n{seen}"):
            await self.around.client.change_call(call, CallPatch(status=CallStatus.CANCELLED))
            self.done(_("{call} is cancelled.", call=what))

    def action_assist(self) -> None:
        """Ask to take part in the selected call, or go back to the one that this console is in."""
        self.carry_out(self._assist(self.selected))

    async def _assist(self, chosen: Call | None) -> None:
        if (now := call_screen.attended(self.app)) is not None:
            if chosen is not None and chosen.id != now.id:
                self.notify(_("You are in a call already: leave it first."), severity="warning")
            await self.app.switch_mode(call_screen.MODE)
            return
        if chosen is None or chosen.status in OVER:
            return
        seen = _(
            "Everyone in the call sees that you ask, by name, and must say yes before you hear or see anything. "
            "They see that you are there for as long as you are. Your microphone is muted at first."
        )
        if await self.confirmed(_("Ask to hear and see this call?"), f"{title(chosen, self.around.scene)}\n\n{seen}"):
            link = await self.around.client.support(chosen.id)
            await call_screen.open_call(self.app, self.around, chosen, link.url)

    def action_reveal(self) -> None:
        """Tell the name of a guest to who says why."""
        call = self.selected
        seats = (
            [seat for seat in call.seats if seat.role not in {SeatRole.HOST, SeatRole.SUPPORT}]
            if call is not None
            else []
        )
        if call is None or not seats:
            return

        async def reveal(values: Mapping[str, str]) -> None:
            seat = next(seat for seat in seats if seat.id == values["seat"])
            answer = await self.around.client.reveal(call.id, seat.id, Reveal(reason=values["reason"] or "-"))
            self._tell_name(seat, answer.name)

        fields = [
            FormField(name="seat", label=_("Seat"), options=[(seat.id, seat_name(seat)) for seat in seats]),
            FormField(name="reason", label=_("Why"), placeholder=_("a sentence that others will read")),
        ]
        note = _("That you looked, when and why is recorded in the log, where admins see it. The name is not.")
        self.app.push_screen(Form(_("See a guest's name"), note, fields, reveal))

    def commands(self) -> Iterable[Command]:
        """Offer to invite somebody in the selected call to a device check."""
        if self.selected is not None and self.selected.status not in OVER and self.check_action("invite", ()):
            yield Command(_("Invite to a device check"), self.action_invite)
        yield from super().commands()

    def action_invite(self) -> None:
        """Invite somebody in the selected call to check their devices, after asking whom."""
        call = self.selected
        if call is None:
            return
        seats = {seat.id: seat for seat in call.seats}

        async def send(values: Mapping[str, str]) -> None:
            seat = seats[values["seat"]]
            new = NewCheckInvitation(call_id=call.id, seat_id=seat.id)
            await invite(self, new, seat_name(seat))

        options = [(seat.id, seat_name(seat)) for seat in seats.values()]
        guest = next((seat.id for seat in call.seats if seat.role is SeatRole.GUEST), "")
        note = _("The check runs in their browser. Who uses this console sees what it finds, beside the call.")
        fields = [FormField(name="seat", label=_("Seat"), value=guest, options=options)]
        self.app.push_screen(Form(_("Invite to a device check"), note, fields, send))

    def _tell_name(self, seat: Seat, name: str) -> None:
        self.call_later(self.app.push_screen, Tell(seat_name(seat).capitalize(), name))


def _offered(name: str, label: str, names: Iterable[str]) -> FormField:
    return FormField(name=name, label=label, suggestions=sorted(names), placeholder=_("none"))


SCREEN = CallsScreen
