"""Draws cells: tones become the theme's colours here, and nowhere else."""

from functools import cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from console.presentation.cell import Cell, Line, Tone
from console.widgets.themes import THEMES

_BOLD = frozenset({Tone.STRONG, Tone.KEY, Tone.WARNING, Tone.URGENT})


@cache
def tone_styles(theme: str) -> dict[Tone, Style]:
    """Return how each tone looks in a theme."""
    variables = next((each for each in THEMES if each.name == theme), THEMES[0]).variables
    return {tone: Style(color=variables.get(f"tone-{tone}"), bold=True if tone in _BOLD else None) for tone in Tone}


class Painted(Widget):
    """What draws cells. base: the widget's own style, which Textual would work out anew for every line."""

    _base: Style | None = None

    @property
    def base(self) -> Style:
        """The style that cells are drawn upon."""
        if self._base is None:
            self._base = self.rich_style
        return self._base

    def notify_style_update(self) -> None:
        """Forget the style: another one is in force."""
        super().notify_style_update()
        self._base = None

    def segments(self, cells: Line, base: Style) -> list[Segment]:
        """Return cells as they are drawn upon a style."""
        styles = tone_styles(self.app.theme)
        return [_segment(cell, base + styles[cell.tone]) for cell in cells]

    def strip(self, cells: Line) -> Strip:
        """Return a line of cells as it is drawn, as long as it is."""
        return Strip(self.segments(cells, self.base))


def _segment(cell: Cell, style: Style) -> Segment:
    if cell.action:
        style += Style.from_meta({"@click": cell.action})
    return Segment(cell.text, style)
