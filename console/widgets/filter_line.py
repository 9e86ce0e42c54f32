"""The line in which a filter is typed: what is shown follows each letter."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
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
        display: none;
        &.-shown { display: block; }
    }
    """

    class Left(Message):
        """The person has done with it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(placeholder=_("Filter: words that must be there; ! in front: must not"), compact=True, id=id)

    def ask(self) -> None:
        """Come into sight and be typed into."""
        self.add_class("-shown")
        self.focus()

    def action_keep(self) -> None:
        """Go back to the list, with the filter in force."""
        self.set_class(bool(self.value), "-shown")
        self.post_message(self.Left())

    def action_take_away(self) -> None:
        """Show everything again."""
        self.value = ""
        self.remove_class("-shown")
        self.post_message(self.Left())
