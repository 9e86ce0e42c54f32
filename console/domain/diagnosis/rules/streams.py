"""The test's own streams: muted, turned down or moved by the sound system, refused, or standing still."""

from collections.abc import Iterator
from typing import NamedTuple

from console.domain.diagnosis.agreement import of_silence, of_volume
from console.domain.diagnosis.causes import Action, Cause, Certainty, Code, Finding, Remedy, Source
from console.domain.diagnosis.evidence import (
    AudioStream,
    Endpoint,
    EndpointState,
    Evidence,
    OpenFailure,
    Side,
    StreamHealth,
)
from console.domain.diagnosis.findings import heard, seen
from console.domain.diagnosis.tested import (
    health,
    is_gone,
    latest,
    own_stream,
    path,
    shown,
    silent,
    stalled,
    stood_still,
    tested,
    volume,
    was_before,
)
from console.domain.diagnosis.thresholds import FULL_VOLUME
from console.words import marked


class _Codes(NamedTuple):
    muted: Code
    quiet: Code
    moved: Code
    suspended: Code
    failed: Code
    failures: dict[OpenFailure, Code]


_CODES = {
    Side.INPUT: _Codes(
        Code.RECORDING_STREAM_MUTED,
        Code.RECORDING_STREAM_QUIET,
        Code.RECORDING_STREAM_MOVED,
        Code.MICROPHONE_SUSPENDED,
        Code.MICROPHONE_FAILED,
        {OpenFailure.NOT_FOUND: Code.MICROPHONE_UNPLUGGED, OpenFailure.BUSY: Code.MICROPHONE_BUSY},
    ),
    Side.OUTPUT: _Codes(
        Code.PLAYBACK_STREAM_MUTED,
        Code.PLAYBACK_STREAM_QUIET,
        Code.PLAYBACK_STREAM_MOVED,
        Code.SPEAKER_SUSPENDED,
        Code.SPEAKER_FAILED,
        {OpenFailure.NOT_FOUND: Code.SPEAKER_UNPLUGGED, OpenFailure.BUSY: Code.SPEAKER_BUSY},
    ),
}
_REFUSED = {
    OpenFailure.NOT_FOUND: marked("The device is listed but was not found when it was to be opened."),
    OpenFailure.BUSY: marked("The device would not open: another program has it."),
    OpenFailure.DENIED: marked("The device would not open: this user or program may not use it."),
    OpenFailure.UNFIT: marked("The device would not open at 48,000 Hz."),
    OpenFailure.FAILED: marked("The device would not open."),
}


def streams(evidence: Evidence) -> Iterator[Cause]:
    """Name what is wrong with the test's own streams."""
    for side in Side:
        endpoint, own, stream = tested(evidence, side), own_stream(evidence, side), health(evidence, side)
        if endpoint is not None and own is not None:
            yield from _muted(evidence, endpoint, own)
            yield from _turned_down(evidence, endpoint, own)
            yield from _moved(evidence, endpoint, own)
        if stream is not None:
            yield from _refused(endpoint, stream)
            yield from _standing(evidence, stream)


def _muted(evidence: Evidence, endpoint: Endpoint, own: AudioStream) -> Iterator[Cause]:
    if own.muted:
        yield Cause(
            code=_CODES[own.side].muted,
            certainty=of_silence(evidence, own.side, began=True),
            subject=shown(endpoint),
            findings=(
                seen(evidence, marked("This program's sound is muted in the sound system.")),
                *heard(evidence, own.side),
            ),
            action=_action(Remedy.UNMUTE_STREAM, endpoint),
        )


def _turned_down(evidence: Evidence, endpoint: Endpoint, own: AudioStream) -> Iterator[Cause]:
    at = volume(own.volumes)
    turned_down = marked("This program's volume in the sound system is {percent} %.")
    certainty = of_volume(evidence, own.side, at, began=True) if at <= FULL_VOLUME else None
    if certainty is not None:
        yield Cause(
            code=_CODES[own.side].quiet,
            certainty=certainty,
            subject=shown(endpoint),
            findings=(
                seen(evidence, turned_down, percent=round(at * 100)),
                *heard(evidence, own.side),
            ),
            action=_action(Remedy.SET_STREAM_VOLUME, endpoint, FULL_VOLUME),
        )


