"""A list of one kind of thing: what it shows of each, which are shown, in which order. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from console.presentation.cell import Cell
from console.presentation.columns import Column
from console.presentation.detail import Detail
from console.presentation.filtering import Filter
from console.presentation.scene import Scene


class Identified(Protocol):
    """Whatever has an id."""

    @property
    def id(self) -> str: ...  # noqa: D102


T = TypeVar("T", bound=Identified)


@dataclass(frozen=True, kw_only=True)
class View(Generic[T]):
    """A named part of a list. title: a message. keep: which things belong to it; all of them where it is None."""

    title: str
    keep: Callable[[T, Scene], bool] | None = None

    @property
    def everything(self) -> bool:
        """Tell whether it is no part but the whole."""
        return self.keep is None


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[T]):
    """How a kind of thing is listed.

    things: where they are in a snapshot. words: what the filter looks at. rank: the natural
    order, before anybody sorts by a column. empty: what to say, and to do, where there is nothing.
    """

    title: str
    things: Callable[[Scene], Mapping[str, T]]
    columns: Sequence[Column[T]]
    views: Sequence[View[T]]
    words: Callable[[T, Scene], str]
    rank: Callable[[T, Scene], Any]
    detail: Callable[[T, Scene], Detail]
    empty: Callable[[Scene], str]


@dataclass(frozen=True)
class Query:
    """What a person asked of a list: a view, a filter, a column to sort by (None: the natural order)."""

    view: int = 0
    filter: Filter = field(default_factory=Filter)
    column: int | None = None
    reverse: bool = False


def choose(listing: Listing[T], scene: Scene, query: Query) -> list[str]:
    """Return the ids of the things that are shown, in their order."""
    keep = listing.views[query.view].keep
    things = [thing for thing in listing.things(scene).values() if keep is None or keep(thing, scene)]
    if query.filter:
        things = [thing for thing in things if query.filter.matches(listing.words(thing, scene).casefold())]
    things.sort(key=lambda thing: listing.rank(thing, scene))
    if query.column is not None:
        key = listing.columns[query.column].key
        things.sort(key=lambda thing: key(thing, scene), reverse=query.reverse)
    elif query.reverse:
        things.reverse()
    return [thing.id for thing in things]


def cells(listing: Listing[T], thing: T, scene: Scene, shown: Sequence[int]) -> list[Cell]:
    """Return what the shown columns say of a thing."""
    return [listing.columns[index].cell(thing, scene) for index in shown]
