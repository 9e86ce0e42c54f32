"""What every list does: it lives, holds still, filters, sorts, opens, copies."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
from textual.pilot import Pilot

from console.presentation.scene import Scene
from console.screens.list_screen import ListScreen
from console.widgets.detail_pane import DetailPane
from console.widgets.filter_line import FilterLine
from console.widgets.stillness import HOLD
from console.widgets.table import Table
from tests.screens.conftest import Console
from tests.town import ACCOUNTS, NOW, account, by_id


class Hands:
    """A person at a list: what they press, what they see, and a steady clock that a test moves."""

    def __init__(self, console: Console, pilot: Pilot[Any]) -> None:
        self.console = console
        self.pilot = pilot
        self.seconds = 0.0
        window = console.app.window
        assert window is not None
        window.around.stillness.clock = lambda: self.seconds

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def hear(self, **changes: object) -> None:
        """The feed puts another picture up."""
        self.console.show(**changes)
        await self.pilot.pause()

    async def wait(self, seconds: float) -> None:
        """Time passes without a key."""
        self.seconds += seconds
        assert self.console.app.window is not None
        self.console.app.window.draw()
        await self.pilot.pause()

    @property
    def screen(self) -> ListScreen[Any]:
        screen = self.console.app.screen_stack[0]
        assert isinstance(screen, ListScreen)
        return screen

    @property
    def table(self) -> Table:
        return self.screen.query_one(Table)

    @property
    def rows(self) -> list[str]:
        return list(self.table.rows)

    def row_on_screen(self) -> int:
        """The line of the screen where the selected row is marked."""
        lines = self.console.text().splitlines()
        return next(n for n, line in enumerate(lines) if line.startswith(">"))


async def at(console: Console, pilot: Pilot[Any], key: str) -> Hands:
    await console.ready(pilot)
    hands = Hands(console, pilot)
    await hands.press(key)
    hands.seconds += HOLD + 1
    return hands


def renamed(n: int, name: str) -> dict[str, Any]:
    changed = msgspec.structs.replace(ACCOUNTS[n], display_name=name, version=2)
    return {**by_id(ACCOUNTS), changed.id: changed}


async def test_a_change_is_shown_where_its_row_is_while_somebody_is_at_the_keys(
    console: Callable[..., Console],
) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press("down", "down")
        before, line = hands.rows, hands.row_on_screen()
        await hands.hear(accounts=renamed(0, "Aalto Maija"))
        assert "Aalto Maija" in opened.text()
        assert hands.rows == before
        assert hands.row_on_screen() == line
        assert "held still 5 s" in opened.text()


async def test_the_order_is_renewed_after_five_seconds_without_a_key(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press("down")
        selected = hands.table.selected
        await hands.hear(accounts=renamed(0, "Aalto Maija"))
        await hands.wait(HOLD - 0.1)
        assert hands.rows[0] != "account-0"
        await hands.wait(0.2)
        assert hands.rows[0] == "account-0"
        assert hands.table.selected == selected


async def test_a_thing_that_is_gone_stays_in_its_place_while_the_list_is_held(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press("down", "down")
        line = hands.row_on_screen()
        await hands.hear(accounts=by_id(ACCOUNTS[2:]))
        assert hands.row_on_screen() == line
        assert "Kallio Petri" in opened.text()
        await hands.wait(HOLD + 1)
        assert "Kallio Petri" not in opened.text()


async def test_the_selected_row_keeps_its_line_when_rows_come_above_it(console: Callable[..., Console]) -> None:
    many = [account(n, id=f"account-{n}", display_name=f"Person {n:03}") for n in range(100)]
    opened = console(accounts=by_id(many))
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press(*["pagedown"] * 3)
        selected, line = hands.table.selected, hands.row_on_screen()
        more = [account(n, id=f"new-{n}", display_name=f"Another {n}") for n in range(5)]
        await hands.hear(accounts=by_id([*many, *more]))
        await hands.wait(HOLD + 1)
        assert hands.rows[0] == "new-0"
        assert (hands.table.selected, hands.row_on_screen()) == (selected, line)


async def test_a_filter_is_in_force_with_every_letter(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press("slash", "k", "i", "r", "j")
        assert hands.rows == ["account-0"]
        assert hands.screen.detail.title == "Saari Maija"
        await hands.press("escape")
        assert len(hands.rows) == len(ACCOUNTS)


async def test_a_filter_with_an_exclamation_mark_shows_the_rest(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press("slash", "exclamation_mark", "k", "i", "r", "j", "enter")
        assert len(hands.rows) == len(ACCOUNTS) - 1
        assert hands.table.has_focus
        assert "/!kirj" in opened.text()


async def test_letters_do_nothing_else_while_a_filter_is_typed(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press("slash", "n", "q", "1", "question_mark", "colon", "0")
        assert opened.app.current_mode == "accounts"
        assert opened.app.screen is hands.screen
        assert hands.screen.query_one(FilterLine).value == "nq1?:0"


async def test_a_click_on_a_heading_sorts_and_a_second_one_turns_round(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        heading = opened.text().splitlines()[3]
        place = (heading.index("Onboarding"), 3)
        await pilot.click(offset=place)
        await pilot.pause()
        assert hands.rows[0] == "account-2"
        await pilot.click(offset=place)
        await pilot.pause()
        assert hands.rows[0] == "account-4"
        assert "▼Onboarding" in opened.text()


async def test_keys_sort_by_the_next_column(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press("greater_than_sign", "greater_than_sign")
        assert "▲Name" in opened.text()
        await hands.press("less_than_sign")
        assert hands.rows[0] == "account-4"


async def test_a_click_selects_and_a_second_one_opens(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        await pilot.click(offset=(10, 6))
        await pilot.pause()
        assert hands.table.selected == hands.rows[2]
        await pilot.double_click(offset=(10, 6))
        await pilot.pause()
        assert hands.screen.query_one(DetailPane).has_focus


async def test_enter_opens_the_detail_and_escape_leaves_it(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press("enter")
        assert "Latest call" in opened.text()
        assert not hands.table.is_on_screen
        await hands.press("escape")
        assert hands.table.has_focus
        assert hands.table.region.height > 5


async def test_the_detail_stands_beside_the_list_where_there_is_room(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(200, 60)) as pilot:
        hands = await at(opened, pilot, "2")
        assert hands.screen.detail.region.y == hands.screen.list.region.y
        assert hands.screen.detail.region.x >= hands.screen.list.region.right


async def test_a_copy_says_what_was_copied(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30), notifications=True) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press("y")
        assert "petri.kallio@example.test" in opened.app.clipboard
        await opened.sees(pilot, "Copied: Kallio Petri")


async def test_a_hidden_screen_does_nothing_and_catches_up_when_it_is_shown(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        accounts = hands.screen
        await hands.press("1")
        drawn: list[Scene] = []
        draw_body = accounts.draw_body
        accounts.draw_body = lambda scene, waiting: (drawn.append(scene), draw_body(scene, waiting))[1]  # type: ignore[method-assign]
        await hands.hear(accounts=renamed(0, "Aalto Maija"))
        assert drawn == []
        await hands.press("2")
        assert drawn
        assert hands.rows[0] == "account-0"


async def test_an_empty_list_says_what_to_do(console: Callable[..., Console]) -> None:
    opened = console(accounts={})
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await at(opened, pilot, "2")
        assert "Press n to create the first one." in opened.text()


async def test_ages_go_on_by_the_clock_of_the_service(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "5")
        assert "6 min CALL 09:00" in opened.text()
        opened.store.clock = lambda: NOW + timedelta(minutes=4)  # type: ignore[method-assign]
        await hands.wait(1)
        assert "10 min CALL 09:00" in opened.text()


async def test_a_filter_that_nothing_matches_says_so(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        hands = await at(opened, pilot, "2")
        await hands.press("slash", *"zzz")
        await opened.sees(pilot, "Nothing matches zzz.")


async def test_a_hundred_thousand_rows_are_as_good_as_a_hundred(console: Callable[..., Console]) -> None:
    many = by_id(account(n, id=f"account-{n}", display_name=f"Person {n:06}") for n in range(100_000))
    opened = console(accounts=many)
    async with opened.app.run_test(size=(100, 30)) as pilot:
        hands = await at(opened, pilot, "2")
        assert "100000 of 100000" in opened.text()
        await hands.press("end")
        assert "Person 099999" in opened.text()
        await hands.press("home", "pagedown")
        assert "Person 000000" in opened.text() or "Person 000015" in opened.text()
