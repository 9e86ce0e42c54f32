"""The row of screens: every title that is shown is whole, in every language, where there is little room too."""

import pytest
from textual.app import App, ComposeResult

from console import words
from console.presentation.cell import plain
from console.screens import SCREENS
from console.screens.frame import MARGINS, find_key, tab_line
from console.widgets.bar import Bar

COUNTS = {"alerts": 12, "calls": 3}


def shown(current: str, counts: dict[str, int], width: int) -> str:
    return plain(tab_line(current, counts, width))


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("current", [entry.mode for entry in SCREENS])
@pytest.mark.parametrize("counts", [{}, COUNTS], ids=["quiet", "busy"])
def test_titles_are_whole_or_only_their_keys_are_shown(current: str, counts: dict[str, int], language: str) -> None:
    words.use(language)
    row = shown(current, counts, 80)
    assert len(row) + len(plain(find_key())) + MARGINS <= 80
    for entry, part in zip(SCREENS, _parts(row), strict=True):
        count = f" ({counts[entry.mode]})" if entry.mode in counts else ""
        mark = "*" if entry.mode == current else " "
        whole = f"{entry.key}{mark}{words._(entry.title)}{count}"
        assert part in {whole, entry.key + count}
        assert part == whole or entry.mode != current


def _parts(row: str) -> list[str]:
    starts = [row.index(f" {entry.key}") + 1 if number else 0 for number, entry in enumerate(SCREENS)]
    return [row[start:end].rstrip() for start, end in zip(starts, [*starts[1:], len(row)], strict=True)]


def test_all_titles_are_shown_where_there_is_room() -> None:
    assert shown("log", COUNTS, 200) == "1 Today 2 Accounts 3 Calls (3) 4 Devices 5 Alerts (12) 6*Log 7 Diagnose"


def test_what_counts_nothing_gives_way_first() -> None:
    words.use("fi")
    assert "5 Hälytykset (12)" in shown("diagnose", COUNTS, 80)


@pytest.mark.parametrize("alerts", (1, 11, 101))
async def test_a_row_that_just_fits_is_drawn_whole(alerts: int) -> None:
    words.use("fi")
    row = tab_line("today", {"alerts": alerts, "calls": 1}, 80)

    class Drawn(App[None]):
        def compose(self) -> ComposeResult:
            yield Bar(row, find_key())

    app = Drawn()
    async with app.run_test(size=(80, 3)):
        drawn = app.query_one(Bar).render_line(0).text
    assert "…" not in drawn
    assert drawn.startswith(plain(row))
