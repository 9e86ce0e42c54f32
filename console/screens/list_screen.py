"""The base of a screen that is one list with the detail of its selected thing."""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from console.presentation.detail import Detail
from console.presentation.listing import Identified, Listing
from console.presentation.presenting import person_of
from console.presentation.scene import Scene
from console.screens.commands import Command
from console.screens.surroundings import Surroundings
from console.screens.town import TownScreen
from console.widgets.detail_pane import DetailPane
from console.widgets.live_list import LiveList
from console.widgets.table import Table
from console.words import _, marked

T = TypeVar("T", bound=Identified)

VIEW_KEY = Binding("f", "next_view", marked("View"), tooltip=marked("Show another part of the list"))
FILTER_KEY = Binding("slash", "filter", marked("Filter"), tooltip=marked("Filter the list"))
DIAGNOSE_KEY = Binding("d", "diagnose", marked("Diagnose"), tooltip=marked("Test sound and picture"))
LIST_KEYS: list[BindingType] = [VIEW_KEY, FILTER_KEY]
"""The keys of every list, after those of its own."""


class ListScreen(TownScreen, Generic[T]):
    """A list, and what is known of the selected thing beside it (below it where there is little room)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "filter", marked("Filter"), show=False),
        Binding("greater_than_sign", "sort_next", marked("Sort by the next column"), key_display=">", show=False),
        Binding("less_than_sign", "sort_turned", marked("Turn the order round"), key_display="<", show=False),
        Binding("escape", "back", marked("Back to the list"), show=False),
    ]
    DEFAULT_CSS = """
    ListScreen {
        #body { height: 1fr; }
        &.-narrow #body { layout: vertical; }
        &.-narrow DetailPane { height: 9; }
        &.-narrow.-high DetailPane { height: 40%; }
        &.-narrow.-open LiveList { display: none; }
        &.-narrow.-open DetailPane { height: 1fr; }
        &.-wide #body { layout: horizontal; }
        &.-wide DetailPane { width: 40%; max-width: 72; height: 1fr; }
        &.-wide LiveList { width: 1fr; }
    }
    """

    listing: Listing[T]

    def __init__(self, mode: str, around: Surroundings) -> None:
        super().__init__(mode, around)
        self.list: LiveList[T] = LiveList(self.listing, around.stillness)
        self.detail = DetailPane()

    def compose_body(self) -> ComposeResult:
        """Put the list first, then the detail."""
        with Container(id="body"):
            yield self.list
            yield self.detail

    def on_mount(self) -> None:
        """Let the keys work on the list."""
        self.list.query_one(Table).focus()

    # Drawing

    def catch_up(self) -> None:
        """Let the list take its new order."""
        self.list.catch_up()

    def begin_anew(self) -> None:
        """Forget the filter too: it may tell of somebody."""
        self.list.clear_filter()
        super().begin_anew()

    def draw_body(self, scene: Scene, waiting: str) -> None:
        """Show the list and the detail."""
        self.list.show(scene, waiting)
        self._draw_detail(scene)

    def _draw_detail(self, scene: Scene) -> None:
        thing = self.list.selected
        self.detail.show(self.listing.detail(thing, scene) if thing is not None else Detail(""))

    @property
    def selected(self) -> T | None:
        """The selected thing as it is now."""
        return self.list.selected

    def selected_detail(self) -> Detail | None:
        """Return what is known of the selected thing."""
        thing = self.list.selected
        return self.listing.detail(thing, self.around.scene) if thing is not None else None

    def selected_person(self) -> str | None:
        """Return the id of the account that the selected thing belongs to."""
        return person_of(self.list.selected, self.around.scene)

    @on(Table.Selected)
    def _selected(self) -> None:
        self._draw_detail(self.around.scene)

    @on(Table.Opened)
    def _opened(self) -> None:
        self.add_class("-open")
        self.detail.focus()

    # Keys

    def action_back(self) -> None:
        """Go back from the detail to the list."""
        self.remove_class("-open")
        self.list.query_one(Table).focus()

    def action_filter(self) -> None:
        """Let a filter be typed."""
        self.action_back()
        self.list.ask_filter()

    async def action_diagnose(self) -> None:
        """Go and test what is wrong."""
        await self.app.switch_mode("diagnose")

    def action_next_view(self) -> None:
        """Show the next part of the list."""
        self.list.next_view()

    def action_sort_next(self) -> None:
        """Sort by the next column."""
        self.list.sort_next()

    def action_sort_turned(self) -> None:
        """Turn the order round."""
        self.list.sort_turned()

    def go_to(self, thing_id: str) -> None:
        """Select a thing, and show it."""
        self.action_back()
        self.list.show(self.around.scene)
        if not self.list.select(thing_id):
            self.notify(_("It is not in the list any more."), severity="warning")

    def commands(self) -> Iterable[Command]:
        """Offer every part of the list, and sorting by every column."""
        for number, view in enumerate(self.listing.views):
            yield Command(_("Show: {view}", view=_(view.title)), partial(self.list.show_view, number))
        for number, column in enumerate(self.listing.columns):
            if column.title:
                yield Command(_("Sort by: {column}", column=_(column.title)), partial(self.list.sort_by, number))
