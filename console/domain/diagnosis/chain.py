"""The way of sound, link by link, with the first one where it stops."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from console.domain.diagnosis.causes import Cause, Certainty, Code
from console.domain.diagnosis.evidence import Evidence, Hop, Side, Signal
from console.domain.diagnosis.result import Link, LinkName, LinkState
from console.domain.diagnosis.tested import (
    health,
    heard_chime,
    latest,
    tested,
    voice_is_heard,
)

_DEVICE = frozenset(
    {
        Code.NO_AUDIO_SYSTEM,
        Code.AUDIO_SYSTEM_FROZEN,
        Code.AUDIO_ACCESS_DENIED,
        Code.LIBRARY_MISSING,
        Code.NO_MICROPHONE,
        Code.MICROPHONE_UNPLUGGED,
        Code.WRONG_MICROPHONE,
    }
)
_CAPTURED = frozenset(
    {
        Code.MICROPHONE_MUTED,
        Code.MONITOR_MUTED,
        Code.MICROPHONE_VOLUME_ZERO,
        Code.MICROPHONE_VOLUME_LOW,
        Code.MICROPHONE_OVERDRIVEN,
        Code.MICROPHONE_SUSPENDED,
        Code.MICROPHONE_BUSY,
        Code.MICROPHONE_FAILED,
        Code.RECORDING_STREAM_MUTED,
        Code.RECORDING_STREAM_QUIET,
        Code.RECORDING_STREAM_MOVED,
        Code.NO_SIGNAL,
        Code.FLAT_LINE,
        Code.NOT_AUDIBLE,
        Code.QUIET_VOICE,
        Code.QUIETER_THAN_BEFORE,
    }
)
_SENT = frozenset(
    {
        Code.DNS_FAILURE,
        Code.SERVICE_UNREACHABLE,
        Code.TLS_UNTRUSTED,
        Code.SERVICE_ACCESS_DENIED,
        Code.WEBSOCKET_BLOCKED,
        Code.TURN_UNREACHABLE,
        Code.TURN_CREDENTIALS_REFUSED,
    }
)
_RECEIVED = frozenset({Code.MEDIA_BLOCKED, Code.UDP_BLOCKED, Code.HIGH_LOSS})
_PLAYED = frozenset(
    {
        Code.NO_SPEAKER,
        Code.SPEAKER_UNPLUGGED,
        Code.WRONG_SPEAKER,
        Code.SPEAKER_MUTED,
        Code.SPEAKER_VOLUME_ZERO,
        Code.SPEAKER_VOLUME_LOW,
        Code.SPEAKER_OVERDRIVEN,
        Code.SPEAKER_SUSPENDED,
        Code.SPEAKER_BUSY,
        Code.SPEAKER_FAILED,
        Code.SPEAKER_NOT_HEARD,
        Code.PLAYBACK_STREAM_MUTED,
        Code.PLAYBACK_STREAM_QUIET,
        Code.PLAYBACK_STREAM_MOVED,
    }
)
_STOPS_AT = {
    LinkName.DEVICE: _DEVICE,
    LinkName.CAPTURED: _CAPTURED,
    LinkName.SENT: _SENT,
    LinkName.RECEIVED: _RECEIVED,
    LinkName.PLAYED: _PLAYED,
}


def chain(evidence: Evidence, causes: Sequence[Cause]) -> tuple[Link, ...]:
    """Return the links in their order: where a cause lies, what is proven to work, what nobody has read."""
    proven = {
        LinkName.DEVICE: _device(evidence),
        LinkName.CAPTURED: _captured(evidence),
        LinkName.SENT: _sent(evidence),
        LinkName.RECEIVED: _received(evidence),
        LinkName.PLAYED: _played(evidence),
    }
    return tuple(_link(name, proven[name], causes, evidence) for name in LinkName)


def stops_at(links: Iterable[Link]) -> Link | None:
    """Return the first link where sound stops."""
    return next((link for link in links if link.state is LinkState.FAULT), None)


def _link(name: LinkName, proven: datetime | None, causes: Sequence[Cause], evidence: Evidence) -> Link:
    at = _fault_at(name, causes)
    level = _level(name, evidence)
    if at is not None:
        return Link(name=name, state=LinkState.FAULT, at=at, level=level)
    if proven is not None:
        return Link(name=name, state=LinkState.OK, at=proven, level=level)
    return Link(name=name, state=LinkState.LEFT_OUT if _is_left_out(name, evidence) else LinkState.UNKNOWN, level=level)


def _is_left_out(name: LinkName, evidence: Evidence) -> bool:
    """Tell whether the link was no part of the test: a sound from memory was sent, nothing else tried the devices."""
    is_of_devices = name in (LinkName.DEVICE, LinkName.CAPTURED, LinkName.PLAYED)
    was_tried = evidence.audio is not None or evidence.signal is not None or evidence.sent_signal is not None
    return is_of_devices and evidence.round_trip_signal is not None and not was_tried


def _fault_at(name: LinkName, causes: Sequence[Cause]) -> datetime | None:
    """Return when a fault at this link was last seen; a mere possibility is none."""
    times = [
        finding.at
        for cause in causes
        if cause.code in _STOPS_AT[name] and cause.certainty is not Certainty.POSSIBLE
        for finding in cause.findings
    ]
    return max(times, default=None)


def _device(evidence: Evidence) -> datetime | None:
    state = latest(evidence)
    return state.at if state is not None and tested(evidence, Side.INPUT) is not None else None


def _captured(evidence: Evidence) -> datetime | None:
    if heard := _heard(evidence):
        return heard
    return evidence.speech.at if evidence.speech is not None and voice_is_heard(evidence) else None


def _sent(evidence: Evidence) -> datetime | None:
    opened = [one.at for one in evidence.steps if one.hop is Hop.WEBSOCKET and not one.skipped and not one.failure]
    return _received(evidence) or next(iter(opened), None)


def _received(evidence: Evidence) -> datetime | None:
    back = evidence.round_trip_signal
    return back.at if back is not None and back.matched else None


def _played(evidence: Evidence) -> datetime | None:
    """Return when the speaker was last proven: by a microphone, or by a person."""
    if heard := _heard(evidence):
        return heard
    answer = heard_chime(evidence)
    return answer.at if answer is not None and answer.yes else None


def _heard(evidence: Evidence) -> datetime | None:
    """Return when a microphone last heard a speaker."""
    signals = (evidence.signal, evidence.sent_signal)
    return max((one.at for one in signals if one is not None and one.matched), default=None)


def _level(name: LinkName, evidence: Evidence) -> float | None:
    """Return the level at a link: of a stream its loudest moment, of a recording the test sound or the voice in it."""
    match name:
        case LinkName.DEVICE:
            level = _loudest(evidence, Side.INPUT)
        case LinkName.CAPTURED if evidence.speech is not None and evidence.speech.spoke:
            level = evidence.speech.level
        case LinkName.CAPTURED:
            level = _of(evidence.signal)
        case LinkName.SENT:
            level = _of(evidence.sent_signal)
        case LinkName.RECEIVED:
            level = _of(evidence.round_trip_signal)
        case LinkName.PLAYED:
            level = _loudest(evidence, Side.OUTPUT)
    return None if level is None else round(level, 1)


def _of(signal: Signal | None) -> float | None:
    return None if signal is None else signal.level


def _loudest(evidence: Evidence, side: Side) -> float | None:
    stream = health(evidence, side)
    return None if stream is None else stream.loudest
