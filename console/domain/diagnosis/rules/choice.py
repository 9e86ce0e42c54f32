"""The wrong device: sound is where the tested one is not."""

from collections.abc import Iterator

from console.domain.diagnosis.causes import Action, Cause, Certainty, Code, Finding, Remedy, Source
from console.domain.diagnosis.evidence import SILENCE, Contrast, Endpoint, Evidence, Loudness, Side
from console.domain.diagnosis.findings import chime, heard, probe, seen
from console.domain.diagnosis.tested import health as stream_health
from console.domain.diagnosis.tested import (
    heard_chime,
    lacks_microphone,
    latest,
    loudness,
    others,
    real,
    shown,
    silent,
    stalled,
    tested,
    was_in_use,
)
from console.domain.diagnosis.thresholds import AUDIBLE_SPEECH, CONTRAST, FAINT_LEVEL
from console.words import marked

_CODES = {Side.INPUT: Code.WRONG_MICROPHONE, Side.OUTPUT: Code.WRONG_SPEAKER}
_AT_LAST_TEST = {
    Side.INPUT: marked("At the last good test the microphone was {device}."),
    Side.OUTPUT: marked("At the last good test the speaker was {device}."),
}


def choice(evidence: Evidence) -> Iterator[Cause]:
    """Name the tested device as the wrong one, and the one to use, wherever something speaks for it."""
    yield from _monitor(evidence)
    yield from _louder_elsewhere(evidence)
    yield from _not_heard(evidence)
    for side in Side:
        yield from _tried(evidence, side)
        yield from _as_before(evidence, side)


def _monitor(evidence: Evidence) -> Iterator[Cause]:
    """A speaker's monitor became the default microphone: others would hear themselves."""
    endpoint, real = tested(evidence, Side.INPUT), others(evidence, Side.INPUT)
    if endpoint is None or endpoint.monitor_of is None or evidence.input is not None or not real:
        return
    message = marked("{device} records what a speaker plays: it is no microphone.")
    yield _wrong(endpoint, real[0], Certainty.CERTAIN, (seen(evidence, message, endpoint),))


def _louder_elsewhere(evidence: Evidence) -> Iterator[Cause]:
    """All microphones were metered at once: another one hears far more."""
    endpoint = tested(evidence, Side.INPUT)
    own = loudness(evidence, endpoint)
    best = _best(evidence)
    if endpoint is None or own is None or best is None:
        return
    other, metered = best
    if _height(metered) - _height(own) < CONTRAST or _height(metered) < AUDIBLE_SPEECH:
        return
    # Exact silence may be the device's own mute button: only one that lives and misses a voice is proven wrong.
    by_speech = metered.speech_level is not None and own.speech_level is None and own.level > SILENCE
    certainty = Certainty.CERTAIN if by_speech else Certainty.LIKELY
    message = marked("{device} heard {level} dBFS at the same time.")
    louder = probe(message, metered.at, device=shown(other), level=round(_height(metered)))
    yield _wrong(endpoint, other, certainty, (*heard(evidence, Side.INPUT), louder))


def _best(evidence: Evidence) -> tuple[Endpoint, Loudness] | None:
    metered = [(one, found) for one in others(evidence, Side.INPUT) if (found := loudness(evidence, one)) is not None]
    return max(metered, key=lambda pair: _height(pair[1]), default=None)


def _height(metered: Loudness) -> float:
    return metered.level if metered.speech_level is None else metered.speech_level


def _not_heard(evidence: Evidence) -> Iterator[Cause]:
    """The person did not hear the chime though all is well with the device that played it."""
    endpoint, answer, stream = (
        tested(evidence, Side.OUTPUT),
        heard_chime(evidence),
        stream_health(evidence, Side.OUTPUT),
    )
    if endpoint is None or answer is None or answer.yes or (stream is not None and stalled(stream)):
        return
    findings = tuple(finding for finding in (seen(evidence, _PLAYED_BY, endpoint), chime(evidence)) if finding)
    instead = _listened_to(evidence)
    if answer.yes is None:
        certainty = Certainty.POSSIBLE
    else:
        certainty = Certainty.CERTAIN if instead and _is_backed_now(evidence, instead) else Certainty.LIKELY
    if instead is not None:
        yield _wrong(endpoint, instead, certainty, findings)
    else:
        yield Cause(code=Code.SPEAKER_NOT_HEARD, certainty=certainty, subject=shown(endpoint), findings=findings)


_PLAYED_BY = marked("The sound is played by {device}.")


def _listened_to(evidence: Evidence) -> Endpoint | None:
    """Return the other speaker that the person most likely listens to."""
    candidates = others(evidence, Side.OUTPUT)
    for speaks_for in (_is_backed_now, _was_used_before):
        if found := next((one for one in candidates if speaks_for(evidence, one)), None):
            return found
    return next(iter(candidates), None)


def _was_used_before(evidence: Evidence, speaker: Endpoint) -> bool:
    return evidence.earlier is not None and evidence.earlier.output_label == shown(speaker)


def _is_backed_now(evidence: Evidence, speaker: Endpoint) -> bool:
    """Tell whether something of this test speaks for a speaker: a trial, or its own microphone that is in use."""
    microphone = tested(evidence, Side.INPUT)
    return any(
        one.heard and one.side is Side.OUTPUT and one.endpoint == speaker.name for one in evidence.contrasts
    ) or (microphone is not None and shown(microphone) == shown(speaker))


