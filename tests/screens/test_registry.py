"""Every screen is complete: key, title, docstring, a footer that fits, a test."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from textual.binding import Binding

from console import words
from console.screens import SCREENS, Entry
from console.screens.town import TownScreen
from console.widgets.footer import MOST_KEYS, bindings_shown, key_name
from tests.screens.conftest import Console

HERE = Path(__file__).parent
each_screen = pytest.mark.parametrize("entry", SCREENS, ids=lambda entry: entry.mode)


def test_keys_and_modes_are_the_screens_own() -> None:
    assert len({entry.key for entry in SCREENS}) == len(SCREENS)
    assert len({entry.mode for entry in SCREENS}) == len(SCREENS)


@each_screen
def test_a_screen_has_all_it_needs(entry: Entry) -> None:
    module = import_module(entry.module)
    assert entry.key in set("123456789")
    assert entry.title
    assert (module.__doc__ or "").strip()
    assert issubclass(module.SCREEN, TownScreen)
    assert (module.SCREEN.__doc__ or "").strip()
    assert (HERE / f"test_{entry.mode}.py").is_file()


@each_screen
def test_every_key_of_a_screen_says_what_it_does(entry: Entry) -> None:
    for binding in import_module(entry.module).SCREEN.BINDINGS:
        assert isinstance(binding, Binding)
        assert binding.description
        assert binding.key != "ctrl+d"


@each_screen
async def test_a_footer_has_no_more_keys_than_people_can_take_in(entry: Entry, console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await pilot.press(entry.key)
        await pilot.pause()
        shown = bindings_shown(opened.app.screen)
        assert 0 < len(shown) <= MOST_KEYS
        assert shown[0].key == "enter"
        assert "question_mark" in [binding.key for binding in shown]


@pytest.mark.parametrize("language", words.LANGUAGES)
@each_screen
async def test_no_label_of_a_footer_is_cut(entry: Entry, language: str, console: Callable[..., Console]) -> None:
    words.use(language)
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, entry.key)
        footer = opened.text("Footer")
        bindings = bindings_shown(opened.app.screen)
        labels = [f"{key_name(binding)} {words._(binding.description)}" for binding in bindings]
        shown = [label for label in labels if label in footer]
        assert footer.split() == " ".join(shown).split()
        assert {f"? {words._('Help')}", f": {words._('Command')}", labels[0]} <= set(shown)
