"""Whatever the evidence, the rules answer, in order, in every language; a healthy machine has no cause."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from console import words
from console.domain.devices import CheckOutcome
from console.domain.diagnosis import report, telling, wording
from console.domain.diagnosis.baseline import baseline, drift
from console.domain.diagnosis.causes import Certainty, Code
from console.domain.diagnosis.evidence import (
    Answer,
    AudioEvent,
    AudioState,
    AudioStream,
    AudioSystem,
    Camera,
    Cameras,
    Contrast,
    Dropout,
    Earlier,
    Echo,
    Endpoint,
    EndpointState,
    Evidence,
    Loudness,
    NetworkStep,
    PathQuality,
    Side,
    Signal,
    Speech,
    StreamHealth,
)
from console.domain.diagnosis.judging import UNTESTED
from console.domain.diagnosis.ranking import CONSEQUENCES, ORDER
from tests.domain.diagnosis.evidence import BEGAN, ENDPOINTS, HEARD, RATE, changed, healthy, judged, quiet_check, ran

MOMENTS = st.integers(0, 20).map(lambda seconds: BEGAN + timedelta(seconds=seconds))
NAMES = st.sampled_from(["mic", "cable", "cable.monitor", "spare", "", "{odd} name %s"])
DECIBELS = st.floats(-180, 6)
FIGURES = st.floats(0, 48_000)
VOLUMES = st.lists(st.floats(0, 4), max_size=3).map(tuple)


def struct(kind: type, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Build any value of a noun: by type, save the fields that are given."""
    hinted = msgspec.structs.fields(kind)
    optional = {field.name: st.from_type(field.type) for field in hinted if field.name not in fields}
    return st.builds(kind, **optional, **fields)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=most).map(tuple)


st.register_type_strategy(datetime, MOMENTS)
ENDPOINT = struct(
    Endpoint,
    name=NAMES,
    label=NAMES,
    volumes=VOLUMES,
    monitor_of=maybe(NAMES),
    master=maybe(NAMES),
    rate=st.integers(0, 192_000),
    channels=st.integers(0, 32),
)
STREAM = struct(
    AudioStream, number=st.integers(0, 9), program=NAMES, endpoint=NAMES, volumes=VOLUMES, process_id=st.none()
)
STATE = struct(AudioState, at=MOMENTS, endpoints=some(ENDPOINT, 6), streams=some(STREAM))
PAIR = st.tuples(DECIBELS, DECIBELS)
SIGNS = st.tuples(st.integers(-1, 1), st.integers(-1, 1))
SIGNAL = struct(
    Signal,
    at=MOMENTS,
    level=DECIBELS,
    peak=DECIBELS,
    gains=maybe(st.tuples(PAIR, PAIR)),
    signs=maybe(st.tuples(SIGNS, SIGNS)),
    noise_floor=maybe(DECIBELS),
    snr=maybe(DECIBELS),
    clip_fraction=maybe(st.floats(0, 1)),
    distortion=maybe(DECIBELS),
    bandwidth=maybe(FIGURES),
    tone=maybe(FIGURES),
    latency=maybe(FIGURES),
    latency_tolerance=st.just(15.0),
    dropouts=some(st.builds(Dropout, start=st.floats(0, 3), milliseconds=st.floats(0, 900))),
    seconds=st.floats(0, 30),
    echo=maybe(st.builds(Echo, delay_ms=st.floats(0, 900), level_db=DECIBELS)),
)
HEALTH = struct(
    StreamHealth,
    at=MOMENTS,
    endpoint=NAMES,
    first_frame_after=maybe(st.floats(0, 2)),
    frames=st.integers(0, 3 * RATE),
    expected_frames=st.integers(0, 3 * RATE),
    longest_gap=st.floats(0, 3),
    flagged=st.integers(0, 9),
)
LOUDNESS = struct(
    Loudness, at=MOMENTS, endpoint=NAMES, label=NAMES, level=DECIBELS, peak=DECIBELS, speech_level=maybe(DECIBELS)
)
SPEECH = struct(
    Speech,
    at=MOMENTS,
    endpoint=NAMES,
    level=DECIBELS,
    peak=DECIBELS,
    noise_floor=DECIBELS,
    clip_fraction=st.floats(0, 1),
    band=maybe(FIGURES),
    seconds=st.floats(0, 9),
)
CAMERA = struct(
    Camera,
    at=MOMENTS,
    device=NAMES,
    label=NAMES,
    width=st.integers(0, 4000),
    height=st.integers(0, 4000),
    rate=st.floats(0, 120),
    wanted_rate=st.floats(0, 120),
    frames=st.integers(0, 99),
    luma=maybe(st.floats(0, 255)),
    spread=maybe(st.floats(0, 128)),
)
EVIDENCE = st.builds(
    Evidence,
    started_at=MOMENTS,
    input=maybe(NAMES),
    output=maybe(NAMES),
    audio=maybe(struct(AudioSystem, at=MOMENTS, name=NAMES)),
    before=maybe(STATE),
    during=maybe(STATE),
    after=maybe(STATE),
    events=some(struct(AudioEvent, at=MOMENTS, name=NAMES, label=NAMES, volumes=VOLUMES)),
    streams=some(HEALTH),
    signal=maybe(SIGNAL),
    round_trip_signal=maybe(SIGNAL),
    sent_signal=maybe(SIGNAL),
    loudness=some(LOUDNESS),
    contrasts=some(struct(Contrast, at=MOMENTS, endpoint=NAMES, label=NAMES, level=DECIBELS)),
    speech=maybe(SPEECH),
    answers=some(struct(Answer, at=MOMENTS, endpoint=NAMES)),
    cameras=maybe(struct(Cameras, at=MOMENTS, labels=some(NAMES))),
    camera=maybe(CAMERA),
    steps=some(struct(NetworkStep, at=MOMENTS, target=NAMES, milliseconds=st.none(), detail=NAMES), 6),
    paths=some(
        struct(
            PathQuality,
            at=MOMENTS,
            round_trip=FIGURES,
            loss=st.floats(0, 100),
            jitter=FIGURES,
            samples=st.integers(0, 99),
        )
    ),
    earlier=maybe(
        struct(
            Earlier,
            at=MOMENTS,
            input_label=NAMES,
            output_label=NAMES,
            level=maybe(DECIBELS),
            speech_level=maybe(DECIBELS),
            noise_floor=maybe(DECIBELS),
        )
    ),
)