def _moved(evidence: Evidence, endpoint: Endpoint, own: AudioStream) -> Iterator[Cause]:
    state = evidence.during
    elsewhere = None if state is None else state.endpoint(own.side, own.endpoint)
    if elsewhere is None or elsewhere.name == endpoint.name or is_gone(evidence, own.side):
        return
    where = marked("This program's sound is connected to {device} instead.")
    if _became_default(evidence, endpoint, elsewhere):
        yield _overtaken(evidence, endpoint, elsewhere)
        return
    yield Cause(
        code=_CODES[own.side].moved,
        certainty=of_silence(evidence, own.side, began=True),
        subject=shown(endpoint),
        findings=(seen(evidence, where, elsewhere), *heard(evidence, own.side)),
        action=_action(Remedy.MOVE_STREAM, endpoint),
    )


def _became_default(evidence: Evidence, endpoint: Endpoint, elsewhere: Endpoint) -> bool:
    """Tell whether streams went elsewhere because another device became the default one while the test ran."""
    first, last = was_before(evidence, endpoint), latest(evidence)
    now = last.endpoint(endpoint.side) if last else None
    return first is not None and first.is_default and now is not None and now.name == elsewhere.name


def _overtaken(evidence: Evidence, endpoint: Endpoint, elsewhere: Endpoint) -> Cause:
    overtook = marked("{device} became the default one while the test ran.")
    return Cause(
        code=Code.WRONG_MICROPHONE if endpoint.side is Side.INPUT else Code.WRONG_SPEAKER,
        certainty=of_silence(evidence, endpoint.side, began=True),
        subject=shown(elsewhere),
        findings=(seen(evidence, overtook, elsewhere), *heard(evidence, endpoint.side)),
        action=_action(Remedy.MAKE_DEFAULT, endpoint),
    )


def _refused(endpoint: Endpoint | None, stream: StreamHealth) -> Iterator[Cause]:
    if stream.failure is None:
        return
    codes = _CODES[stream.side]
    others = {OpenFailure.DENIED: Code.AUDIO_ACCESS_DENIED, OpenFailure.UNFIT: Code.WRONG_SAMPLE_RATE}
    by_failure = codes.failures | others
    is_plain = stream.failure in (OpenFailure.BUSY, OpenFailure.DENIED)
    finding = Finding(message=_REFUSED[stream.failure], source=Source.STREAM, at=stream.at)
    yield Cause(
        code=by_failure.get(stream.failure, codes.failed),
        certainty=Certainty.CERTAIN if is_plain else Certainty.LIKELY,
        subject=shown(endpoint) if endpoint else stream.endpoint,
        findings=(finding,),
    )


def _standing(evidence: Evidence, stream: StreamHealth) -> Iterator[Cause]:
    if stream.hung and silent(evidence, stream.side) is not False:
        finding = Finding(message=marked("The stream would not close."), source=Source.STREAM, at=stream.at)
        yield Cause(code=Code.AUDIO_SYSTEM_FROZEN, certainty=Certainty.LIKELY, findings=(finding,))
    codes, endpoint = _CODES[stream.side], tested(evidence, stream.side)
    asleep = _asleep(evidence, stream.side)
    findings = heard(evidence, stream.side)
    if asleep is not None and stood_still(stream):
        yield Cause(
            code=codes.suspended,
            certainty=Certainty.CERTAIN,
            subject=shown(asleep),
            findings=(seen(evidence, marked("{device} is suspended."), asleep), *findings),
            action=_action(Remedy.RESUME, asleep),
        )
    elif stalled(stream):
        subject = shown(endpoint) if endpoint else stream.endpoint
        yield Cause(code=codes.failed, certainty=Certainty.LIKELY, subject=subject, findings=findings)


def _asleep(evidence: Evidence, side: Side) -> Endpoint | None:
    """Return the suspended endpoint at the end of the path: those before it only follow it into sleep."""
    state, outputs = latest(evidence), path(evidence, Side.OUTPUT)
    if state is None:
        return None
    suspended = [one for one in path(evidence, side) if one.state is EndpointState.SUSPENDED]
    # A virtual microphone that listens to the tested speaker sleeps with it: that is the speaker's cause.
    deepest = suspended[-1] if suspended else None
    return None if deepest in outputs and side is Side.INPUT else deepest


def _action(remedy: Remedy, endpoint: Endpoint, to_volume: float | None = None) -> Action:
    return Action(remedy=remedy, side=endpoint.side, name=endpoint.name, label=shown(endpoint), volume=to_volume)
