"""What works on every screen: help, commands, finding, themes, ringing, freshness, leaving."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from console.app import Bedside
from console.domain.alerts import AlertKind, Severity
from console.domain.errors import ConsoleError
from console.domain.tokens import Principal, TokenRole
from console.screens import preferences
from console.screens.commands import BY_THEMSELVES
from console.state.snapshot import Snapshot
from console.state.store import LinkState
from console.widgets.chooser import Chooser
from console.widgets.table import Table
from console.wire.presence import Presence
from tests.screens.conftest import Console, text_of, until
from tests.town import ALERTS, NOW, TOWN, alert, by_id


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_number_keys_show_the_screens(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        for key, mode, title in (("2", "accounts", "2*Accounts"), ("6", "log", "6*Log"), ("1", "today", "1*Today")):
            await press(pilot, key)
            assert opened.app.current_mode == mode
            assert title in opened.text()


async def test_the_row_of_screens_can_be_clicked(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await pilot.click(offset=(opened.text().splitlines()[1].index("Devices"), 1))
        await pilot.pause()
        assert opened.app.current_mode == "devices"


async def test_a_key_of_the_footer_can_be_clicked(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await pilot.click(offset=(opened.text().splitlines()[23].index("Help"), 23))
        await pilot.pause()
        assert isinstance(opened.app.screen, Chooser)


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_is_searched_and_does_what_is_chosen(key: str, console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "2", key)
        assert "Create an account" in opened.text()
        await press(pilot, *"create")
        assert "Turn the selected account" not in opened.text()
        await press(pilot, "enter")
        assert "New account" in opened.text()


@pytest.mark.parametrize("key", ["colon", "f2", "ctrl+p"])
async def test_the_command_line_offers_keys_views_columns_and_themes(key: str, console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "2")
        assert opened.app.window is not None
        offered = {command.title for command in opened.app.window.commands()}
        assert {"Create an account", "Show: not in use", "Sort by: Role", "Theme: light", "Quit"} <= offered
        await press(pilot, key)
        chooser = opened.app.screen
        assert isinstance(chooser, Chooser)
        assert len(chooser.query_one(Table).rows) == len(offered)


async def test_help_leaves_out_what_panes_and_fields_do_by_themselves(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        for screen in "123456":
            await press(pilot, screen)
            assert opened.app.window is not None
            assert not BY_THEMSELVES & {command.title for command in opened.app.window.commands()}


async def test_a_command_is_typed(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "colon", *"dev", "enter")
        assert opened.app.current_mode == "devices"


async def test_a_theme_is_chosen_and_remembered(console: Callable[..., Console], tmp_path: Path) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "colon", *"theme: light", "enter")
        assert opened.app.theme == "light"
    assert preferences.theme(tmp_path / "console.json") == "light"
    assert console().app.theme == "light"


@pytest.mark.parametrize("written", ["", "[]", '{"theme": "nord"}', "{"])
def test_preferences_that_say_nothing_sensible_are_the_default(written: str, tmp_path: Path) -> None:
    (tmp_path / "console.json").write_text(written, "utf-8")
    assert preferences.theme(tmp_path / "console.json") == "dark"


async def test_anything_is_found_and_gone_to(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "0", *"pc-0235", "enter")
        assert opened.app.current_mode == "devices"
        assert opened.app.screen.query_one(Table).selected == "workstation-4"


async def test_what_is_found_is_shown_even_where_a_filter_or_a_view_hides_it(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "3", "f", "slash", *"kallio", "enter")
        await press(pilot, "0", *"14:00", "enter")
        assert opened.app.screen.query_one(Table).selected == "call-5"


async def test_a_new_alert_rings_once_and_says_what_it_is(
    console: Callable[..., Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = console()
    rung: list[str] = []
    monkeypatch.setattr(opened.app, "bell", lambda: rung.append("bell"))
    new = alert(9, AlertKind.DESK_UNSTAFFED, Severity.URGENT, 0, desk_id="desk-0")
    async with opened.app.run_test(size=(100, 30), notifications=True) as pilot:
        await opened.ready(pilot)
        opened.show()
        await pilot.pause()
        assert rung == []
        opened.show(alerts=by_id([*ALERTS, new]))
        opened.show(alerts=by_id([*ALERTS, new]))
        await pilot.pause()
        assert rung == ["bell"]
        await opened.sees(pilot, "DESK Asioi heti: nobody")


async def test_a_lost_connection_keeps_the_data_and_says_since_when(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30)) as pilot:
        await opened.ready(pilot)
        lost = ConsoleError("The service does not answer.", "", "It is tried again by itself.", code="unreachable")
        opened.store.connected(LinkState.STALE, lost)
        await pilot.pause()
        assert "STALE since 09:05:12" in opened.text("#header")
        assert "host has not come" in opened.text()
        opened.store.connected(LinkState.LIVE)
        await pilot.pause()
        assert "LIVE" in opened.text("#header")


async def test_every_screen_of_a_demonstration_says_so(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        for key in "123456":
            await press(pilot, key)
            assert "DEMONSTRATION" in opened.text("#header")


async def test_a_demonstration_is_marked_from_the_first_painted_frame(
    console: Callable[..., Console], tmp_path: Path
) -> None:
    go_on = asyncio.Event()
    session = console().session
    session.store.show(Snapshot())
    session.store.connected(LinkState.CONNECTING)

    async def connect() -> Any:
        await go_on.wait()
        return session

    def header() -> str:
        return text_of(app, app.screen.query_one("#header"))

    app = Bedside(connect, tmp_path / "console.json", demonstration=True)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "DEMONSTRATION" in header()
        go_on.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.current_mode == "today"
        assert "DEMONSTRATION" in header()


async def test_the_header_shows_the_service_s_own_time(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        opened.store.clock = lambda: NOW + timedelta(seconds=7)  # type: ignore[method-assign]
        opened.store.connected(LinkState.LIVE)
        await pilot.pause()
        assert "09:05:19" in opened.text("#header")


async def test_quitting_stops_a_service_that_nobody_else_needs(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "q")
    assert opened.session.closed == [True]
    assert opened.app.return_value == 0


async def test_quitting_leaves_a_service_that_another_console_uses(console: Callable[..., Console]) -> None:
    opened = console()
    opened.session.presence = Presence(consoles=1, agents=4)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "q")
    assert opened.session.closed == [False]


@pytest.mark.parametrize(("keys", "closed"), [(("enter",), [False]), (("down", "enter"), [True]), (("escape",), [])])
async def test_quitting_asks_where_people_or_workstations_are_connected(
    keys: tuple[str, ...], closed: list[bool], console: Callable[..., Console]
) -> None:
    opened = console()
    opened.session.presence = Presence(agents=4, seats=1)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "q")
        assert "1 person in a call, 4 workstations" in opened.text()
        await press(pilot, *keys)
        assert opened.session.closed == closed


async def test_a_service_that_can_not_be_had_is_told_and_tried_again(
    tmp_path: Path, console: Callable[..., Console]
) -> None:
    tries: list[int] = []
    session = console().session

    async def connect() -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise ConsoleError("The service could not be started.", "The disk is full.", "Make room on it.")
        return session

    app = Bedside(connect, tmp_path / "console.json")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Enter Retry" in "".join(strip.text for strip in app.screen._compositor.render_strips())
        await press(pilot, "question_mark", "2")  # do nothing yet, and harm nothing
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.current_mode == "today"


async def test_no_colour_is_sent_where_the_user_wants_none(
    console: Callable[..., Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        strips = opened.app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style is not None]
        assert {color.name for style in styles for color in (style.color, style.bgcolor) if color} == {"default"}

        def selected_is_reversed() -> bool:
            strips = opened.app.screen._compositor.render_strips()
            selected = next(strip for strip in strips if strip.text.startswith(">"))
            return all(segment.style is not None and segment.style.reverse for segment in selected)

        await until(pilot, selected_is_reversed)


async def test_a_field_is_seen_where_there_is_no_colour(
    console: Callable[..., Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "2", "n")
        field = opened.app.screen.query_one("#email")
        strip = opened.app.screen._compositor.render_strips()[field.region.y]
        painted = strip.crop(field.region.x + 1, field.region.right - 1)
        assert all(segment.style is not None and segment.style.underline for segment in painted)
        await press(pilot, *"ab")
        focused = opened.app.focused
        assert focused is not None
        strip = opened.app.screen._compositor.render_strips()[focused.region.y]
        painted = strip.crop(focused.region.x + 1, focused.region.right - 1)
        assert [segment.text for segment in painted if segment.style is not None and segment.style.reverse] == [" "]


async def test_a_console_that_is_closing_draws_no_more(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
    assert opened.app.window is not None

    # As the clock's tick does that comes while the screens are being taken down.
    opened.app.window.draw()


@pytest.mark.parametrize(("role", "offered"), [(TokenRole.ADMIN, True), (TokenRole.VIEWER, False)])
async def test_nobody_is_offered_what_the_service_would_refuse(
    role: TokenRole, offered: bool, console: Callable[..., Console]
) -> None:
    opened = console(me=Principal(token_id="t", name="me", role=role, organisation_id=TOWN))
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await press(pilot, "2")
        footer = opened.text().splitlines()[23]
        assert ("New" in footer) is offered
        await press(pilot, "n")
        assert (len(opened.app.screen_stack) > 1) is offered


def type_at_once(opened: Console, *keys: str) -> None:
    """Let keys arrive as a terminal sends what was typed ahead: all before the first is dealt with."""
    for key in keys:
        opened.app.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("key", ["colon", "question_mark", "f2"])
async def test_what_is_typed_behind_the_command_key_is_a_command(key: str, console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        type_at_once(opened, key, *"calls", "enter")
        await opened.sees(pilot, "3*Calls")


async def test_what_is_typed_behind_a_screen_and_its_filter_key_filters(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        type_at_once(opened, "3", "slash", *"kallio", "enter", "1")
        await opened.sees(pilot, "1*Today")
        await press(pilot, "3")
        assert "/kallio" in opened.text()


async def test_what_is_typed_behind_the_key_that_finds_is_found(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        type_at_once(opened, "0", *"pc-0235", "enter", "question_mark", *"theme: light", "enter")
        await until(pilot, lambda: opened.app.theme == "light", opened.text)
        assert opened.app.screen.query_one(Table).selected == "workstation-4"


async def test_keys_go_on_after_a_dialog_that_closed_under_them(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        type_at_once(opened, "colon", "a", "escape", "0", "b", "escape", "4", "slash", "x", "escape", "6")
        await opened.sees(pilot, "6*Log")
