"""A line that is too long for its place says that it goes on."""

import pytest
from textual.app import App, ComposeResult

from console.presentation.cell import Cell
from console.widgets.bar import Bar


class Line(App[None]):
    def compose(self) -> ComposeResult:
        yield Bar([Cell("Bedside  "), Cell("Tuulikosken kaupunki")], [Cell("LIVE")], id="bar")


@pytest.mark.parametrize(
    ("width", "said"), [(40, "Bedside  Tuulikosken kaupunki     LIVE"), (28, "Bedside  Tuulikosken… LIVE")]
)
async def test_what_is_cut_ends_in_three_dots(width: int, said: str) -> None:
    app = Line()
    async with app.run_test(size=(width, 1)):
        assert app.query_one("#bar", Bar).render_line(0).text == said
