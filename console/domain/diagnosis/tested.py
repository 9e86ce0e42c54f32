"""What the rules ask of the evidence: which devices are tested, what they are now, whether sound came through."""

from math import log10

from msgspec.structs import replace

from console.domain.diagnosis.cut import was_cut
from console.domain.diagnosis.evidence import (
    SILENCE,
    Answer,
    AudioState,
    AudioStream,
    Endpoint,
    EndpointState,
    Evidence,
    Happening,
    Loudness,
    Question,
    Reach,
    Side,
    StreamHealth,
)
from console.domain.diagnosis.spells import spell
from console.domain.diagnosis.thresholds import (
    AUDIBLE_SPEECH,
    CLIPPED,
    CUT,
    DISTORTION,
    LOW_VOLUME,
    STALLED,
    STANDSTILL,
)


def states(evidence: Evidence) -> tuple[AudioState, ...]:
    """Return the states that were seen, the newest first."""
    return tuple(
        state for state in (evidence.lately, evidence.after, evidence.during, evidence.before) if state is not None
    )


def latest(evidence: Evidence) -> AudioState | None:
    """Return the newest state that was seen."""
    return next(iter(states(evidence)), None)


def tested(evidence: Evidence, side: Side) -> Endpoint | None:
    """Return the tested endpoint as it was last seen: the one asked for, else the default at the test's beginning."""
    asked = evidence.input if side is Side.INPUT else evidence.output
    seen = states(evidence)
    first = next((found for state in reversed(seen) if (found := state.endpoint(side, asked))), None)
    if first is None:
        return None
    return next((found for state in seen if (found := state.endpoint(side, first.name))), first)


def is_gone(evidence: Evidence, side: Side) -> bool:
    """Tell whether the tested endpoint went away while the test ran."""
    endpoint, state = tested(evidence, side), latest(evidence)
    if endpoint is None or state is None or state.endpoint(side, endpoint.name) is not None:
        return False
    return state is not evidence.before or any(
        event.happening is Happening.REMOVED and event.side is side and event.name == endpoint.name
        for event in evidence.events
    )


def path(evidence: Evidence, side: Side) -> tuple[Endpoint, ...]:
    """Return the tested endpoint and all that stands behind it: what it passes on, and what a monitor listens to."""
    endpoint, state = tested(evidence, side), latest(evidence)
    found: list[Endpoint] = []
    while endpoint is not None and endpoint not in found and state is not None:
        found.append(endpoint)
        endpoint = _behind(endpoint, state)
    return tuple(found)


def _behind(endpoint: Endpoint, state: AudioState) -> Endpoint | None:
    if endpoint.monitor_of is not None:
        return state.endpoint(Side.OUTPUT, endpoint.monitor_of)
    return None if endpoint.master is None else state.endpoint(endpoint.side, endpoint.master)


def real(state: AudioState, side: Side) -> tuple[Endpoint, ...]:
    """Return the endpoints of that side which are devices: a speaker's monitor is no microphone."""
    return tuple(one for one in state.endpoints if one.side is side and one.monitor_of is None)


def others(evidence: Evidence, side: Side) -> tuple[Endpoint, ...]:
    """Return the devices that could be used in the tested one's place."""
    state = latest(evidence)
    if state is None:
        return ()
    behind = {(one.side, one.name) for one in path(evidence, side)}
    return tuple(one for one in real(state, side) if one.plugged and (side, one.name) not in behind)


def lacks_microphone(evidence: Evidence) -> bool:
    """Tell whether the microphone of the last good test is gone, with the speaker that it heard still in use."""
    earlier, state, speaker = evidence.earlier, latest(evidence), tested(evidence, Side.OUTPUT)
    if earlier is None or earlier.level is None or state is None or speaker is None or evidence.input is not None:
        return False
    is_listed = earlier.input_label in {shown(one) for one in real(state, Side.INPUT)}
    return not is_listed and shown(speaker) == earlier.output_label


def was_in_use(evidence: Evidence, side: Side) -> bool:
    """Tell whether the tested device is the one of the last good test."""
    endpoint, earlier = tested(evidence, side), evidence.earlier
    if endpoint is None or earlier is None:
        return False
    return shown(endpoint) == (earlier.input_label if side is Side.INPUT else earlier.output_label)


def own_stream(evidence: Evidence, side: Side) -> AudioStream | None:
    """Return the test's own stream of that side as it was seen in mid-test."""
    streams = evidence.during.streams if evidence.during else ()
    return next((stream for stream in streams if stream.is_ours and stream.side is side), None)


def played_besides(evidence: Evidence) -> AudioStream | None:
    """Return another program's stream that played on the tested speaker in mid-test."""
    names = {one.name for one in path(evidence, Side.OUTPUT)}
    streams = evidence.during.streams if evidence.during else ()
    # What no process owns is the sound system's own: it passes on what a device behind it plays.
    others = (one for one in streams if one.side is Side.OUTPUT and not one.is_ours and one.process_id is not None)
    return next(
        (one for one in others if one.endpoint in names and not (one.muted or one.paused) and volume(one.volumes) > 0),
        None,
    )


def health(evidence: Evidence, side: Side) -> StreamHealth | None:
    """Return how the test's latest stream of that side went."""
    return next((one for one in reversed(evidence.streams) if one.side is side), None)


def stalled(stream: StreamHealth) -> bool:
    """Tell whether an opened stream got no frames, or stopped getting them."""
    if stream.failure is not None:
        return False
    return stream.first_frame_after is None or stream.frames < STALLED * stream.expected_frames


def stood_still(stream: StreamHealth) -> bool:
    """Tell whether a stream went without frames for so long that it was not merely late."""
    return stalled(stream) or stream.longest_gap >= STANDSTILL


