"""Today: what needs help, worst first; the day's calls on a line of time; who waits."""

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from console.domain.alerts import Alert
from console.presentation import today
from console.presentation.alerts import NEEDS_HELP
from console.presentation.cell import Cell, Tone
from console.presentation.scene import Scene
from console.screens.alert_keys import AlertKeys
from console.screens.list_screen import DIAGNOSE_KEY, FILTER_KEY, ListScreen
from console.widgets.bar import Bar
from console.widgets.lines import Lines
from console.words import _


class TodayScreen(ListScreen[Alert], AlertKeys):
    """The first screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *AlertKeys.ALERT_KEYS,
        DIAGNOSE_KEY,
        FILTER_KEY,
    ]

    listing = NEEDS_HELP

    DEFAULT_CSS = """
    TodayScreen {
        #now { width: 1fr; height: 1fr; }
        #day { height: 6; }
        &.-high #day { height: 40%; }
        &.-narrow DetailPane { height: 6; }
        &.-narrow.-open #now { display: none; }
    }
    """

    def compose_body(self) -> ComposeResult:
        """Put counts above; the list and the line of time; the detail."""
        yield Bar(id="counts")
        with Container(id="body"):
            with Vertical(id="now"):
                yield self.list
                yield Bar(id="day-title")
                yield Lines(id="day")
            yield self.detail

    def draw_body(self, scene: Scene, waiting: str) -> None:
        """Show all of it."""
        super().draw_body(scene, waiting)
        self.query_one("#counts", Bar).show(() if waiting else today.counts_line(scene))
        title = [Cell(_("Today's calls"), Tone.STRONG)]
        self.query_one("#day-title", Bar).show(title, [Cell(today.legend(), Tone.QUIET)])
        self.query_one("#day", Lines).show(partial(today.timeline, scene))

    @property
    def selected_alert(self) -> Alert | None:
        """The selected alert."""
        return self.selected


SCREEN = TodayScreen
