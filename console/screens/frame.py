"""What every screen has: the header, the row of screens, a body, the footer."""

from collections.abc import Container, Mapping

from textual.app import ComposeResult
from textual.screen import Screen

from console.presentation.cell import Cell, Line, Tone, plain
from console.presentation.heading import program
from console.screens import SCREENS
from console.widgets.bar import Bar
from console.widgets.footer import Footer
from console.words import _

MARGINS = 3
"""A bar's padding, and the space between its two sides."""


class Frame(Screen[None]):
    """A screen of the console. mode: which one; empty before there is a service."""

    DEFAULT_CSS = """
    Frame {
        #header, #tabs { dock: top; }
        #header { background: $panel; }
        #tabs { margin-top: 1; }
    }
    """

    def __init__(self, mode: str = "") -> None:
        super().__init__()
        self.mode = mode

    def heading(self) -> Line:
        """Return how the header begins."""
        return program(demonstration=False)

    def compose(self) -> ComposeResult:
        """Put header and row of screens above, the footer below."""
        yield Bar(self.heading(), id="header")
        yield Bar(tab_line(self.mode, {}, self.app.size.width), find_key(), id="tabs")
        yield from self.compose_body()
        yield Footer()

    def compose_body(self) -> ComposeResult:
        """Give what stands between."""
        yield from ()


def tab_line(current: str, counts: Mapping[str, int], width: int) -> Line:
    """Return the row of screens; a star marks the current one, for those who do not see its colour.

    Where there is too little room some are left with their keys alone, as few as it takes: the last ones, and those
    that count something only if all others are.
    """
    room = width - len(plain(find_key())) - MARGINS
    others = [entry.mode for entry in reversed(SCREENS) if entry.mode != current]
    others.sort(key=lambda mode: counts.get(mode, 0) > 0)
    rows = [_tabs(current, counts, frozenset(others[:n])) for n in range(len(others) + 1)]
    return next((row for row in rows if len(plain(row)) <= room), rows[-1])


def _tabs(current: str, counts: Mapping[str, int], untitled: Container[str]) -> Line:
    line: list[Cell] = []
    for entry in SCREENS:
        action = f"app.switch_mode({entry.mode!r})"
        here = entry.mode == current
        mark, title = ("", "") if entry.mode in untitled else ("*" if here else " ", _(entry.title))
        count = f" ({counts[entry.mode]})" if counts.get(entry.mode) else ""
        line.append(Cell(entry.key + mark, Tone.KEY, action))
        line.append(Cell(title + count, Tone.STRONG if here else Tone.NORMAL, action))
        line.append(Cell(" "))
    return line[:-1]


def find_key() -> Line:
    """Return the key that finds anything, for the end of the row."""
    return [Cell("0 ", Tone.KEY, "app.find"), Cell(_("Find"), Tone.NORMAL, "app.find")]
