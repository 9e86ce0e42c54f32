"""The log: what anybody has changed."""

from typing import ClassVar

from textual.binding import BindingType

from console.domain.audit import AuditEntry
from console.presentation.audit import LOG
from console.screens.list_screen import LIST_KEYS, ListScreen


class LogScreen(ListScreen[AuditEntry]):
    """Reads only."""

    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS]

    listing = LOG


SCREEN = LogScreen
