"""What a person's voice and answers add: four silences, how well a voice is heard, the wrong device."""

import pytest
from msgspec.structs import replace

from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Certainty, Code, Remedy
from console.domain.diagnosis.evidence import Evidence, Loudness, Question, Side, Speech
from tests.domain.diagnosis.evidence import (
    EARLIER,
    END,
    ROOM_ONLY,
    SPOKEN,
    ZEROS,
    changed,
    first,
    healthy,
    judged,
    named,
    own_stream,
    quiet_check,
    said,
    tried,
    without,
)

SPOKE = said(Question.SPOKE, True)
NOT_HEARD = said(Question.HEARD_CHIME, False)


def read_aloud(answers: tuple = (), **fields: object) -> Evidence:
    """Return what a machine without a loop knows after a sentence was read aloud."""
    return quiet_check(speech=replace(SPOKEN, **fields), answers=answers)


def nothing_heard(answers: tuple = (), **fields: object) -> Evidence:
    return quiet_check(speech=Speech(at=END, endpoint="mic", **fields), answers=answers)


ZEROS_HEARD = nothing_heard(SPOKE, is_zero=True, is_flat=True)
FOUR_SILENCES = {
    "muted": (
        changed(nothing_heard(SPOKE, is_zero=True, is_flat=True), "mic", muted=True),
        Code.MICROPHONE_MUTED,
        "certain",
    ),
    "no signal": (nothing_heard(SPOKE, is_zero=True, is_flat=True), Code.NO_SIGNAL, "likely"),
    "flat line": (nothing_heard(is_flat=True, level=-84.0, peak=-84.0), Code.FLAT_LINE, "likely"),
    "alive but inaudible": (
        nothing_heard(SPOKE, level=-70.0, peak=-52.0, noise_floor=-75.0),
        Code.NOT_AUDIBLE,
        "likely",
    ),
    "inaudible, and nobody knows whether a word was said": (
        nothing_heard(level=-70.0, peak=-52.0, noise_floor=-75.0),
        Code.NOT_AUDIBLE,
        "possible",
    ),
}


@pytest.mark.parametrize(
    ("evidence", "code", "certainty"), [pytest.param(*case, id=name) for name, case in FOUR_SILENCES.items()]
)
def test_four_silences_are_told_apart(evidence: Evidence, code: Code, certainty: str) -> None:
    assert named(evidence) == [(code, Certainty(certainty))]


@pytest.mark.parametrize(
    ("level", "causes"),
    [
        (-24.0, []),
        (-32.0, []),
        (-32.1, [(Code.QUIET_VOICE, Certainty.POSSIBLE)]),
        (-45.0, [(Code.QUIET_VOICE, Certainty.POSSIBLE)]),
        (-45.1, [(Code.NOT_AUDIBLE, Certainty.LIKELY)]),
    ],
)
def test_a_voice_is_graded_by_its_loudest_quarter(level: float, causes: list[tuple[Code, Certainty]]) -> None:
    assert named(read_aloud(level=level)) == causes


def test_a_clipped_voice_is_only_a_warning() -> None:
    assert named(read_aloud(clip_fraction=0.2)) == [(Code.CLIPPING, Certainty.POSSIBLE)]


def test_a_voice_like_on_a_telephone_is_narrow_and_certain_where_the_headset_says_so() -> None:
    assert named(read_aloud(band=3_800.0)) == [(Code.NARROW_BAND, Certainty.LIKELY)]
    hands_free = changed(read_aloud(band=7_000.0), "mic", is_hands_free=True)
    assert named(hands_free) == [(Code.NARROW_BAND, Certainty.CERTAIN)]
    # A voice has little above 6 kHz by itself.
    assert named(read_aloud(band=7_000.0)) == []


def test_a_voice_in_noise() -> None:
    assert named(read_aloud(noise_floor=-34.0)) == [(Code.NOISE, Certainty.LIKELY)]


def test_a_voice_heard_well_clears_the_microphone_of_a_headset_that_does_not_hear_itself() -> None:
    evidence = healthy(signal=ROOM_ONLY, speech=SPOKEN)

    assert judged(evidence).verdict is CheckOutcome.HEALTHY


def test_a_chime_not_heard_while_another_speaker_exists_is_the_wrong_speaker() -> None:
    cause = first(quiet_check(answers=NOT_HEARD))

    assert (cause.code, cause.certainty, cause.subject) == (Code.WRONG_SPEAKER, Certainty.LIKELY, "Cable")
    assert cause.action is not None
    assert (cause.action.remedy, cause.action.name) == (Remedy.MAKE_DEFAULT, "spare")


@pytest.mark.parametrize(
    "backed",
    [
        healthy(signal=ROOM_ONLY, answers=NOT_HEARD, contrasts=tried(Side.OUTPUT, "spare")),
        changed(quiet_check(answers=NOT_HEARD), "spare", label="Boom"),
    ],
    ids=["a trial", "its own microphone is in use"],
)
def test_the_wrong_speaker_is_certain_where_something_of_now_speaks_for_the_other(backed: Evidence) -> None:
    assert named(backed)[0] == (Code.WRONG_SPEAKER, Certainty.CERTAIN)


def test_the_last_good_test_alone_makes_no_speaker_the_wrong_one_for_certain() -> None:
    evidence = quiet_check(answers=NOT_HEARD, earlier=replace(EARLIER, output_label="Spare speaker"))

    assert named(evidence)[0] == (Code.WRONG_SPEAKER, Certainty.LIKELY)