def _tried(evidence: Evidence, side: Side) -> Iterator[Cause]:
    """The test sound came over with another device in the tested one's place."""
    endpoint, state = tested(evidence, side), latest(evidence)
    found = next((one for one in evidence.contrasts if one.heard and one.side is side), None)
    if endpoint is None or state is None or found is None or _is_proven(evidence, side):
        return
    if side is Side.OUTPUT and lacks_microphone(evidence):
        # The speaker is the one of then: it is the microphone that has changed.
        return
    other = state.endpoint(side, found.endpoint)
    if other is None or other.monitor_of is not None:
        return
    yield _wrong(endpoint, other, _of_trial(evidence, found), (*heard(evidence, side), _trial(found, other)))


def _of_trial(evidence: Evidence, found: Contrast) -> Certainty:
    """Return how sure a trial makes it: alone never certain, as what silences a device may be a button on it."""
    side = found.side
    is_dead = evidence.signal is not None and evidence.signal.is_zero
    if _is_other_than_before(evidence, side):
        return Certainty.CERTAIN if is_dead else Certainty.LIKELY
    if _is_other_than_before(evidence, _opposite(side)):
        return Certainty.POSSIBLE
    if _are_two_pairs(evidence):
        # A microphone beside a headset's speaker is a good choice of many: only exact silence speaks against one.
        return Certainty.LIKELY if is_dead and _stands_out(evidence, side) else Certainty.POSSIBLE
    if side is Side.OUTPUT or was_in_use(evidence, side):
        # A headset that is worn is heard by nobody but its wearer: only a person, or what was before, can tell.
        return Certainty.POSSIBLE
    return Certainty.LIKELY if _hears_far_more(evidence, found) else Certainty.POSSIBLE


def _hears_far_more(evidence: Evidence, found: Contrast) -> bool:
    """Tell whether the microphone on trial hears the test sound well, where the tested one lives and hears none."""
    signal = evidence.signal
    if signal is None or (signal.is_flat and not signal.is_zero):
        return False
    return found.level >= FAINT_LEVEL and found.level - signal.level >= CONTRAST


def _is_proven(evidence: Evidence, side: Side) -> bool:
    """Tell whether sound came through on that side, and not merely for another device's sake."""
    return silent(evidence, side) is False and not _are_two_pairs(evidence)


def _are_two_pairs(evidence: Evidence) -> bool:
    """Tell whether each tested device works, but with another one than the tested one of the other side."""
    return all(_is_heard_in_place(evidence, side) for side in Side)


def _opposite(side: Side) -> Side:
    return Side.OUTPUT if side is Side.INPUT else Side.INPUT


def _is_heard_in_place(evidence: Evidence, side: Side) -> bool:
    return any(one.heard and one.side is side for one in evidence.contrasts)


def _is_other_than_before(evidence: Evidence, side: Side) -> bool:
    """Tell whether another device is tested than at the last good test, while that one is still there."""
    endpoint, earlier = tested(evidence, side), evidence.earlier
    if endpoint is None or earlier is None:
        return False
    label = earlier.input_label if side is Side.INPUT else earlier.output_label
    return shown(endpoint) != label and any(shown(one) == label for one in others(evidence, side))


def _stands_out(evidence: Evidence, side: Side) -> bool:
    """Tell whether this side's device was chosen, as far as order tells: untouched, the first of the list is used."""
    return not _is_first(evidence, side) or _is_first(evidence, _opposite(side))


def _is_first(evidence: Evidence, side: Side) -> bool:
    endpoint, state = tested(evidence, side), latest(evidence)
    devices = real(state, side) if state is not None else ()
    return endpoint is not None and bool(devices) and devices[0].name == endpoint.name


def _trial(found: Contrast, other: Endpoint) -> Finding:
    message = marked("With {device} in its place the test sound was heard.")
    return probe(message, found.at, device=shown(other))


def _as_before(evidence: Evidence, side: Side) -> Iterator[Cause]:
    """Another device is the default than at the last good test, and it is not proven to work."""
    endpoint, earlier = tested(evidence, side), evidence.earlier
    asked = evidence.input if side is Side.INPUT else evidence.output
    if endpoint is None or earlier is None or asked is not None or _is_proven(evidence, side):
        return
    label = earlier.input_label if side is Side.INPUT else earlier.output_label
    other = next((one for one in others(evidence, side) if shown(one) == label), None)
    if other is None or shown(endpoint) == label:
        return
    certainty = Certainty.LIKELY if silent(evidence, side) else Certainty.POSSIBLE
    before = Finding(message=_AT_LAST_TEST[side], source=Source.BASELINE, at=earlier.at, values={"device": label})
    yield _wrong(endpoint, other, certainty, (before, *heard(evidence, side)))


def _wrong(wrong: Endpoint, right: Endpoint, certainty: Certainty, findings: tuple[Finding, ...]) -> Cause:
    return Cause(
        code=_CODES[wrong.side],
        certainty=certainty,
        subject=shown(wrong),
        findings=findings,
        action=Action(remedy=Remedy.MAKE_DEFAULT, side=right.side, name=right.name, label=shown(right)),
    )
