from dataclasses import replace
from datetime import timedelta

from console.domain.errors import ConsoleError
from console.presentation.cell import plain
from console.presentation.scene import Scene
from console.presentation.status import counts, freshness, heading, waiting
from console.state.snapshot import Snapshot
from console.state.store import Link, LinkState
from tests.town import NOW, scene

EMPTY = Scene(Snapshot(), NOW)


def test_a_demonstration_says_so() -> None:
    assert "DEMONSTRATION" in plain(heading(scene()))


def test_a_demonstration_says_so_before_anything_of_it_is_known() -> None:
    assert plain(heading(EMPTY, demonstration=True)) == "Bedside  DEMONSTRATION"
    assert plain(heading(EMPTY)) == "Bedside"


def test_a_demonstration_that_is_being_set_up_has_neither_name_nor_quiet_yet() -> None:
    founding = scene(calls={}, alerts={})
    assert plain(heading(founding)) == "Bedside  DEMONSTRATION"
    assert waiting(founding, Link(state=LinkState.LIVE)).startswith("The demonstration town is being set up.")
    assert waiting(replace(founding, only="account-3"), Link(state=LinkState.LIVE)) == ""


def test_no_time_is_told_before_the_towns_zone_is_known() -> None:
    assert plain(freshness(EMPTY, Link(state=LinkState.LOADING))) == "LOADING 0"


def test_the_time_is_the_towns() -> None:
    assert plain(freshness(scene(), Link(state=LinkState.LIVE))).startswith("Tue 24.11. 09:05:12")


def test_what_is_stale_says_since_when() -> None:
    link = Link(state=LinkState.STALE, since=NOW - timedelta(seconds=12))
    assert plain(freshness(scene(), link)).endswith("STALE since 09:05:00")


def test_what_is_waited_for_is_said_until_something_has_come() -> None:
    error = ConsoleError("The service does not answer.", "", "See that it runs.")
    assert waiting(EMPTY, Link()) == "Connecting to the service."
    assert waiting(EMPTY, Link(state=LinkState.LOADING, loaded=2000)) == "Loading: 2000 so far."
    assert waiting(EMPTY, Link(state=LinkState.STALE, error=error)) == str(error)
    assert waiting(scene(), Link(state=LinkState.STALE, error=error)) == ""


def test_the_row_of_screens_counts_what_wants_to_be_looked_at() -> None:
    assert counts(scene()) == {"alerts": 5, "calls": 1}
