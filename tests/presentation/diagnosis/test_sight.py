from datetime import UTC, datetime

from console.diagnostics.bench import Fraction, Learned, Level, Picture, Step
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.evidence import Evidence, Question, Side
from console.domain.diagnosis.result import Diagnosis
from console.presentation.cell import plain
from console.presentation.diagnosis import live
from console.presentation.diagnosis.sight import BEGUN, Asked, Sight

NOW = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)
SECOND = Step(id="loopback", title="From the speaker to the microphone", number=2, of=4)


def level(side: Side, name: str, dbfs: float) -> Level:
    return Level(side=side, endpoint=name, label=name.title(), level=dbfs, peak=dbfs + 3)


def seen(*told: Step | Fraction | Level | Picture | Learned) -> Sight:
    sight = BEGUN
    for each in told:
        sight = sight.after(each)
    return sight


def test_progress_counts_the_steps_that_are_done() -> None:
    assert BEGUN.part == 0.0
    assert seen(SECOND).part == 0.25
    assert seen(SECOND, Fraction(done=0.5)).part == 0.375


def test_a_test_that_ended_early_is_done() -> None:
    ended = seen(SECOND).ended(Diagnosis(verdict=CheckOutcome.FAULT, at=NOW, seconds=2.0))

    assert ended.part == 1.0


def test_progress_never_goes_back_within_a_step() -> None:
    assert seen(SECOND, Fraction(done=0.8), Fraction(done=0.1), Fraction(done=7.0)).done == 1.0


def test_each_endpoint_has_its_latest_level_until_another_step_tells_of_one() -> None:
    boom, desk = level(Side.INPUT, "boom", -30), level(Side.INPUT, "desk", -50)
    sight = seen(SECOND, boom, desk, level(Side.INPUT, "boom", -20))

    assert [each.level for each in sight.levels.values()] == [-20, -50]
    third = sight.after(Step(id="contrast", title="Others", number=3, of=4))
    assert third.levels == sight.levels
    assert (sight.is_heard, third.is_heard) == (True, False)
    assert list(third.after(desk).levels.values()) == [desk]


def test_a_picture_is_gone_with_its_step_and_with_the_test() -> None:
    sight = seen(SECOND, Picture(width=1, height=1, rgb=b"abc"))
    ended = sight.ended(Diagnosis(verdict=CheckOutcome.HEALTHY, at=NOW, seconds=1.0))

    assert sight.picture is not None
    assert sight.after(SECOND).picture is None
    assert ended.picture is None
    assert not ended.running


def test_the_chain_fills_while_the_test_runs() -> None:
    assert live.chain_of(BEGUN) == ()
    assert [link.state for link in live.chain_of(seen(Learned(evidence=Evidence(started_at=NOW))))] == ["unknown"] * 5


def test_a_question_stays_to_be_seen_where_there_is_no_room_for_the_meters() -> None:
    told = [level(Side.INPUT, f"microphone {number}", -40) for number in range(9)]
    sight = seen(SECOND, *told)
    asked = Sight(**{**vars(sight), "asked": Asked(Question.HEARD_ONESELF)})

    shown = [plain(line) for line in live.lines(asked, 60, 6)]

    assert len(shown) == 6
    assert shown[-2:] == ["Did you hear yourself?", "y yes   n no"]


def test_microphones_stand_above_speakers() -> None:
    sight = seen(SECOND, level(Side.OUTPUT, "headset", -20), level(Side.INPUT, "boom", -30))

    shown = [plain(line) for line in live.lines(sight, 60, 8)]

    assert [line[:3] for line in shown[2:]] == ["Mic", "Spk"]
