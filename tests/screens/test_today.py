from collections.abc import Callable
from datetime import timedelta

from tests.screens.conftest import Console
from tests.town import NOW


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


async def test_the_day_goes_on_without_a_change(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        opened.store.clock = lambda: NOW + timedelta(hours=6)  # type: ignore[method-assign]
        await opened.sees(pilot, "No more calls today")
