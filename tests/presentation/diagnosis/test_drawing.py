from datetime import UTC, datetime, timedelta

import pytest

from console.diagnostics.bench import Level, Picture
from console.domain.diagnosis.evidence import SILENCE, Side
from console.domain.diagnosis.result import Link, LinkName, LinkState
from console.presentation.cell import Tone, plain
from console.presentation.diagnosis import chain, meters, picture
from console.presentation.diagnosis.picture import Run

NOW = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)
BLACK, RED = (0, 0, 0), (248, 0, 0)


@pytest.mark.parametrize("width", [10, 46, 60, 140])
@pytest.mark.parametrize("dbfs", [SILENCE, -72.0, -38.0, 0.0, 3.0])
def test_a_meter_is_as_wide_as_its_room_whatever_it_shows(width: int, dbfs: float) -> None:
    level = Level(side=Side.INPUT, endpoint="x", label="A microphone with a very long name", level=dbfs, peak=dbfs)

    assert len(plain(meters.meter(level, width))) == max(width, 24)


def test_a_meter_tells_silence_full_scale_and_what_lies_between() -> None:
    assert plain(meters.bar(0.0, 10, Tone.GOOD)) == "[........]"
    assert plain(meters.bar(0.5, 10, Tone.GOOD)) == "[####....]"
    assert plain(meters.bar(1.0, 10, Tone.GOOD)) == "[########]"


def links(*states: LinkState) -> list[Link]:
    names = list(LinkName)
    return [Link(name=names[n], state=state, at=NOW - timedelta(seconds=n)) for n, state in enumerate(states)]


def test_the_link_where_it_stops_is_told_without_colour() -> None:
    shown = chain.lines(links(LinkState.OK, LinkState.FAULT, LinkState.UNKNOWN), NOW, 80)

    assert plain(shown[0]) == "STOPS AT  device ok > CAPTURED > sent -"
    assert plain(shown[1]).split() == ["0", "s", "1", "s", "2", "s"]


def test_ages_go_on_while_nothing_else_changes() -> None:
    shown = chain.lines(links(LinkState.OK), NOW + timedelta(seconds=42), 80)

    assert plain(shown[0]).startswith("CHAIN")
    assert plain(shown[1]).strip() == "42 s"


def test_a_level_has_no_unit_where_there_is_no_room_for_it() -> None:
    one = [Link(name=LinkName.CAPTURED, state=LinkState.OK, at=NOW, level=-31.4)]

    assert "-31 dBFS 0 s" in plain(chain.lines(one, NOW, 80)[1])
    assert "-31 0 s" in plain(chain.lines(one, NOW, 18)[1])


def test_no_chain_is_no_line() -> None:
    assert chain.lines((), NOW, 80) == []


def frame(width: int, height: int, colour: bytes = b"\xff\x00\x00") -> Picture:
    return Picture(width=width, height=height, rgb=colour * width * height)


def test_cells_of_equal_colours_are_one_run() -> None:
    assert picture.rows(frame(40, 30), 20, 20) == [[Run(20, RED, RED)]] * 7


def test_the_upper_half_of_a_cell_is_the_upper_pixel() -> None:
    two = Picture(width=1, height=2, rgb=b"\xff\x00\x00\x00\x00\x00")

    assert picture.rows(two, 1, 1) == [[Run(1, RED, BLACK)]]


def test_a_picture_keeps_its_shape_and_its_place() -> None:
    for room in ((1, 1), (26, 8), (64, 26), (200, 3)):
        columns, lines = picture.fitted(frame(64, 48), *room)
        assert 1 <= columns <= room[0]
        assert 1 <= lines <= room[1]


def test_bytes_that_are_no_picture_draw_nothing() -> None:
    assert picture.rows(Picture(width=4, height=4, rgb=b"abc"), 10, 10) == []
    assert picture.rows(Picture(width=0, height=0, rgb=b""), 10, 10) == []
