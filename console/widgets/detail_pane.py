"""What is known of the selected thing, beside or below the list."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from console.presentation.cell import Cell, Line, Tone
from console.presentation.detail import Detail, lines
from console.widgets.paint import Painted
from console.words import marked


class DetailPane(ScrollView, Painted, can_focus=True):
    """Fields under a title. Only the lines that say something else are drawn anew."""

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
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._detail = Detail("")
        self._lines: Sequence[Line] = ()

    @property
    def title(self) -> str:
        """What the thing is called."""
        return self._detail.title

    def show(self, detail: Detail) -> None:
        """Show this from now on."""
        if detail == self._detail:
            return
        if detail.title != self._detail.title:
            self.scroll_to(y=0, animate=False, immediate=True)
        self._detail = detail
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew."""
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        width, height = self.scrollable_content_region.size
        before, self._lines = self._lines, [self._heading(width), *lines(self._detail, width)]
        # As high as the pane at least: another size makes Textual lay the whole screen out anew.
        self.virtual_size = Size(width, max(len(self._lines), height))
        for y in range(height):
            if _at(before, y + self.scroll_offset.y) != _at(self._lines, y + self.scroll_offset.y):
                self.refresh(Region(0, y, self.size.width, 1))

    def _heading(self, width: int) -> Line:
        title = f"{self._detail.title} " if self._detail.title else ""
        return (Cell(title, Tone.STRONG), Cell("─" * (width - len(title)), Tone.QUIET))

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        line = _at(self._lines, y + self.scroll_offset.y)
        return self.strip(line).adjust_cell_length(self.size.width, self.base)


def _at(lines: Sequence[Line], index: int) -> Line:
    return lines[index] if index < len(lines) else ()
