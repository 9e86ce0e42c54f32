"""Presenting: the colleague beside the desk sees this screen, and on it nobody but themselves."""

from collections.abc import Callable

import msgspec
import pytest

from console.domain.alerts import AlertKind, AlertState, Severity
from console.screens import SCREENS
from console.widgets.table import Table
from tests.screens.conftest import Console
from tests.town import ACCOUNTS, ALERTS, AUDIT, alert, by_id

OTHERS = [account.display_name for account in ACCOUNTS if account.id != "account-3"]


def named(text: str) -> list[str]:
    return [name for name in OTHERS if name in text]


@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=["80x24", "200x60"])
async def test_no_screen_shows_anybody_but_the_selected_person(
    size: tuple[int, int], console: Callable[..., Console]
) -> None:
    opened = console()
    async with opened.app.run_test(size=size) as pilot:
        await opened.ready(pilot)
        for entry in SCREENS:
            await opened.press(pilot, entry.key)
        await opened.press(pilot, "1", "v")
        assert "v ONLY Lehto Ville" in opened.text("#header")
        for entry in SCREENS:
            await opened.press(pilot, entry.key)
            assert named(opened.text()) == [], entry.mode
            assert "DEMONSTRATION" in opened.text("#header")
        await opened.press(pilot, "2")
        assert "1 of 1" in opened.text()


async def test_a_hidden_screen_is_drawn_anew_before_anybody_can_look_at_it(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "2")
        accounts = opened.app.screen.query_one(Table)
        await opened.press(pilot, "1", "v")
        assert list(accounts.rows) == ["account-3"]


async def test_nothing_else_is_found(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "v", "0", *"kallio")
        assert named(opened.text()) == []
        await opened.press(pilot, "escape", "0", *"lehto")
        assert "Lehto Ville" in opened.text()


async def test_a_filter_that_may_tell_of_somebody_is_forgotten(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "2", "slash", *"kallio", "enter", "1", "v", "2")
        assert "kallio" not in opened.text()
        assert "Lehto Ville" in opened.text()


async def test_the_same_key_shows_everything_again(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "v", "2", "v")
        assert "ONLY" not in opened.text("#header")
        assert "Kallio Petri" in opened.text()


async def test_who_of_the_staff_helps_is_not_named(console: Callable[..., Console]) -> None:
    taken = msgspec.structs.replace(ALERTS[0], state=AlertState.TAKEN, taken_by="Koski Helena")
    entry = msgspec.structs.replace(AUDIT[0], subject_id=taken.id, after={"state": "taken", "takenBy": "Koski Helena"})
    opened = console(alerts=by_id([taken]), audit=(entry,))
    async with opened.app.run_test(size=(200, 60)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "5")
        await opened.sees(pilot, "Koski Helena")
        await opened.press(pilot, "v")
        for key in "156":
            await opened.press(pilot, key)
            await opened.sees(pilot, "somebody else")
            assert "Koski" not in opened.text()
        await opened.press(pilot, "slash", *"koski")
        await opened.sees(pilot, "Nothing matches koski")


async def test_what_is_nobodys_can_not_be_presented(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "6", "v")
        await opened.sees(pilot, "Select a person first")
        assert "ONLY" not in opened.text("#header")


async def test_what_happens_to_others_rings_without_saying_to_whom(
    console: Callable[..., Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = console()
    rung: list[str] = []
    monkeypatch.setattr(opened.app, "bell", lambda: rung.append("bell"))
    new = alert(9, AlertKind.NO_MICROPHONE, Severity.URGENT, 0, account_id="account-1", workstation_id="workstation-1")
    async with opened.app.run_test(size=(100, 30), notifications=True) as pilot:
        await opened.ready(pilot)
        opened.show()
        await opened.press(pilot, "v")
        opened.show(alerts=by_id([*ALERTS, new]))
        await opened.sees(pilot, "Something else needs help")
        assert rung == ["bell"]
        assert named(opened.text()) == []


async def test_what_was_done_for_somebody_else_can_not_be_taken_back_before_their_eyes(
    console: Callable[..., Console],
) -> None:
    async def undo() -> None:
        pass

    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        await opened.ready(pilot)
        assert opened.app.window is not None
        opened.app.window.around.take_back.offer("Kallio Petri was changed.", undo)
        await opened.press(pilot, "v", "u")
        assert named(opened.text()) == []


async def test_news_of_the_person_is_shown_and_of_others_is_not(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "v", "2")
        renamed = msgspec.structs.replace(ACCOUNTS[3], display_name="Lehto-Salo Ville")
        opened.show(accounts=by_id([*ACCOUNTS[:3], renamed, *ACCOUNTS[4:]]))
        await opened.sees(pilot, "Lehto-Salo Ville")
        assert named(opened.text()) == []
