"""How every screen looks, at two sizes, in three languages. After a meant change: --snapshot-update, and look."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from console import words
from console.screens import SCREENS
from tests.screens.conftest import Console
from tests.screens.scripted import FAULT, Script, script

__all__ = ["script"]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=["80x24", "200x60"])
@pytest.mark.parametrize("mode", [entry.mode for entry in SCREENS])
def test_screen_looks_as_it_did(
    mode: str, size: tuple[int, int], language: str, console: Callable[..., Console], snap_compare: Callable[..., bool]
) -> None:
    words.use(language)
    opened = console()
    key = next(entry.key for entry in SCREENS if entry.mode == mode)

    async def go_there(pilot: Pilot[Any]) -> None:
        await opened.ready(pilot)
        await pilot.press(key)
        await pilot.pause()

    assert snap_compare(opened.app, terminal_size=size, run_before=go_there)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=["80x24", "200x60"])
def test_verdict_looks_as_it_did(
    size: tuple[int, int],
    language: str,
    console: Callable[..., Console],
    script: Callable[..., Script],
    snap_compare: Callable[..., bool],
) -> None:
    words.use(language)
    opened = console()
    script(FAULT)

    async def test(pilot: Pilot[Any]) -> None:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "Enter " + words._("Mend"))

    assert snap_compare(opened.app, terminal_size=size, run_before=test)