def answer(evidence: Evidence, *questions: Question) -> Answer | None:
    """Return the latest answer to one of the questions."""
    return next((one for one in reversed(evidence.answers) if one.question in questions), None)


def heard_chime(evidence: Evidence) -> Answer | None:
    """Return what the person said of a sound that was played to them."""
    return answer(evidence, Question.HEARD_CHIME, Question.HEARD_ONESELF)


def loudness(evidence: Evidence, endpoint: Endpoint | None) -> Loudness | None:
    """Return what that microphone heard while all were metered."""
    if endpoint is None:
        return None
    return next((one for one in reversed(evidence.loudness) if one.endpoint == endpoint.name), None)


def silent(evidence: Evidence, side: Side) -> bool | None:
    """Tell whether no sound came through on that side; None: nothing was tried that could tell."""
    tried = _tried(evidence, side)
    if not tried:
        return None
    return not any(tried)


def last_silent(evidence: Evidence, side: Side) -> bool:
    """Tell whether the latest attempt on that side was silent, whatever came through before it."""
    tried = _tried(evidence, side)
    return bool(tried) and not tried[-1]


def _tried(evidence: Evidence, side: Side) -> list[bool]:
    """Return for each attempt whether sound came through, the person's part last."""
    stream, chime = health(evidence, side), heard_chime(evidence)
    tried = [] if evidence.signal is None else [evidence.signal.matched]
    if stream is not None and stalled(stream):
        tried.append(False)
    # What is heard with another device of one side proves the tested one of the other side.
    tried += [True for one in evidence.contrasts if one.heard and one.side is not side]
    if side is Side.INPUT:
        if evidence.speech is not None:
            tried.append(voice_is_heard(evidence))
        metered = loudness(evidence, tested(evidence, side))
        if metered is not None and metered.level <= SILENCE:
            tried.append(False)
    elif chime is not None and chime.yes is not None:
        tried.append(chime.yes)
    return tried


def voice_is_heard(evidence: Evidence) -> bool:
    """Tell whether a person was heard speaking, loudly enough to be followed."""
    speech = evidence.speech
    return speech is not None and speech.spoke and speech.level >= AUDIBLE_SPEECH


def was_disturbed(evidence: Evidence) -> bool:
    """Tell whether something was changed while the test ran: then how it sounded says nothing about the devices."""
    if evidence.audio is not None and evidence.audio.reach is not Reach.READY:
        return True
    # What a person did afterwards has spoilt nothing.
    evidence = replace(evidence, lately=None)
    return any(_is_disturbed(evidence, side) for side in Side)


def _is_disturbed(evidence: Evidence, side: Side) -> bool:
    own, endpoint = own_stream(evidence, side), tested(evidence, side)
    if is_gone(evidence, side) or any(_has_changed(evidence, one) for one in path(evidence, side)):
        return True
    if own is None or endpoint is None:
        return False
    was_turned_down = volume(own.volumes) <= LOW_VOLUME and was_cut(evidence)
    return own.muted or own.endpoint != endpoint.name or was_turned_down


def _has_changed(evidence: Evidence, endpoint: Endpoint) -> bool:
    first = was_before(evidence, endpoint)
    if first is None or first.muted != endpoint.muted or _is_step(first.volumes, endpoint.volumes):
        return True
    if spell(evidence, endpoint, lambda one: one.muted or volume(one.volumes) <= LOW_VOLUME) is not None:
        return True
    return endpoint.state is EndpointState.SUSPENDED and any(map(stood_still, evidence.streams))


def _is_step(before: tuple[float, ...], now: tuple[float, ...]) -> bool:
    """Tell whether a volume was changed so far that it shows in the sound: browsers level microphones all the time."""
    pairs = zip(before or (1.0,), now or (1.0,), strict=False)
    return len(before) != len(now) or any(abs(decibels(one) - decibels(other)) >= CUT for one, other in pairs)


def is_clipped(evidence: Evidence) -> bool:
    """Tell whether loud sounds were cut off."""
    signal, speech = evidence.signal, evidence.speech
    by_probe = (signal is not None and (signal.clip_fraction or 0) > CLIPPED) or harmonics(evidence) > DISTORTION
    return by_probe or (speech is not None and speech.spoke and speech.clip_fraction > CLIPPED)


def harmonics(evidence: Evidence) -> float:
    """Return how loud the tone's harmonics are against it, dB; SILENCE where the tone is too weak to tell."""
    signal = evidence.signal
    if signal is None or signal.distortion is None or signal.level < AUDIBLE_SPEECH:
        return SILENCE
    return signal.distortion


def was_before(evidence: Evidence, endpoint: Endpoint) -> Endpoint | None:
    """Return the endpoint as it was when the test began."""
    seen = states(evidence)
    return seen[-1].endpoint(endpoint.side, endpoint.name) if seen else None


def best_gain(evidence: Evidence) -> float | None:
    """Return the strongest gain of the test sound, dB from any played side to any recorded one; None: not measured."""
    signal = evidence.signal
    if signal is None or not signal.matched or signal.gains is None:
        return None
    return max(max(row) for row in signal.gains)


def volume(volumes: tuple[float, ...]) -> float:
    """Return the loudest channel's volume; a device that names none is at 100 %."""
    return max(volumes, default=1.0)


def decibels(of_volume: float) -> float:
    """Return by how many dB a volume changes the level (cubic scale)."""
    return SILENCE if of_volume <= 0 else max(SILENCE, 60 * log10(of_volume))


def shown(endpoint: Endpoint) -> str:
    """Return what a person calls the endpoint."""
    return endpoint.label or endpoint.name
