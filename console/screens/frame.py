"""What every screen has: the header, the row of screens, a body, the footer."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.screen import Screen

from console.presentation.cell import Cell, Line, Tone, plain
from console.screens import SCREENS
from console.widgets.bar import Bar
from console.widgets.footer import Footer
from console.words import _

MARGINS = 2
LONGEST, SHORTEST = 16, 3


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

    def compose(self) -> ComposeResult:
        """Put header and row of screens above, the footer below."""
        yield Bar([Cell("Bedside", Tone.STRONG)], id="header")
        yield Bar(tab_line(self.mode, {}, self.app.size.width), find_key(), id="tabs")
        yield from self.compose_body()
        yield Footer()

    def compose_body(self) -> ComposeResult:
        """Give what stands between."""
        yield from ()


def tab_line(current: str, counts: Mapping[str, int], width: int) -> Line:
    """Return the row of screens; a star marks the current one, for those who do not see its colour.

    Where there is too little room all titles but the current one are shortened, as little as it takes.
    """
    room = width - len(plain(find_key())) - MARGINS
    rows = (_tabs(current, counts, longest) for longest in range(LONGEST, SHORTEST - 1, -1))
    return next((row for row in rows if len(plain(row)) <= room), _tabs(current, counts, SHORTEST))


def _tabs(current: str, counts: Mapping[str, int], longest: int) -> Line:
    line: list[Cell] = []
    for entry in SCREENS:
        action = f"app.switch_mode({entry.mode!r})"
        here = entry.mode == current
        count = f" ({counts[entry.mode]})" if counts.get(entry.mode) else ""
        line.append(Cell(f"{entry.key}{'*' if here else ' '}", Tone.KEY, action))
        title = _(entry.title) if here else _(entry.title)[:longest]
        line.append(Cell(title + count, Tone.STRONG if here else Tone.NORMAL, action))
        line.append(Cell(" "))
    return line


def find_key() -> Line:
    """Return the key that finds anything, for the end of the row."""
    return [Cell("0 ", Tone.KEY, "app.find"), Cell(_("Find"), Tone.NORMAL, "app.find")]
