"""A line of the screen: something at its left, something at its right."""

from rich.segment import Segment
from textual.strip import Strip

from console.presentation.cell import Line
from console.widgets.paint import Painted


class Bar(Painted):
    """One line. Where both sides do not fit, the left one is cut."""

    DEFAULT_CSS = """
    Bar { height: 1; width: 1fr; padding: 0 1; }
    """

    def __init__(self, left: Line = (), right: Line = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left = tuple(left)
        self._right = tuple(right)

    def show(self, left: Line, right: Line = ()) -> None:
        """Draw these from now on."""
        both = tuple(left), tuple(right)
        if both != (self._left, self._right):
            self._left, self._right = both
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        right = self.strip(self._right)
        room = max(0, width - right.cell_length - bool(right.cell_length))
        left = self.strip(self._left)
        if left.cell_length > room:
            left = Strip.join([left.crop(0, max(0, room - 1)), Strip([Segment("…", self.base)])]).crop(0, room)
        return Strip.join([left.extend_cell_length(width - right.cell_length, self.base), right]).crop(0, width)
