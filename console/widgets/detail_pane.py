"""What is known of the selected thing, beside or below the list."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from console.presentation.cell import Cell, Line, Tone
from console.presentation.detail import Detail, lines
from console.widgets.paint import strip
from console.words import marked


class DetailPane(ScrollView, can_focus=True):
    """A titled list of fields that can be scrolled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", marked("Up"), show=False),
        Binding("down", "scroll_down", marked("Down"), show=False),
    ]
    DEFAULT_CSS = """
    DetailPane {
        padding: 0 1;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-background: $panel;
        border-top: solid $tone-quiet;
        border-title-color: $foreground;
        border-title-style: bold;
        &:focus { border-top: solid $tone-key; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._detail = Detail("")
        self._lines: Sequence[Line] = ()

    def show(self, detail: Detail) -> None:
        """Show this from now on."""
        if detail == self._detail:
            return
        if detail.title != self._detail.title:
            self.scroll_to(y=0, animate=False, immediate=True)
            self.border_title = escaped(detail.title)
        self._detail = detail
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        self._lines = lines(self._detail, width)
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        index = y + self.scroll_offset.y
        line = self._lines[index] if index < len(self._lines) else (Cell("", Tone.NORMAL),)
        return strip(self, line, self.rich_style).adjust_cell_length(self.size.width, self.rich_style)


def escaped(text: str) -> str:
    """Return a text that a border title shows as it is."""
    return text.replace("[", "\\[")
