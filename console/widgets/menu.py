"""A few things to choose from, each with its letter."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from console.presentation.cell import Cell, Tone
from console.widgets.paint import Painted
from console.words import marked


class Menu(Painted, can_focus=True):
    """Lines under a heading; the cursor is on one of them. options: letter and text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", marked("Up"), show=False),
        Binding("down", "move(1)", marked("Down"), show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"menu--cursor"}
    DEFAULT_CSS = """
    Menu {
        padding: 0 1;
        & > .menu--cursor { background: $cursor-away; color: $foreground; }
        &:focus > .menu--cursor { background: $cursor; color: $cursor-text; text-style: bold; }
        &:nocolor > .menu--cursor { text-style: reverse; }
    }
    """

    class Moved(Message):
        """The cursor is on another line."""

    chosen: reactive[int] = reactive(0)

    def __init__(self, heading: str, options: Sequence[tuple[str, str]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._heading = heading
        self._options = options

    def choose(self, number: int) -> None:
        """Put the cursor on a line."""
        self.chosen = number

    def render_line(self, y: int) -> Strip:
        """Draw the heading or an option."""
        width = self.size.width
        if y == 0:
            rule = "─" * max(0, width - len(self._heading) - 1)
            return self.strip([Cell(f"{self._heading} ", Tone.STRONG), Cell(rule, Tone.QUIET)]).crop(0, width)
        if y > len(self._options):
            return Strip.blank(width, self.base)
        letter, text = self._options[y - 1]
        if y - 1 == self.chosen:
            style = self.get_component_rich_style("menu--cursor")
            return Strip([Segment(f">{letter} {text}", style)]).adjust_cell_length(width, style)
        return self.strip([Cell(f" {letter} ", Tone.KEY), Cell(text)]).adjust_cell_length(width, self.base)

    def action_move(self, by: int) -> None:
        """Go to the next or the previous line."""
        self.chosen = min(len(self._options) - 1, max(0, self.chosen + by))
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """Go to the line that was clicked."""
        line = event.y - 1
        if 0 <= line < len(self._options):
            self.chosen = line
            self.post_message(self.Moved())
