"""A seat's picture in half blocks, 15 times a second: each row is one text, put together from two tables of colours."""

from collections.abc import Sequence
from functools import cache

from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from console.media.participant.messages import Tile
from console.presentation.diagnosis.picture import HALF

SHADES = " .:-=+*#%@"
"""From dark to bright, for a terminal without colours."""
RESET = "\x1b[0m"


def _colour(five: int) -> Color:
    return Color.from_rgb((five >> 10 & 31) << 3, (five >> 5 & 31) << 3, (five & 31) << 3)


class _Codes(dict[int, str]):
    """The codes of colours for one kind of terminal, made as they are needed."""

    def __init__(self, system: ColorSystem, *, upper: bool) -> None:
        super().__init__()
        self._system = system
        self._upper = upper

    def __missing__(self, five: int) -> str:
        codes = ";".join(_colour(five).downgrade(self._system).get_ansi_codes(foreground=self._upper))
        self[five] = f"\x1b[{codes}" if self._upper else f";{codes}m"
        return self[five]


@cache
def _codes(system: ColorSystem) -> tuple[_Codes, _Codes]:
    return _Codes(system, upper=True), _Codes(system, upper=False)


class CellStrip(Strip):
    """A row of cells as in Tile, and what is empty beside it. Drawn whole it is one text; else it has its segments."""

    def __init__(self, cells: Sequence[int], width: int, blank: Style) -> None:
        self._cells, self._blank = cells[:width], Segment(" " * max(0, width - len(cells)), blank)
        self._made: list[Segment] | None = None
        super().__init__((), width)

    @property
    def _segments(self) -> list[Segment]:
        if self._made is None:
            self._made = [*map(_segment, self._cells), self._blank]
        return self._made

    @_segments.setter
    def _segments(self, segments: list[Segment]) -> None:
        """There are none until they are needed."""

    def render(self, console: Console) -> str:
        """Return the row as it is sent to the terminal."""
        if self._render_cache is None:
            system = console._color_system or ColorSystem.TRUECOLOR
            text, style, _control = self._blank
            row = self._shaded() if console.no_color else self._coloured(*_codes(system))
            self._render_cache = row + (self.render_style(style, text, system) if style else text)
        return self._render_cache

    def _coloured(self, upper: _Codes, lower: _Codes) -> str:
        parts: list[str] = []
        before = -1
        for cell in self._cells:
            if cell != before:
                parts.append(upper[cell & 0xFFFF])
                parts.append(lower[cell >> 16])
                before = cell
            parts.append(HALF)
        parts.append(RESET)
        return "".join(parts)

    def _shaded(self) -> str:
        return "".join(map(_shade, self._cells))


def _shade(cell: int) -> str:
    parts = (cell, cell >> 5, cell >> 10, cell >> 16, cell >> 21, cell >> 26)
    return SHADES[sum(part & 31 for part in parts) * len(SHADES) // (6 * 32)]


def _segment(cell: int) -> Segment:
    return Segment(HALF, Style(color=_colour(cell & 0xFFFF), bgcolor=_colour(cell >> 16)))


class TileView(Widget):
    """Shows a seat's picture in the upper left of its room."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tile: Tile | None = None
        self._rows: list[CellStrip] = []

    def show(self, tile: Tile | None) -> None:
        """Show this picture from now on."""
        if tile is self._tile:
            return
        self._tile = tile
        self._rows = []
        if tile is not None and len(tile.cells) == tile.columns * tile.rows * 4:
            cells = memoryview(tile.cells).cast("I").tolist()
            width, blank = self.size.width, self.rich_style
            rows = (cells[y * tile.columns : (y + 1) * tile.columns] for y in range(tile.rows))
            self._rows = [CellStrip(row, width, blank) for row in rows]
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Hand the rows out. Textual's own way takes each apart into its cells, which costs more than all the rest."""
        return [self._row(y).crop(crop.x, crop.right) for y in crop.line_range]

    def _row(self, y: int) -> Strip:
        width = self.size.width
        if y < len(self._rows) and self._rows[y].cell_length == width:
            return self._rows[y]
        return Strip.blank(width, self.rich_style)
