"""A list that lives: titled, filtered as one types, sorted, its order held still while somebody uses it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from console.presentation.cell import Cell, Line, Tone
from console.presentation.filtering import Filter
from console.presentation.listing import Identified, Listing, Query, cells, choose
from console.presentation.scene import Scene
from console.widgets.bar import Bar
from console.widgets.filter_line import FilterLine
from console.widgets.stillness import Stillness
from console.widgets.table import Table
from console.words import _

T = TypeVar("T", bound=Identified)

# A new order may take this part of the time at most, so that a very long list never makes the keys wait.
BUSY = 0.05


class LiveList(Vertical, Generic[T]):
    """Shows the things of a scene as a listing says. Whoever owns it calls `show` whenever something may be new."""

    DEFAULT_CSS = """
    LiveList { height: 1fr; }
    """

    def __init__(self, listing: Listing[T], stillness: Stillness, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.listing = listing
        self.query_asked = Query()
        self._stillness = stillness
        self._scene: Scene | None = None
        self._waiting = ""
        self._things: Mapping[str, T] = {}
        self._held: Mapping[str, T] = {}
        self._ordered: object = None
        self._rest_until = 0.0
        self._caught_up = False
        self._table = Table(listing.columns, self._cells)

    def compose(self) -> ComposeResult:
        """Put the title above the table, the filter below it."""
        yield Bar()
        yield self._table
        yield FilterLine(self._table)

    # What is shown

    def show(self, scene: Scene, waiting: str = "") -> None:
        """Show a scene. waiting: what to say instead of the empty state while things are still on their way."""
        self._scene = scene
        self._things = self.listing.things(scene)
        self._waiting = waiting
        self._say_when_empty()
        if self._may_reorder(scene):
            self._reorder()
        else:
            self._table.update_rows()
        self._draw_title()

    def _say_when_empty(self) -> None:
        typed = self.query_one(FilterLine).value
        if self._waiting:
            self._table.say_when_empty(self._waiting)
        elif self._things and typed:
            self._table.say_when_empty(_("Nothing matches {text}. Esc in the filter takes it away.", text=typed))
        elif self._scene is not None:
            self._table.say_when_empty(self.listing.empty(self._scene))

    def _may_reorder(self, scene: Scene) -> bool:
        if not self._caught_up:
            return True
        if scene.snapshot is self._ordered:
            return False
        still = self._stillness.remaining > 0 and bool(self._table.rows)
        return not still and self._stillness.clock() >= self._rest_until

    def _reorder(self) -> None:
        if self._scene is None:
            return
        began = self._stillness.clock()
        self._held = self._things
        self._ordered = self._scene.snapshot
        self._caught_up = True
        self._table.show(choose(self.listing, self._scene, self.query_asked), at_first=not self._stillness.touched)
        took = self._stillness.clock() - began
        self._rest_until = began + took / BUSY

    def catch_up(self) -> None:
        """Take the new order at the next showing, however recent the last key: nobody was looking here."""
        self._caught_up = False

    def _cells(self, row: str, shown: Sequence[int]) -> Line:
        scene = self._scene
        if scene is None:
            return [Cell("")] * len(shown)
        thing = self._things.get(row)
        if thing is not None:
            return cells(self.listing, thing, scene, shown)
        # It is gone, but the list is held still: it stays in its place, and says so by its tone.
        gone = self._held.get(row)
        if gone is None:
            return [Cell("")] * len(shown)
        return [cell._replace(tone=Tone.QUIET) for cell in cells(self.listing, gone, scene, shown)]

    def _draw_title(self) -> None:
        if self._scene is None:
            return
        view = self.listing.views[self.query_asked.view]
        left = [Cell(_(self.listing.title), Tone.STRONG), Cell(f": {_(view.title)}")]
        typed = self.query_one(FilterLine).value
        if typed:
            left.append(Cell(f"  /{typed}", Tone.KEY))
        count = "" if self._waiting else _("{shown} of {all}", shown=len(self._table.rows), all=len(self._things))
        right = Cell(count, Tone.QUIET)
        still = self._stillness.remaining
        held = still > 0 and self._ordered is not self._scene.snapshot and bool(self._table.rows)
        hold = [Cell(_("held still {n} s", n=ceil(still)) + "   ", Tone.QUIET)] if held else []
        self.query_one(Bar).show(left, [*hold, right])

    # What is selected

    @property
    def selected(self) -> T | None:
        """The selected thing as it is now; None when there is none, or it is gone."""
        return self._things.get(self._table.selected)

    def select(self, thing_id: str) -> bool:
        """Select a thing, taking filter and view away if they hide it. Tell whether it is there."""
        if self._table.select(thing_id):
            return True
        self.clear_filter()
        self.show_view(next((n for n, view in enumerate(self.listing.views) if view.everything), 0))
        return self._table.select(thing_id)

    # What is asked of the list

    def ask_filter(self) -> None:
        """Let a filter be typed."""
        self.query_one(FilterLine).ask()

    def clear_filter(self) -> None:
        """Take the filter away."""
        self.query_one(FilterLine).action_take_away()
        self._ask(replace(self.query_asked, filter=Filter()))

    def next_view(self) -> None:
        """Show the next part of the list."""
        self.show_view((self.query_asked.view + 1) % len(self.listing.views))

    def show_view(self, view: int) -> None:
        """Show a part of the list."""
        self._ask(replace(self.query_asked, view=view))

    def sort_by(self, column: int | None, reverse: bool = False) -> None:
        """Sort by a column, or in the natural order."""
        self._ask(replace(self.query_asked, column=column, reverse=reverse))
        self._table.mark_sorted(column, reverse)

    def sort_next(self) -> None:
        """Sort by the next column."""
        column = self.query_asked.column
        after = 0 if column is None else column + 1
        self.sort_by(after if after < len(self.listing.columns) else None)

    def sort_turned(self) -> None:
        """Turn the order round."""
        self.sort_by(self.query_asked.column, not self.query_asked.reverse)

    def _ask(self, query: Query) -> None:
        self.query_asked = query
        self._say_when_empty()
        self._reorder()
        self._draw_title()

    @on(Input.Changed)
    def _filter_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._ask(replace(self.query_asked, filter=Filter.parse(event.value)))

    @on(Table.HeadingClicked)
    def _heading_clicked(self, event: Table.HeadingClicked) -> None:
        event.stop()
        again = self.query_asked.column == event.column
        self.sort_by(event.column, again and not self.query_asked.reverse)
