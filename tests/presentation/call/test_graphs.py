import pytest

from console.media.participant.messages import Measured
from console.presentation.call.graphs import lines, spark
from console.presentation.cell import Tone, plain


def measured(**facts: float) -> Measured:
    return Measured(seat="a", state="connected", **facts)  # type: ignore[arg-type]


def test_the_latest_is_at_the_right_and_what_is_unknown_is_no_zero() -> None:
    assert spark([None, 0.0, 10.0, 20.0], 20.0, 60).strip() == "·▁▅█"
    assert spark([0.0, 0.0, 20.0], 20.0, 2) == "▁█"
    assert spark([20.0, 40.0], 20.0, 60).strip() == "▅█"


@pytest.mark.parametrize("width", [0, 10, 78, 198])
def test_lines_fit_any_room(width: int) -> None:
    history = [measured(loss=1.0, kbps=500.0, round_trip_ms=40.0)] * 60
    assert all(len(plain(line)) <= max(width, 27) for line in lines(history, width))


def test_a_bad_figure_is_a_warning() -> None:
    (loss, *_others) = lines([measured(loss=12.0)], 78)
    assert loss[1].tone is Tone.WARNING
    assert "12 %" in plain(loss)
