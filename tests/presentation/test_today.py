from datetime import timedelta

from console.presentation.cell import plain
from console.presentation.scene import Scene
from console.presentation.today import counts_line, timeline
from tests.town import CALLS, NINE, NOW, by_id, call, scene, snapshot


def lines(width: int = 110, height: int = 20, **changes: object) -> list[str]:
    return [plain(line) for line in timeline(scene(**changes), width, height)]


def row(name: str, drawn: list[str]) -> str:
    return next(line for line in drawn if line.startswith(name))


def test_a_row_for_each_unit_where_there_is_room() -> None:
    drawn = lines()
    assert "##" in row("Kirjasto", drawn)
    assert "1 running" in row("Kirjasto", drawn)
    assert "!!" in row("Sosiaalityö", drawn)
    assert "xx" in row("Talouspalvelut", drawn)


def test_a_row_for_each_department_where_there_is_not() -> None:
    drawn = lines(80, 6)
    assert len(drawn) == 6
    assert "2 running" in row("Sivistysosasto", drawn)
    assert row("Asioi heti", drawn).endswith("desk open, 1 on duty  2 waiting, longest 6 min")


def test_rows_that_do_not_fit_are_counted() -> None:
    drawn = lines(80, 4)
    assert len(drawn) == 4
    assert drawn[2].startswith("and ")


def test_a_call_stands_below_its_hours() -> None:
    drawn = lines()
    hours = drawn[0]
    building = row("Rakentamis", drawn)
    assert building.index("=") == hours.index("13")


def test_now_is_marked() -> None:
    drawn = lines()
    assert "▼" in drawn[0]
    assert abs(drawn[0].index("▼") - row("Talouspalvelut", drawn).index("|")) <= 2


def test_cancelled_calls_are_not_on_the_line() -> None:
    kept = [each for each in CALLS if each.id == "call-9"]
    assert lines(calls=by_id(kept), desks={}) == [lines(calls={}, desks={})[0]]


def test_the_line_grows_with_early_and_late_calls() -> None:
    early, late = call(20, 0, NINE - timedelta(hours=3)), call(21, 0, NINE + timedelta(hours=12))
    hours = lines(calls=by_id([early, late]))[0].split()
    assert hours[0] == "06"
    assert "21" in hours


def test_every_line_fits_its_room() -> None:
    for width in (60, 80, 120, 200):
        assert all(len(line) <= max(width, 90) for line in lines(width))


def test_counts_say_what_is_going_on() -> None:
    said = plain(counts_line(scene()))
    assert "Help 5" in said
    assert "Running 2" in said
    assert "Waiting 3 (longest 6 min)" in said
    assert "Next call 09:30" in said


def test_in_the_evening_no_call_is_next() -> None:
    evening = Scene(snapshot(), NOW + timedelta(hours=10))
    assert "No more calls today" in plain(counts_line(evening))
