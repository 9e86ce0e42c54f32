"""A block of lines that are made anew for the room there is."""

from collections.abc import Callable, Sequence

from textual import events
from textual.strip import Strip

from console.presentation.cell import Line
from console.widgets.paint import Painted


class Lines(Painted):
    """Draws what a function of width and height returns."""

    DEFAULT_CSS = """
    Lines { padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._make: Callable[[int, int], Sequence[Line]] = lambda width, height: ()
        self._lines: Sequence[Line] = ()

    def show(self, make: Callable[[int, int], Sequence[Line]]) -> None:
        """Draw what this returns, now and whenever the room changes."""
        self._make = make
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Make the lines anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        lines = self._make(self.size.width, self.size.height)
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        line = self._lines[y] if y < len(self._lines) else ()
        return self.strip(line).adjust_cell_length(self.size.width, self.base)
