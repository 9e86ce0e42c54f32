from collections.abc import Callable

from console.domain.accounts import Account, AccountPatch, NewAccount, Role
from console.wire import paths
from tests.screens.conftest import Console, LiveConsole

ANNA = NewAccount(user_name="anna.aalto", display_name="Aalto Anna", email="anna@example.test", unit="Kirjasto")


async def accounts(live: LiveConsole) -> dict[str, Account]:
    return {each.user_name: each async for page in live.others.every(Account, paths.ACCOUNTS) for each in page}


async def test_an_admin_creates_an_account(live: LiveConsole) -> None:
    async with live.app.run_test(size=(100, 30), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "2")
        await live.sees(pilot, "Nobody has an account yet.")
        await live.press(pilot, "n", *"Aalto Anna", "tab", *"anna.aalto", "tab", *"anna@example.test", "enter")
        await live.sees(pilot, "Aalto Anna has an account.")
        await live.sees(pilot, "1 of 1")
    created = (await accounts(live))["anna.aalto"]
    assert (created.display_name, created.email, created.role) == ("Aalto Anna", "anna@example.test", Role.EMPLOYEE)


async def test_what_the_service_refuses_is_said_and_nothing_typed_is_lost(live: LiveConsole) -> None:
    await live.others.create_account(ANNA)
    async with live.app.run_test(size=(100, 30)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "2", "n", *"Other", "tab", *"anna.aalto", "tab", *"other@example.test", "enter")
        await live.sees(pilot, "!! ")
        assert "other@example.test" in live.text()
        await live.press(pilot, "escape")
    assert len(await accounts(live)) == 1


async def test_an_admin_changes_an_account_and_takes_it_back(live: LiveConsole) -> None:
    await live.others.create_account(ANNA)
    async with live.app.run_test(size=(100, 30), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "2")
        await live.sees(pilot, "Aalto Anna")
        await live.press(pilot, "e", "end", *" Maria", "enter")
        await live.sees(pilot, "Aalto Anna Maria was changed.")
        await live.press(pilot, "u")
        await live.sees(pilot, "Take this back?")
        await live.press(pilot, "enter")
        await live.sees(pilot, "Taken back")
    assert (await accounts(live))["anna.aalto"].display_name == "Aalto Anna"


async def test_turning_an_account_off_asks_first(live: LiveConsole) -> None:
    await live.others.create_account(ANNA)
    async with live.app.run_test(size=(100, 30), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "2")
        await live.sees(pilot, "Aalto Anna")
        await live.press(pilot, "o")
        await live.sees(pilot, "Turn Aalto Anna off?")
        await live.press(pilot, "escape")
        assert (await accounts(live))["anna.aalto"].active
        await live.press(pilot, "o")
        await live.sees(pilot, "Turn Aalto Anna off?")
        await live.press(pilot, "enter")
        await live.sees(pilot, "Aalto Anna is off.")
    assert not (await accounts(live))["anna.aalto"].active


async def test_a_change_by_somebody_else_in_the_meantime_is_not_written_over(live: LiveConsole) -> None:
    seen = await live.others.create_account(ANNA)
    async with live.app.run_test(size=(100, 30)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "2")
        await live.sees(pilot, "Aalto Anna")
        await live.press(pilot, "e")
        await live.others.change_account(seen, AccountPatch(unit="Opetustoimi"))
        await live.press(pilot, "end", "x", "enter")
        await live.sees(pilot, "!! ")
    changed = (await accounts(live))["anna.aalto"]
    assert (changed.display_name, changed.unit) == ("Aalto Anna", "Opetustoimi")


async def test_an_account_that_somebody_else_creates_appears_by_itself(live: LiveConsole) -> None:
    async with live.app.run_test(size=(100, 30)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "2")
        await live.sees(pilot, "Nobody has an account yet.")
        await live.others.create_account(ANNA)
        await live.sees(pilot, "Aalto Anna")


async def test_use_and_onboarding_are_columns(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "2")
        await opened.sees(pilot, "never used 2/6 signed in")
        await opened.sees(pilot, "idle       6/6 independent")
