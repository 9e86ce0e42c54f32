"""A table of any number of rows: only the visible ones are ever made."""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from console.presentation.cell import Cell, Line
from console.presentation.columns import Column, fit
from console.widgets.paint import Painted
from console.words import _, marked

HEADING = 1
MARK = 1
MARGIN = 2


class Table(ScrollView, Painted, can_focus=True):
    """Rows by id under a heading. cells: what the shown columns say of a row.

    The selected row is known by its id: whatever the order becomes, it stays selected.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", marked("Open")),
        Binding("up", "move(-1)", marked("Up"), show=False),
        Binding("down", "move(1)", marked("Down"), show=False),
        Binding("pageup", "page(-1)", marked("Page up"), show=False),
        Binding("pagedown", "page(1)", marked("Page down"), show=False),
        Binding("home,ctrl+home", "first", marked("First"), show=False),
        Binding("end,ctrl+end", "last", marked("Last"), show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--heading", "table--cursor", "table--hover"}
    DEFAULT_CSS = """
    Table {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-background: $panel;
        & > .table--heading { color: $tone-quiet; text-style: bold; }
        & > .table--cursor { background: $cursor-away; color: $foreground; }
        &:focus > .table--cursor { background: $cursor; color: $cursor-text; text-style: bold; }
        & > .table--hover { background: $panel; }
        &:nocolor > .table--cursor { text-style: reverse; }
    }
    """

    class Selected(Message):
        """Another row is selected, or none: row is empty."""

        def __init__(self, row: str) -> None:
            super().__init__()
            self.row = row

    class Opened(Message):
        """A row was opened."""

        def __init__(self, row: str) -> None:
            super().__init__()
            self.row = row

    class HeadingClicked(Message):
        """A column's heading was clicked. column: its number."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    def __init__(self, columns: Sequence[Column[Any]], cells: Callable[[str, Sequence[int]], Line]) -> None:
        super().__init__()
        self._columns = columns
        self._cells = cells
        self._fit: list[tuple[int, int]] = []
        self._rows: Sequence[str] = ()
        self._selected = 0
        self._hover = -1
        self._sorted: tuple[int | None, bool] = (None, False)
        self._drawn: dict[int, tuple[str, Line]] = {}
        self._empty = ""

    # Rows

    @property
    def rows(self) -> Sequence[str]:
        """The ids of the rows, in their order."""
        return self._rows

    @property
    def selected(self) -> str:
        """The id of the selected row, or an empty text."""
        return self._rows[self._selected] if self._rows else ""

    def show(self, rows: Sequence[str], *, at_first: bool = False) -> None:
        """Show these rows from now on. The selected one stays selected, and where it was, as long as it can.

        at_first: the first one is selected, whichever it is: nobody has chosen one yet.
        """
        before, line = self.selected, self._selected - self.scroll_offset.y
        at_top = self.scroll_offset.y == 0
        self._rows = rows
        index = 0 if at_first else _index(rows, before, self._selected)
        self.virtual_size = Size(self.size.width, len(rows) + HEADING)
        self._selected = index
        if not (at_top and index < self._page):
            self.scroll_to(y=max(0, index - line), animate=False, immediate=True)
        self._into_view()
        self.refresh()
        if self.selected != before:
            # Its parent may be the one who called: Textual stops a message at its sender, and must not stop this one.
            self.post_message(self.Selected(self.selected).set_sender(self))

    def select(self, row: str) -> bool:
        """Select a row by its id. Tell whether it is here."""
        if row not in self._rows:
            return False
        self._go(self._rows.index(row))
        return True

    def mark_sorted(self, column: int | None, reverse: bool) -> None:
        """Show in the heading by which column the rows are sorted."""
        self._sorted = column, reverse
        self.refresh(Region(0, 0, self.size.width, HEADING))

    def say_when_empty(self, text: str) -> None:
        """Say this where there are no rows."""
        if text != self._empty:
            self._empty = text
            if not self._rows:
                self.refresh()

    def update_rows(self) -> None:
        """Draw anew those visible rows that say something else than what was drawn."""
        shown = [index for index, _width in self._fit]
        for y, (row, drawn) in tuple(self._drawn.items()):
            if self._cells(row, shown) != drawn:
                self.refresh(Region(0, y, self.size.width, 1))

    # Drawing

    def on_resize(self, event: events.Resize) -> None:
        """Share the new room between the columns."""
        self._fit = fit(self._columns, self.scrollable_content_region.width - MARK - 1)
        self.virtual_size = Size(self.size.width, len(self._rows) + HEADING)
        self._into_view()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the heading or a row."""
        width = self.size.width
        self._drawn.pop(y, None)
        if y < HEADING:
            return self._heading(width)
        index = y - HEADING + self.scroll_offset.y
        if not self._rows:
            return self._nothing(y, width)
        if index >= len(self._rows):
            return Strip.blank(width, self.base)
        return self._row(y, index, width)

    def _row(self, y: int, index: int, width: int) -> Strip:
        row = self._rows[index]
        cells = self._cells(row, [column for column, _width in self._fit])
        self._drawn[y] = (row, cells)
        base = self.base
        if index == self._selected:
            # One colour for the whole selected row: tones on top of it would be hard to read.
            base += self.get_component_rich_style("table--cursor")
            line = [Cell(cell.text) for cell in self._laid_out(cells)]
            drawn = [Segment(">", base), *(Segment(cell.text, base) for cell in line)]
        else:
            if index == self._hover:
                base += self.get_component_rich_style("table--hover", partial=True)
            drawn = [Segment(" ", base), *self.segments(self._laid_out(cells), base)]
        return Strip(drawn).adjust_cell_length(width, base)

    def _laid_out(self, cells: Line) -> list[Cell]:
        line: list[Cell] = []
        for (column, width), cell in zip(self._fit, cells, strict=True):
            line.append(cell._replace(text=_sized(cell.text, width, self._columns[column].right) + " "))
        return line

    def _nothing(self, y: int, width: int) -> Strip:
        text = [*wrap(self._empty, max(1, width - 2 * MARGIN))]
        index = y - HEADING - 1
        said = " " * MARGIN + text[index] if 0 <= index < len(text) else ""
        return Strip([Segment(said, self.base)]).adjust_cell_length(width, self.base)

    def _heading(self, width: int) -> Strip:
        base = self.base + self.get_component_rich_style("table--heading", partial=True)
        drawn = [Segment(" ", base)]
        by, reverse = self._sorted
        for column, room in self._fit:
            title = _(self._columns[column].title)
            arrow = ("▼" if reverse else "▲") if column == by else ""
            text = _sized(f"{arrow}{title}", room, self._columns[column].right)
            drawn.append(Segment(f"{text} ", base + Style.from_meta({"column": column})))
        return Strip(drawn).adjust_cell_length(width, base)

    # Moving

    @property
    def _page(self) -> int:
        return max(1, self.size.height - HEADING)

    def _go(self, index: int) -> None:
        index = max(0, min(index, len(self._rows) - 1))
        if not self._rows or index == self._selected:
            return
        self._refresh_row(self._selected)
        self._selected = index
        self._refresh_row(index)
        self._into_view()
        self.post_message(self.Selected(self.selected))

    def _into_view(self) -> None:
        top = self.scroll_offset.y
        if self._selected < top:
            self.scroll_to(y=self._selected, animate=False, immediate=True)
        elif self._selected >= top + self._page:
            self.scroll_to(y=self._selected - self._page + 1, animate=False, immediate=True)

    def _refresh_row(self, index: int) -> None:
        self.refresh(Region(0, index - self.scroll_offset.y + HEADING, self.size.width, 1))

    def action_move(self, by: int) -> None:
        """Select the next or the previous row."""
        self._go(self._selected + by)

    def action_page(self, by: int) -> None:
        """Select the row a page away."""
        self._go(self._selected + by * self._page)

    def action_first(self) -> None:
        """Select the first row."""
        self._go(0)

    def action_last(self) -> None:
        """Select the last row."""
        self._go(len(self._rows) - 1)

    def action_open(self) -> None:
        """Open the selected row."""
        if self._rows:
            self.post_message(self.Opened(self.selected))

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Select what is clicked, open what is clicked twice, sort by a heading."""
        column = event.style.meta.get("column")
        if column is not None:
            self.post_message(self.HeadingClicked(column))
            return
        index = self._row_at(event.y)
        if index is not None:
            self._go(index)
            if event.chain > 1:
                self.action_open()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what a click would select."""
        self._set_hover(self._row_at(event.y))

    def on_leave(self, event: events.Leave) -> None:
        """The mouse has gone."""
        self._set_hover(None)

    def _row_at(self, y: int) -> int | None:
        index = y - HEADING + self.scroll_offset.y
        return index if y >= HEADING and index < len(self._rows) else None

    def _set_hover(self, index: int | None) -> None:
        before, self._hover = self._hover, -1 if index is None else index
        for changed in {before, self._hover} - {-1}:
            self._refresh_row(changed)


def _index(rows: Sequence[str], row: str, before: int) -> int:
    if row and before < len(rows) and rows[before] == row:
        return before
    try:
        return rows.index(row)
    except ValueError:
        return max(0, min(before, len(rows) - 1))


def _sized(text: str, width: int, right: bool) -> str:
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…" if width > 1 else set_cell_size(text, width)
    blank = " " * (width - length)
    return blank + text if right else text + blank
