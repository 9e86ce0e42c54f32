from collections.abc import Callable

from console.domain.accounts import NewAccount
from tests.screens.conftest import Console, LiveConsole


async def test_what_anybody_changes_is_listed_at_once(live: LiveConsole) -> None:
    async with live.app.run_test(size=(100, 30)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "6")
        new = NewAccount(user_name="anna.aalto", display_name="Aalto Anna", email="anna@example.test")
        await live.others.create_account(new)
        await live.sees(pilot, "created        Aalto Anna")


async def test_the_detail_tells_what_it_was_and_what_it_became(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "6")
        await opened.sees(pilot, "open > taken")
