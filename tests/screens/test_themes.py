"""Every theme is readable: WCAG 2.2 asks for a contrast of 4.5 between text and what is behind it."""

from collections.abc import Callable, Iterator

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from textual.color import Color
from textual.theme import Theme

from console.screens import SCREENS
from console.widgets.themes import THEMES
from tests.screens.conftest import Console

READABLE = 4.5
HIGH = 7.0
each_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Color) -> float:
    parts = [part / 255 for part in (color.r, color.g, color.b)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def least(theme: Theme) -> float:
    return HIGH if theme.name == "contrast" else READABLE


def test_contrast_is_what_the_guideline_says() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.48, abs=0.01)


@each_theme
def test_every_tone_is_readable_on_every_ground(theme: Theme) -> None:
    tones = {name: value for name, value in theme.variables.items() if name.startswith("tone-")}
    inks = {**tones, "foreground": theme.foreground or ""}
    grounds = {"background": theme.background or "", "panel": theme.panel or ""}
    pairs = [(ink, ground) for ink in inks.items() for ground in grounds.items()]
    pairs += [
        (("foreground", theme.foreground or ""), ("cursor-away", theme.variables["cursor-away"])),
        (("cursor-text", theme.variables["cursor-text"]), ("cursor", theme.variables["cursor"])),
    ]

    unreadable = [
        (ink, ground)
        for (ink, one), (ground, other) in pairs
        if contrast(Color.parse(one), Color.parse(other)) < least(theme)
    ]

    assert unreadable == []


@each_theme
async def test_everything_that_is_painted_is_readable(theme: Theme, console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(100, 30), notifications=True) as pilot:
        await opened.ready(pilot)
        opened.app.choose_theme(theme.name)
        for entry in SCREENS:
            await opened.press(pilot, entry.key)
            assert unreadable(opened) == [], entry.mode
        await opened.press(pilot, "2", "slash")
        assert unreadable(opened) == []
        await opened.press(pilot, *"no such", "escape", "tab", "y")
        assert unreadable(opened) == []
        for keys in (("question_mark",), ("n", "enter"), ("o",)):
            await opened.press(pilot, *keys)
            assert unreadable(opened, "#box") == [], keys
            await opened.press(pilot, "escape")


def unreadable(console: Console, selector: str = "Screen") -> list[tuple[str, str, str, float]]:
    """Return the painted texts with too little contrast, with their colours."""
    screen = console.app.screen
    region = (screen if selector == "Screen" else screen.query_one(selector)).region
    strips = screen._compositor.render_strips()[region.y : region.bottom]
    painted = [segment for strip in strips for segment in strip.crop(region.x, region.right)]
    return [found for found in _contrasts(painted) if found[3] < READABLE]


def _contrasts(segments: list[Segment]) -> Iterator[tuple[str, str, str, float]]:
    for text, style, _control in segments:
        if any(each.isalnum() for each in text) and style is not None and style.color and style.bgcolor:
            ink, ground = style.color, style.bgcolor
            yield text.strip(), ink.name, ground.name, contrast(_rgb(ink), _rgb(ground))


def _rgb(color: RichColor) -> Color:
    return Color(*color.get_truecolor())
