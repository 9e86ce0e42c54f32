"""Two pairs of devices that each hear themselves: which of the four is the wrong one."""

from msgspec.structs import replace

from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Certainty, Code
from console.domain.diagnosis.evidence import AudioState, Contrast, Earlier, Evidence, Side
from console.domain.diagnosis.judging import judge
from tests.domain.diagnosis.evidence import BEGAN, END, ENDPOINTS, ROOM_ONLY, ZEROS, healthy

BEFORE = Earlier(at=BEGAN, input_label="Boom", output_label="Cable", level=-15.0)


def defaults(microphone: str, speaker: str) -> tuple[AudioState, ...]:
    chosen = {microphone, speaker}
    endpoints = tuple(replace(one, is_default=one.name in chosen) for one in ENDPOINTS)
    return tuple(AudioState(at=at, endpoints=endpoints) for at in (BEGAN, END))


def silent_with(microphone: str, speaker: str, earlier: Earlier | None = None) -> Evidence:
    before, after = defaults(microphone, speaker)
    heard = tuple(
        Contrast(at=END, side=side, endpoint=name, heard=True)
        for side, name in (
            (Side.INPUT, "spare-mic" if microphone == "mic" else "mic"),
            (Side.OUTPUT, "spare" if speaker == "cable" else "cable"),
        )
    )
    return replace(healthy(signal=ZEROS), before=before, during=None, after=after, contrasts=heard, earlier=earlier)


def first(evidence: Evidence) -> tuple[Code, Certainty, str]:
    cause = judge(evidence, at=END, seconds=1.0).causes[0]
    assert cause.action is not None
    return cause.code, cause.certainty, cause.action.name


def test_the_device_that_differs_from_the_last_good_test_is_the_wrong_one() -> None:
    assert first(silent_with("mic", "spare", BEFORE)) == (Code.WRONG_SPEAKER, Certainty.CERTAIN, "cable")
    assert first(silent_with("spare-mic", "cable", BEFORE)) == (Code.WRONG_MICROPHONE, Certainty.CERTAIN, "mic")


def test_without_a_test_from_before_it_is_likely_the_one_that_was_chosen() -> None:
    assert first(silent_with("mic", "spare")) == (Code.WRONG_SPEAKER, Certainty.LIKELY, "cable")
    assert first(silent_with("spare-mic", "cable")) == (Code.WRONG_MICROPHONE, Certainty.LIKELY, "mic")


def test_a_live_microphone_beside_another_pair_is_no_fault_for_sure() -> None:
    room = replace(silent_with("spare-mic", "cable"), signal=ROOM_ONLY)

    assert judge(room, at=END, seconds=1.0).verdict is CheckOutcome.UNSURE
