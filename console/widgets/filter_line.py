"""The line in which a filter is typed: what is shown follows each letter."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from console.words import _, marked


class FilterLine(Input):
    """Hidden until it is asked for. Enter keeps the filter, Esc takes it away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", marked("Keep")),
        Binding("down", "keep", marked("Keep"), show=False),
        Binding("escape", "take_away", marked("Clear")),
    ]
    DEFAULT_CSS = """
    FilterLine, FilterLine:focus {
        height: 1;
        border: none;
        padding: 0 1;
        background: $panel;
    }
    """

    def __init__(self, filtered: Widget) -> None:
        super().__init__(placeholder=_("Filter: words that must be there; ! in front: must not"), compact=True)
        self._filtered = filtered
        self.display = False

    def ask(self) -> None:
        """Come into sight and be typed into."""
        self.display = True
        self.focus()

    def action_keep(self) -> None:
        """Go back to the list, with the filter in force."""
        self.display = bool(self.value)
        self._filtered.focus()

    def action_take_away(self) -> None:
        """Show everything again."""
        self.value = ""
        self.display = False
        self._filtered.focus()
