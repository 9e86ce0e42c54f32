"""Pieces of evidence that many rules bring: what was heard, and the time at which it was."""

from datetime import datetime

from console.domain.diagnosis.causes import Finding, Source
from console.domain.diagnosis.cut import was_cut
from console.domain.diagnosis.evidence import Endpoint, Evidence, Side
from console.domain.diagnosis.tested import (
    best_gain,
    harmonics,
    health,
    heard_chime,
    latest,
    loudness,
    shown,
    stalled,
    tested,
    voice_is_heard,
)
from console.domain.diagnosis.thresholds import CLIPPED, DISTORTION
from console.words import marked


def seen(evidence: Evidence, message: str, endpoint: Endpoint | None = None, **values: str | float) -> Finding:
    """Return what the sound system's newest state shows. message: a marked one, {device} is the endpoint."""
    state = latest(evidence)
    if endpoint is not None:
        values["device"] = shown(endpoint)
    at = state.at if state else evidence.started_at
    return Finding(message=message, source=Source.AUDIO_SYSTEM, at=at, values=values)


def at(message: str, moment: datetime, endpoint: Endpoint, **values: str | float) -> Finding:
    """Return what the sound system told at that moment. message: a marked one, {device} is the endpoint."""
    return Finding(message=message, source=Source.AUDIO_SYSTEM, at=moment, values={**values, "device": shown(endpoint)})


def probe(message: str, at: datetime, **values: str | float) -> Finding:
    """Return what a recording shows. message: a marked one."""
    return Finding(message=message, source=Source.PROBE, at=at, values=values)


def clipping(evidence: Evidence) -> tuple[Finding, ...]:
    """Return the evidence of sounds that were cut off."""
    signal, speech = evidence.signal, evidence.speech
    at = signal.at if signal else speech.at if speech else evidence.started_at
    found = []
    fraction = max((signal.clip_fraction or 0) if signal else 0, speech.clip_fraction if speech else 0)
    if fraction > CLIPPED:
        found.append(probe(marked("{percent} % of the loud samples are cut off."), at, percent=round(fraction * 100)))
    if harmonics(evidence) > DISTORTION:
        distorted = marked("The tone's harmonics are at {level} dB.")
        found.append(probe(distorted, at, level=round(harmonics(evidence))))
    return tuple(found)


def heard(evidence: Evidence, side: Side) -> tuple[Finding, ...]:
    """Return what was heard, or not, of everything that was tried on that side."""
    found = [_probe(evidence), _stream(evidence, side)]
    found += [_voice(evidence), _meter(evidence)] if side is Side.INPUT else [chime(evidence)]
    return tuple(finding for finding in found if finding is not None)


def _probe(evidence: Evidence) -> Finding | None:
    signal = evidence.signal
    if signal is None:
        return None
    if signal.is_zero:
        return probe(marked("The recording is exactly silent while the test sound plays."), signal.at)
    if not signal.matched:
        return probe(marked("The test sound was not heard."), signal.at)
    if was_cut(evidence):
        return probe(marked("The test sound broke off."), signal.at)
    gain = best_gain(evidence)
    if gain is None:
        return probe(marked("The test sound was heard."), signal.at)
    return probe(marked("The test sound was heard with a gain of {gain} dB."), signal.at, gain=round(gain))


def _stream(evidence: Evidence, side: Side) -> Finding | None:
    stream = health(evidence, side)
    if stream is None or not stalled(stream):
        return None
    if stream.first_frame_after is None:
        nothing = marked("The recording got nothing.") if side is Side.INPUT else marked("The playback took nothing.")
        return Finding(message=nothing, source=Source.STREAM, at=stream.at)
    message = (
        marked("The recording got {frames} of {expected} frames.")
        if side is Side.INPUT
        else marked("The playback took {frames} of {expected} frames.")
    )
    values: dict[str, str | float] = {"frames": str(stream.frames), "expected": str(stream.expected_frames)}
    return Finding(message=message, source=Source.STREAM, at=stream.at, values=values)


def _voice(evidence: Evidence) -> Finding | None:
    speech = evidence.speech
    if speech is None:
        return None
    if not speech.spoke:
        return probe(marked("No voice was heard while a sentence was to be read aloud."), speech.at)
    if voice_is_heard(evidence):
        return probe(marked("A voice was heard at {level} dBFS."), speech.at, level=round(speech.level))
    return probe(marked("A voice was heard at {level} dBFS only."), speech.at, level=round(speech.level))


def _meter(evidence: Evidence) -> Finding | None:
    microphone = tested(evidence, Side.INPUT)
    metered = loudness(evidence, microphone)
    if metered is None or microphone is None:
        return None
    message = marked("{device} heard {level} dBFS while all microphones were metered.")
    return probe(message, metered.at, device=shown(microphone), level=round(metered.level))


def chime(evidence: Evidence) -> Finding | None:
    """Return what the person said of the chime."""
    answer = heard_chime(evidence)
    if answer is None:
        return None
    if answer.yes is None:
        message = marked("Nobody said whether the chime was heard.")
    else:
        message = marked("The person heard the chime.") if answer.yes else marked("The person did not hear the chime.")
    return Finding(message=message, source=Source.PERSON, at=answer.at)
