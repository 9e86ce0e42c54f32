"""The columns of a list, and how they share the room there is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from console.presentation.cell import Cell
from console.presentation.scene import Scene

T = TypeVar("T")
GAP = 1


@dataclass(frozen=True, kw_only=True)
class Column(Generic[T]):
    """One column. title: a message. width: its least, in cells. grow: its share of the room that is left.

    rank: the columns of the highest rank are left out first where there is too little room. order: what rows are
    sorted by; without it, by the text.
    """

    title: str
    width: int
    cell: Callable[[T, Scene], Cell]
    order: Callable[[T, Scene], Any] | None = None
    grow: int = 0
    rank: int = 0
    right: bool = False

    def key(self, thing: T, scene: Scene) -> Any:
        """Return what a thing is sorted by in this column."""
        return self.order(thing, scene) if self.order is not None else self.cell(thing, scene).text.casefold()


def fit(columns: Sequence[Column[Any]], width: int) -> list[tuple[int, int]]:
    """Return the index and the width of each column that is shown in so much room."""
    shown = list(range(len(columns)))
    while len(shown) > 1 and _least(columns, shown) > width:
        shown.remove(max(shown, key=lambda index: (columns[index].rank, index)))
    spare = max(0, width - _least(columns, shown))
    shares = sum(columns[index].grow for index in shown)
    widths: list[tuple[int, int]] = []
    for index in shown:
        part = spare * columns[index].grow // shares if shares else 0
        spare, shares = spare - part, shares - columns[index].grow
        widths.append((index, columns[index].width + part))
    return widths


def _least(columns: Sequence[Column[Any]], shown: Sequence[int]) -> int:
    return sum(columns[index].width for index in shown) + GAP * (len(shown) - 1)
