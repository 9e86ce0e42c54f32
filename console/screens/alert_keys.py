"""The keys that act on an alert, for every screen that shows alerts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType

from console.domain.alerts import Alert, AlertPatch, AlertState
from console.domain.tokens import TokenRole
from console.domain.visibility import HELPERS
from console.presentation.alerts import title
from console.presentation.scene import Scene
from console.screens.town import TownScreen
from console.widgets.form import Form, FormField
from console.words import _, marked

MORNING = 8


class AlertKeys(TownScreen):
    """Takes, puts off and closes the selected alert."""

    ALERT_KEYS: ClassVar[list[BindingType]] = [
        Binding("t", "take", marked("Take"), tooltip=marked("Take the selected alert")),
        Binding("z", "later", marked("Later"), tooltip=marked("Put the selected alert off")),
        Binding("x", "close", marked("Close"), tooltip=marked("Close the selected alert")),
    ]

    ALLOWED: ClassVar[Mapping[str, frozenset[TokenRole]]] = {"take": HELPERS, "later": HELPERS, "close": HELPERS}

    @property
    def selected_alert(self) -> Alert | None:
        """The alert that the keys act on."""
        raise NotImplementedError

    def action_take(self) -> None:
        """Take it: everybody sees by whom."""
        if (alert := self.selected_alert) is not None:
            self.carry_out(self._take(alert))

    def action_close(self) -> None:
        """Close it."""
        if (alert := self.selected_alert) is not None:
            self.carry_out(self._close(alert))

    def action_later(self) -> None:
        """Put it off."""
        alert = self.selected_alert
        if alert is None:
            return

        async def put_off(values: Mapping[str, str]) -> None:
            until = _until(values["until"], self.around.scene)
            patch = AlertPatch(state=AlertState.LATER, later_until=until)
            await self._change(alert, patch, _("Put off until {time}.", time=self.around.scene.moment(until)))

        options = [
            ("15", _("15 minutes")),
            ("60", _("an hour")),
            ("240", _("4 hours")),
            ("morning", _("tomorrow morning")),
        ]
        field = FormField(name="until", label=_("For"), options=options)
        note = title(alert, self.around.scene) + "\n" + _("Support and admins see that it was put off, and by whom.")
        self.app.push_screen(Form(_("Put off"), note, [field], put_off))

    async def _take(self, alert: Alert) -> None:
        what = title(alert, self.around.scene)
        if alert.state is AlertState.TAKEN and alert.taken_by:
            what += "\n" + _("{name} has taken it; it becomes yours.", name=alert.taken_by)
        if await self.confirmed(_("Take this?"), what + "\n\n" + _("Support and admins see that you have taken it.")):
            await self._change(alert, AlertPatch(state=AlertState.TAKEN), _("You have taken it."))

    async def _close(self, alert: Alert) -> None:
        what = title(alert, self.around.scene)
        seen = _("It goes from everybody's list. If the trouble is still there, it comes back by itself.")
        if await self.confirmed(_("Close this?"), f"{what}\n\n{seen}"):
            await self._change(alert, AlertPatch(state=AlertState.CLOSED), _("Closed."))

    async def _change(self, alert: Alert, patch: AlertPatch, said: str) -> None:
        client = self.around.client
        after = await client.change_alert(alert, patch)
        before = AlertPatch(state=alert.state, later_until=alert.later_until)
        self.done(said, lambda: client.change_alert(after, before))


def _until(chosen: str, scene: Scene) -> datetime:
    if chosen.isdecimal():
        return scene.now + timedelta(minutes=int(chosen))
    morning = scene.local(scene.now) + timedelta(days=1)
    return morning.replace(hour=MORNING, minute=0, second=0, microsecond=0)
