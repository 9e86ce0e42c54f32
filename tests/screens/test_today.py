from collections.abc import Callable
from datetime import timedelta
from math import inf

from console.state.snapshot import Snapshot
from console.state.store import LinkState
from console.widgets.table import Table
from tests.screens.conftest import Console
from tests.town import ALERTS, NOW, by_id


async def test_the_first_screen_tells_who_needs_help_and_how_the_day_goes(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        for text in ("1*Today", "Help 5", "Waiting 3", "host has not come", "1 waiting", "Asioi heti", "2 waiting"):
            await opened.sees(pilot, text)


async def test_the_worst_is_selected_and_its_detail_shown(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.sees(pilot, "CALL 09:00 Lehto Ville, Sosiaalityö: host has not come ")


async def test_a_quiet_town_says_so(console: Callable[..., Console]) -> None:
    opened = console(alerts={})
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.sees(pilot, "Nothing needs help.")


async def test_nothing_is_called_quiet_before_the_town_is_loaded(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        opened.store.show(Snapshot())
        opened.store.connected(LinkState.LOADING, loaded=40)
        await opened.sees(pilot, "Loading: 40 so far.")
        assert not [
            text for text in ("Help 0", "0 of 0", "Nothing needs help", "No more calls") if text in opened.text()
        ]


async def test_the_worst_is_selected_also_if_it_comes_later_until_a_key_is_pressed(
    console: Callable[..., Console],
) -> None:
    opened = console(alerts=by_id([ALERTS[4]]))
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        assert opened.app.screen.query_one(Table).selected == ALERTS[4].id
        opened.show(alerts=by_id(ALERTS[2:]))
        await pilot.pause()
        first = opened.app.screen.query_one(Table).rows[0]
        assert first != ALERTS[4].id
        assert opened.app.screen.query_one(Table).selected == first

        await opened.press(pilot, "y")
        assert opened.app.window is not None
        opened.app.window.around.stillness.clock = lambda: inf
        opened.show()
        await pilot.pause()
        assert opened.app.screen.query_one(Table).rows[0] != first
        assert opened.app.screen.query_one(Table).selected == first


async def test_the_day_goes_on_without_a_change(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        opened.store.clock = lambda: NOW + timedelta(hours=6)  # type: ignore[method-assign]
        await opened.sees(pilot, "No more calls today")
