"""What a camera sees, drawn with half blocks: strips are made when a frame comes, drawing only hands them out."""

from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from console.diagnostics.bench import Picture
from console.presentation.diagnosis.picture import HALF, Colour, Run, rows

SHADES = " .:-=+*#%@"
"""From dark to bright, for a terminal without colours."""


class Preview(Widget):
    """Shows frames as they come; hidden while there is none."""

    DEFAULT_CSS = """
    Preview { display: none; padding: 0 1; }
    Preview.-shown { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picture: Picture | None = None
        self._strips: list[Strip] = []

    def show(self, picture: Picture | None) -> None:
        """Show this frame from now on."""
        if picture is self._picture:
            return
        self._picture = picture
        self.set_class(picture is not None, "-shown")
        self._lay_out()

    def on_resize(self) -> None:
        """Fit the frame anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        width, height = self.content_size
        found = rows(self._picture, width, height) if self._picture is not None and width else []
        draw = _shades if self.app.no_color else _colours
        blank = self.rich_style
        self._strips = [Strip([draw(run) for run in row]).adjust_cell_length(width, blank) for row in found]
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Hand a row out."""
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)


def _colours(run: Run) -> Segment:
    return Segment(HALF * run.length, _style(run.upper, run.lower))


@lru_cache(maxsize=4096)
def _style(upper: Colour, lower: Colour) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))


def _shades(run: Run) -> Segment:
    brightness = (sum(run.upper) + sum(run.lower)) / (6 * 256)
    return Segment(SHADES[int(brightness * len(SHADES))] * run.length, Style.null())
