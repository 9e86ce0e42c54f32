"""A line to type into and what fits it below: for commands, help, and finding anything."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from console.presentation.cell import Cell, Line, Tone
from console.presentation.columns import Column
from console.widgets.dialog import Dialog
from console.widgets.footer import Footer
from console.widgets.table import Table
from console.words import marked


class Option(NamedTuple):
    """Something that can be chosen. mark: a word before it. note: a word after it. value: what it stands for."""

    mark: str
    text: str
    note: str
    value: object


class Chooser(Dialog[Option]):
    """Offers what `search` returns for the text; Enter chooses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", marked("Choose"), priority=True),
        Binding("up", "move(-1)", marked("Up"), show=False, priority=True),
        Binding("down", "move(1)", marked("Down"), show=False, priority=True),
        Binding("pageup", "page(-1)", marked("Page up"), show=False, priority=True),
        Binding("pagedown", "page(1)", marked("Page down"), show=False, priority=True),
        Binding("escape", "leave", marked("Close")),
    ]
    DEFAULT_CSS = """
    Chooser {
        #box { width: 80; max-width: 100%; height: 20; padding: 0 1; }
        Input, Input:focus { height: 1; border: none; background: $panel; padding: 0 1; margin: 1 0 0 0; }
    }
    """

    def __init__(self, title: str, placeholder: str, empty: str, search: Callable[[str], Sequence[Option]]) -> None:
        super().__init__(title)
        self._placeholder = placeholder
        self._search = search
        self._found: Sequence[Option] = ()
        self._offered: str | None = None
        self._table = Table(_COLUMNS, self._cells)
        self._table.can_focus = False
        self._table.say_when_empty(empty)

    def compose(self) -> ComposeResult:
        """Put the line above the table."""
        with Vertical(id="box") as box:
            box.border_title = self._title
            yield Input(placeholder=self._placeholder)
            yield self._table
        yield Footer()

    def on_mount(self) -> None:
        """Offer what there is before anything is typed."""
        self._offer("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._offer(event.value)

    def _offer(self, text: str) -> None:
        if text == self._offered:
            return
        self._offered = text
        self._found = self._search(text)
        self._table.show([])
        self._table.show([str(number) for number in range(len(self._found))])

    def _cells(self, row: str, shown: Sequence[int]) -> Line:
        option = self._found[int(row)]
        cells = (Cell(f" {option.mark}", Tone.KEY), Cell(option.text), Cell(option.note, Tone.QUIET))
        return [cells[index] for index in shown]

    @on(Table.Opened)
    def action_choose(self) -> None:
        """Leave with the selected one of those that fit what is typed."""
        self._offer(self.query_one(Input).value)  # news of the last letter may still be on its way
        if self._table.selected:
            self.dismiss(self._found[int(self._table.selected)])

    def action_move(self, by: int) -> None:
        """Select the next or the previous one."""
        self._table.action_move(by)

    def action_page(self, by: int) -> None:
        """Select the one a page away."""
        self._table.action_page(by)


_COLUMNS: Sequence[Column[Option]] = (
    Column(title="", width=10, cell=lambda option, _scene: Cell(option.mark)),
    Column(title="", width=40, grow=1, cell=lambda option, _scene: Cell(option.text)),
    Column(title="", width=14, grow=1, rank=1, cell=lambda option, _scene: Cell(option.note)),
)
