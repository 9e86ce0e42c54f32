from textual.app import App, ComposeResult

from console.widgets.menu import Menu
from console.widgets.themes import THEMES


class Offered(App[None]):
    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.moved = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield Menu("What?", [("a", "one"), ("b", "two"), ("c", "three")])

    def on_menu_moved(self) -> None:
        self.moved += 1


def rows(app: App[None]) -> list[str]:
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()][:4]


async def test_the_cursor_goes_up_and_down_and_stays_inside() -> None:
    app = Offered()
    async with app.run_test(size=(20, 6)) as pilot:
        app.query_one(Menu).focus()
        await pilot.press("down", "down", "down", "up", "up", "up", "up", "down")
        await pilot.pause()
        assert rows(app)[1:] == ["  a one", " >b two", "  c three"]
    assert app.moved == 8


async def test_a_click_goes_to_its_line_and_the_heading_is_none() -> None:
    app = Offered()
    async with app.run_test(size=(20, 6)) as pilot:
        await pilot.click(Menu, offset=(3, 3))
        await pilot.click(Menu, offset=(3, 0))
        await pilot.pause()
        assert app.query_one(Menu).chosen == 2
    assert app.moved == 1


async def test_what_is_chosen_by_its_letter_is_no_move() -> None:
    app = Offered()
    async with app.run_test(size=(20, 6)) as pilot:
        app.query_one(Menu).choose(1)
        await pilot.pause()
        assert rows(app)[2] == " >b two"
    assert app.moved == 0
