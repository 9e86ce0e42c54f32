from typing import Any

import pytest
from textual.app import App, ComposeResult

from console.diagnostics.bench import Picture
from console.widgets.preview import Preview
from console.widgets.themes import THEMES

WHITE_OVER_BLACK = Picture(width=4, height=4, rgb=b"\xff" * 24 + b"\x00" * 24)


class Shown(App[None]):
    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield Preview()


def rows(app: App[Any]) -> list[str]:
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


async def test_a_frame_is_drawn_as_half_blocks_and_taken_away_again() -> None:
    app = Shown()
    async with app.run_test(size=(20, 8)) as pilot:
        preview = app.query_one(Preview)
        assert not preview.display
        preview.show(WHITE_OVER_BLACK)
        await pilot.pause()
        assert any("▀" in row for row in rows(app))
        preview.show(None)
        await pilot.pause()
        assert not any("▀" in row for row in rows(app))


async def test_bright_and_dark_are_told_apart_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Shown()
    async with app.run_test(size=(20, 8)) as pilot:
        app.query_one(Preview).show(WHITE_OVER_BLACK)
        await pilot.pause()
        drawn = [row.strip() for row in rows(app) if row.strip()]
    assert drawn
    assert set("".join(drawn)) == {"@"}


async def test_a_frame_that_is_no_picture_draws_nothing() -> None:
    app = Shown()
    async with app.run_test(size=(20, 8)) as pilot:
        app.query_one(Preview).show(Picture(width=9, height=9, rgb=b"abc"))
        await pilot.pause()
        assert "".join(rows(app)).strip() == ""