@settings(max_examples=400, deadline=None)
@given(EVIDENCE)
def test_any_evidence_is_judged_in_order_and_said_in_every_language(evidence: Evidence) -> None:
    diagnosis = judged(evidence)

    ranks = [(list(Certainty).index(one.certainty), ORDER.index(one.code)) for one in diagnosis.causes]
    assert ranks == sorted(ranks)
    assert all(one.findings for one in diagnosis.causes)
    assert len({(one.code, one.subject) for one in diagnosis.causes}) == len(diagnosis.causes)
    surer = {one.code for one in diagnosis.causes if one.certainty is not Certainty.POSSIBLE}
    assert (diagnosis.verdict is CheckOutcome.FAULT) == bool(surer - UNTESTED)
    assert (diagnosis.verdict is CheckOutcome.UNSURE) == (bool(diagnosis.causes) and not surer)
    for language in words.LANGUAGES:
        words.use(language)
        for cause in diagnosis.causes:
            assert all([wording.title(cause), wording.explained(cause), wording.mend(cause), wording.say(cause)])
            assert all(wording.evidence(finding) for finding in cause.findings)
        assert report.markdown(diagnosis, subject="PC-0231")
        assert all(drift(evidence))
    words.use("en")
    assert msgspec.json.decode(msgspec.json.encode(telling.told(diagnosis)), type=telling.Told)
    found = baseline(diagnosis)
    assert found is None or diagnosis.verdict is CheckOutcome.HEALTHY


def _idle(endpoint: Endpoint) -> st.SearchStrategy[Endpoint]:
    volume = st.floats(0.31, 1.0)
    return st.builds(
        lambda left, right, state: replace(endpoint, volumes=(left, right), state=state),
        volume,
        volume,
        st.sampled_from(EndpointState),
    )


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(*(_idle(one) for one in ENDPOINTS)),
    st.floats(-40, 0),
    st.floats(-90, -50.1),
    st.integers(0, 2),
    st.floats(0, 0.06),
    st.booleans(),
)
def test_no_healthy_machine_has_a_cause(
    endpoints: tuple[Endpoint, ...], gain: float, floor: float, flagged: int, gap: float, others_are_muted: bool
) -> None:
    signal = replace(
        HEARD,
        level=gain - 15,
        gains=((gain, gain - 25), (gain - 25, gain)),
        noise_floor=floor,
        snr=gain - 15 - floor,
    )
    spoilt = {one.name: replace(one, muted=others_are_muted) for one in endpoints if one.name.startswith("spare")}
    evidence = healthy(
        signal=signal,
        streams=(replace(ran(Side.INPUT), flagged=flagged, longest_gap=gap), ran(Side.OUTPUT)),
    )
    for one in endpoints:
        state = spoilt.get(one.name, one)
        evidence = changed(evidence, one.name, volumes=state.volumes, state=state.state, muted=state.muted)

    assert judged(evidence).causes == ()
    assert judged(quiet_check()).causes == ()


def test_every_code_has_its_place_in_the_order_of_mending() -> None:
    assert sorted(ORDER) == sorted(Code)


def test_nothing_is_its_own_consequence_or_that_of_its_own_consequence() -> None:
    for code, consequences in CONSEQUENCES.items():
        assert code not in consequences
        assert all(code not in CONSEQUENCES.get(other, ()) for other in consequences)
