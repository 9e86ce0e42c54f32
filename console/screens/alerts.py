"""Alerts: what needs somebody's help, worst first."""

from typing import ClassVar

from textual.binding import BindingType

from console.domain.alerts import Alert
from console.presentation.alerts import ALERTS
from console.screens.alert_keys import AlertKeys
from console.screens.list_screen import LIST_KEYS, ListScreen


class AlertsScreen(ListScreen[Alert], AlertKeys):
    """All alerts that are not closed."""

    BINDINGS: ClassVar[list[BindingType]] = [*AlertKeys.ALERT_KEYS, *LIST_KEYS]

    listing = ALERTS

    @property
    def selected_alert(self) -> Alert | None:
        """The selected alert."""
        return self.selected


SCREEN = AlertsScreen
