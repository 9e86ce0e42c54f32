"""A healthy machine's evidence, and ways to spoil it: what each fault looks like on a real audio server."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from console.domain.diagnosis.causes import Cause, Certainty, Code
from console.domain.diagnosis.evidence import (
    Answer,
    AudioEvent,
    AudioState,
    AudioStream,
    AudioSystem,
    Contrast,
    Earlier,
    Endpoint,
    EndpointState,
    Evidence,
    Happening,
    Question,
    Reach,
    Side,
    Signal,
    Speech,
    StreamHealth,
)
from console.domain.diagnosis.judging import judge
from console.domain.diagnosis.result import Diagnosis

BEGAN = datetime(2026, 3, 12, 12, tzinfo=UTC)
MIDDLE, END = BEGAN + timedelta(seconds=1), BEGAN + timedelta(seconds=2)
RATE = 48_000

MIC = Endpoint(
    name="mic", label="Boom", side=Side.INPUT, is_default=True, state=EndpointState.RUNNING, master="cable.monitor"
)
CABLE_MONITOR = Endpoint(
    name="cable.monitor", label="Monitor of Cable", side=Side.INPUT, monitor_of="cable", state=EndpointState.RUNNING
)
CABLE = Endpoint(name="cable", label="Cable", side=Side.OUTPUT, is_default=True, state=EndpointState.RUNNING)
SPARE_MIC = Endpoint(name="spare-mic", label="Spare", side=Side.INPUT, state=EndpointState.SUSPENDED)
SPARE = Endpoint(name="spare", label="Spare speaker", side=Side.OUTPUT, state=EndpointState.SUSPENDED)
ENDPOINTS = (MIC, CABLE_MONITOR, CABLE, SPARE_MIC, SPARE)

RECORDING = AudioStream(number=1, side=Side.INPUT, program="Bedside", endpoint="mic", process_id=7, is_ours=True)
PLAYBACK = AudioStream(number=2, side=Side.OUTPUT, program="Bedside", endpoint="cable", process_id=7, is_ours=True)

HEARD = Signal(
    at=END,
    matched=True,
    level=-15.0,
    peak=-11.0,
    gains=((0.0, -180.0), (-180.0, 0.0)),
    signs=((1, 0), (0, 1)),
    noise_floor=-90.0,
    snr=70.0,
    clip_fraction=0.0,
    distortion=-108.0,
    bandwidth=20_000.0,
    tone=997.0,
    latency=120.0,
)
ZEROS = Signal(at=END, matched=False, is_zero=True, is_flat=True)
ROOM_ONLY = Signal(at=END, matched=False, level=-62.0, peak=-50.0, noise_floor=-62.0)
"""What a headset's microphone records while its own speaker plays."""

SPOKEN = Speech(
    at=END, endpoint="mic", spoke=True, level=-24.0, peak=-9.0, noise_floor=-65.0, band=12_000.0, seconds=4.0
)
EARLIER = Earlier(
    at=BEGAN - timedelta(days=30), input_label="Boom", output_label="Cable", level=-15.0, speech_level=-22.0
)


def ran(side: Side) -> StreamHealth:
    """Return a stream that got all its frames."""
    name = "mic" if side is Side.INPUT else "cable"
    return StreamHealth(
        side=side, at=END, endpoint=name, first_frame_after=0.05, frames=2 * RATE, expected_frames=2 * RATE
    )


def no_frames(side: Side) -> StreamHealth:
    """Return a stream that opened and got nothing, which tells no error."""
    return replace(ran(side), first_frame_after=None, frames=0, longest_gap=2.0)


def state(at: datetime, *endpoints: Endpoint, streams: tuple[AudioStream, ...] = ()) -> AudioState:
    return AudioState(at=at, endpoints=endpoints or ENDPOINTS, streams=streams)


def quiet_check(**facts: object) -> Evidence:
    """Return what a test without a sound sees on a healthy machine: idle devices sleep."""
    idle = tuple(replace(one, state=EndpointState.SUSPENDED) for one in ENDPOINTS)
    audio = AudioSystem(at=BEGAN, reach=Reach.READY, name="pulseaudio 16.1")
    return replace(Evidence(started_at=BEGAN, audio=audio, before=state(BEGAN, *idle)), **facts)


def healthy(**facts: object) -> Evidence:
    """Return what a full loop sees on a healthy machine."""
    looped: dict[str, object] = {
        "before": state(BEGAN),
        "during": state(MIDDLE, streams=(RECORDING, PLAYBACK)),
        "after": state(END),
        "streams": (ran(Side.INPUT), ran(Side.OUTPUT)),
        "signal": HEARD,
    }
    return quiet_check(**{**looped, **facts})


def changed(evidence: Evidence, name: str, *, from_the_middle: bool = False, **fields: object) -> Evidence:
    """Return the evidence with an endpoint in another state: from the beginning, or from the middle of the test on."""

    def in_state(seen: AudioState | None) -> AudioState | None:
        if seen is None:
            return None
        return replace(
            seen, endpoints=tuple(replace(one, **fields) if one.name == name else one for one in seen.endpoints)
        )

    before = evidence.before if from_the_middle else in_state(evidence.before)
    return replace(evidence, before=before, during=in_state(evidence.during), after=in_state(evidence.after))


def without(evidence: Evidence, name: str, side: Side, *, in_mid_test: bool = False) -> Evidence:
    """Return the evidence without an endpoint: never there, or gone in mid-test."""

    def in_state(seen: AudioState | None) -> AudioState | None:
        return seen and replace(seen, endpoints=tuple(one for one in seen.endpoints if one.name != name))

    gone = AudioEvent(at=MIDDLE, happening=Happening.REMOVED, side=side, name=name)
    return replace(
        evidence,
        before=evidence.before if in_mid_test else in_state(evidence.before),
        during=in_state(evidence.during),
        after=in_state(evidence.after),
        events=(gone,) if in_mid_test else (),
    )


def own_stream(evidence: Evidence, side: Side, **fields: object) -> Evidence:
    """Return the evidence with the test's own stream in another state."""
    assert evidence.during is not None
    streams = tuple(replace(one, **fields) if one.side is side else one for one in evidence.during.streams)
    return replace(evidence, during=replace(evidence.during, streams=streams))


def said(question: Question, yes: bool | None) -> tuple[Answer, ...]:
    return (Answer(at=END, question=question, yes=yes),)


def tried(side: Side, endpoint: str, *, heard: bool = True) -> tuple[Contrast, ...]:
    return (Contrast(at=END, side=side, endpoint=endpoint, heard=heard, level=-20.0 if heard else -180.0),)


def judged(evidence: Evidence) -> Diagnosis:
    return judge(evidence, at=END, seconds=2.0)


def named(evidence: Evidence) -> list[tuple[Code, Certainty]]:
    """Return the causes in their order, each with its certainty."""
    return [(cause.code, cause.certainty) for cause in judged(evidence).causes]


def first(evidence: Evidence) -> Cause:
    return judged(evidence).causes[0]


Spoil = Callable[[Evidence], Evidence]