def test_a_chime_not_heard_from_the_only_speaker_is_its_own_dial_or_cable() -> None:
    evidence = without(quiet_check(answers=NOT_HEARD), "spare", Side.OUTPUT)

    assert named(evidence) == [(Code.SPEAKER_NOT_HEARD, Certainty.LIKELY)]


def test_a_chime_not_heard_from_a_muted_speaker_is_the_mute_and_nothing_else() -> None:
    assert named(changed(quiet_check(answers=NOT_HEARD), "cable", muted=True)) == [
        (Code.SPEAKER_MUTED, Certainty.CERTAIN)
    ]


def test_no_answer_is_a_doubt() -> None:
    evidence = quiet_check(answers=said(Question.HEARD_CHIME, None))

    assert named(evidence) == [(Code.WRONG_SPEAKER, Certainty.POSSIBLE)]
    assert judged(evidence).verdict is CheckOutcome.UNSURE


def metered(mine: float, other: float, *, speech: bool = False) -> tuple[Loudness, ...]:
    return (
        Loudness(at=END, endpoint="mic", label="Boom", level=mine),
        Loudness(at=END, endpoint="spare-mic", label="Spare", level=other, speech_level=other if speech else None),
        Loudness(at=END, endpoint="cable.monitor", label="Monitor of Cable", level=0.0),
    )


@pytest.mark.parametrize(
    ("loudness", "causes"),
    [
        (metered(-70.0, -25.0, speech=True), [(Code.WRONG_MICROPHONE, Certainty.CERTAIN)]),
        (metered(-180.0, -30.0), [(Code.WRONG_MICROPHONE, Certainty.LIKELY)]),
        (metered(-70.0, -30.0), [(Code.WRONG_MICROPHONE, Certainty.LIKELY)]),
        (metered(-40.0, -25.0), []),
        (metered(-90.0, -60.0), []),
    ],
)
def test_the_microphone_that_hears_the_person_is_offered(
    loudness: tuple[Loudness, ...], causes: list[tuple[Code, Certainty]]
) -> None:
    evidence = quiet_check(loudness=loudness)

    assert named(evidence) == causes
    if causes:
        action = first(evidence).action
        assert action is not None
        assert action.name == "spare-mic"


@pytest.mark.parametrize(
    ("loudness", "answer", "causes"),
    [
        (metered(-180.0, -180.0), True, [(Code.NO_SIGNAL, Certainty.LIKELY)]),
        (metered(-70.0, -71.0), True, [(Code.NOT_AUDIBLE, Certainty.LIKELY)]),
        (metered(-180.0, -180.0), None, []),
        (
            metered(-180.0, -30.0),
            True,
            [(Code.WRONG_MICROPHONE, Certainty.LIKELY), (Code.NO_SIGNAL, Certainty.LIKELY)],
        ),
    ],
)
def test_who_spoke_while_all_microphones_were_metered_and_was_not_heard_is_told_which_silence_it_is(
    loudness: tuple[Loudness, ...], answer: bool | None, causes: list[tuple[Code, Certainty]]
) -> None:
    assert named(quiet_check(loudness=loudness, answers=said(Question.SPOKE, answer))) == causes


def test_a_muted_microphone_is_not_called_the_wrong_one_too() -> None:
    evidence = changed(quiet_check(loudness=metered(-180.0, -25.0, speech=True)), "mic", muted=True)

    assert named(evidence) == [(Code.MICROPHONE_MUTED, Certainty.CERTAIN)]


def test_a_speakers_monitor_as_default_microphone_is_the_wrong_one() -> None:
    evidence = changed(changed(quiet_check(), "mic", is_default=False), "cable.monitor", is_default=True)

    cause = first(evidence)

    assert (cause.code, cause.certainty) == (Code.WRONG_MICROPHONE, Certainty.CERTAIN)
    assert cause.action is not None
    assert cause.action.name == "mic"


@pytest.mark.parametrize("setting", [{"muted": True}, {"volumes": (0.0,)}])
def test_a_speakers_monitor_stays_the_wrong_microphone_when_it_is_muted_too(setting: dict[str, object]) -> None:
    in_use = changed(changed(healthy(signal=ZEROS), "mic", is_default=False), "cable.monitor", is_default=True)
    in_use = own_stream(in_use, Side.INPUT, endpoint="cable.monitor")

    assert named(changed(in_use, "cable.monitor", **setting))[0] == (Code.WRONG_MICROPHONE, Certainty.CERTAIN)


def test_another_default_than_at_the_last_good_test_is_a_doubt_until_it_is_silent() -> None:
    before = replace(EARLIER, input_label="Spare")

    assert named(quiet_check(earlier=before)) == [(Code.WRONG_MICROPHONE, Certainty.POSSIBLE)]
    assert named(healthy(earlier=before)) == []
    assert named(healthy(earlier=before, signal=ZEROS))[0] == (Code.WRONG_MICROPHONE, Certainty.LIKELY)


def test_the_headset_of_the_last_good_test_is_missed_but_it_may_have_been_replaced() -> None:
    before = replace(EARLIER, input_label="Jabra 20")

    assert named(quiet_check(earlier=before)) == [(Code.MICROPHONE_UNPLUGGED, Certainty.POSSIBLE)]
    assert named(healthy(earlier=before)) == []
