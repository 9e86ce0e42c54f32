"""The test sound came over, but not as it was played."""

from collections.abc import Iterable, Iterator

from console.domain.diagnosis.causes import Cause, Certainty, Code, Finding
from console.domain.diagnosis.evidence import Endpoint, Evidence, Side, Signal
from console.domain.diagnosis.findings import clipping, probe, seen
from console.domain.diagnosis.tested import (
    best_gain,
    harmonics,
    is_clipped,
    path,
    played_besides,
    shown,
    tested,
    was_disturbed,
)
from console.domain.diagnosis.thresholds import (
    AUDIBLE_NOISE,
    DROPOUT,
    ECHO_DELAY,
    ECHO_LEVEL,
    HEAVILY_CLIPPED,
    HEAVY_DISTORTION,
    HELD,
    LEAST_SNR,
    LOUD_NOISE,
    STUMBLE,
    TELEPHONE_BAND,
    TONE,
    WIDE_BAND,
)
from console.words import marked


def quality(evidence: Evidence) -> Iterator[Cause]:
    """Name what happened to the test sound on its way."""
    if evidence.signal is not None:
        yield from unless_other_sound(evidence, _quality(evidence, evidence.signal))


def unless_other_sound(evidence: Evidence, causes: Iterable[Cause]) -> Iterator[Cause]:
    """Yield what the recording alone says, or, where another program was recorded too, that in its place."""
    other = played_besides(evidence)
    if other is None:
        yield from causes
        return
    findings = tuple(finding for cause in causes for finding in cause.findings)
    if findings:
        message, speaker = marked("{program} plays on {device} too."), tested(evidence, Side.OUTPUT)
        plays = seen(evidence, message, speaker, program=other.program)
        yield Cause(
            code=Code.OTHER_SOUND,
            certainty=Certainty.POSSIBLE,
            subject=other.program,
            findings=(plays, *findings),
        )


def _quality(evidence: Evidence, signal: Signal) -> Iterator[Cause]:
    yield from _noise(evidence, signal)
    if signal.matched and signal.tone is None:
        swallowed = marked("The tone of {played} Hz did not come over.")
        finding = probe(swallowed, signal.at, played=round(TONE))
        yield _cause(evidence, Code.DROPOUTS, finding, certainty=Certainty.POSSIBLE)
    if signal.matched and not was_disturbed(evidence):
        yield from _echo(evidence, signal)
        yield from _coupled(evidence, signal)
        yield from _dropouts(evidence, signal)
        yield from _narrow(evidence, signal)
        yield from _clipped(evidence, signal)


def _noise(evidence: Evidence, signal: Signal) -> Iterator[Cause]:
    floor, snr = signal.noise_floor, signal.snr
    if floor is None or floor < AUDIBLE_NOISE:
        return
    if floor >= LOUD_NOISE or (signal.matched and snr is not None and snr < LEAST_SNR):
        noisy = marked("The noise is at {level} dBFS.")
        findings = [probe(noisy, signal.at, level=round(floor))]
        if snr is not None and signal.matched:
            findings.append(probe(marked("The test sound is {snr} dB above the noise."), signal.at, snr=round(snr)))
        yield _cause(evidence, Code.NOISE, *findings)


def _echo(evidence: Evidence, signal: Signal) -> Iterator[Cause]:
    echo = signal.echo
    # What is cut off looks like a second test sound.
    if echo is not None and not is_clipped(evidence) and echo.delay_ms >= ECHO_DELAY and echo.level_db >= ECHO_LEVEL:
        message = marked("The test sound comes back after {delay} ms, {level} dB against the first time.")
        finding = probe(message, signal.at, delay=round(echo.delay_ms), level=round(echo.level_db))
        yield _cause(evidence, Code.ECHO, finding)


def _coupled(evidence: Evidence, signal: Signal) -> Iterator[Cause]:
    """Where others hear an echo: a microphone that hears its own speaker well sends them their own voices back."""
    gain = best_gain(evidence)
    if evidence.others_hear_echo and gain is not None and gain >= ECHO_LEVEL:
        message = marked("The microphone hears this machine's own speaker with a gain of {gain} dB.")
        yield _cause(evidence, Code.ECHO, probe(message, signal.at, gain=round(gain)), certainty=Certainty.POSSIBLE)


def _dropouts(evidence: Evidence, signal: Signal) -> Iterator[Cause]:
    holes = [hole.milliseconds for hole in signal.dropouts if hole.milliseconds >= DROPOUT]
    if not holes or (_came_late(evidence) and sum(holes) < STUMBLE):
        return
    message = marked("A hole in the sound, of {longest} ms.")
    if len(holes) > 1:
        message = marked("{n} holes in the sound, the longest of {longest} ms.")
    finding = probe(message, signal.at, n=len(holes), longest=round(max(holes)))
    certainty = Certainty.POSSIBLE if _came_late(evidence) else Certainty.LIKELY
    yield _cause(evidence, Code.DROPOUTS, finding, certainty=certainty)


def _came_late(evidence: Evidence) -> bool:
    """Tell whether the test's own blocks were late, by the sound system's word or the clock: a busy machine."""
    return any(stream.flagged > 0 or stream.longest_gap >= HELD for stream in evidence.streams)


def _narrow(evidence: Evidence, signal: Signal) -> Iterator[Cause]:
    if signal.bandwidth is None or signal.bandwidth >= WIDE_BAND:
        return
    message = marked("Nothing above {band} Hz came through.")
    yield from narrow(evidence, probe(message, signal.at, band=round(signal.bandwidth)), signal.bandwidth)


def narrow(evidence: Evidence, finding: Finding, band: float) -> Iterator[Cause]:
    """Name a band limit: certain where the device's own figures explain it, else only one as narrow as a telephone."""
    slow = next((one for one in _all_devices(evidence) if _is_narrow(one, band)), None)
    if slow is not None:
        yield Cause(
            code=Code.NARROW_BAND,
            certainty=Certainty.CERTAIN,
            subject=shown(slow),
            findings=(_why_narrow(evidence, slow), finding),
        )
    elif band < TELEPHONE_BAND:
        yield _cause(evidence, Code.NARROW_BAND, finding)


def _all_devices(evidence: Evidence) -> tuple[Endpoint, ...]:
    return (*path(evidence, Side.INPUT), *path(evidence, Side.OUTPUT))


def _is_narrow(endpoint: Endpoint, band: float) -> bool:
    # Half its rate is the most that a device can carry.
    return endpoint.is_hands_free or (endpoint.rate <= 2 * WIDE_BAND and band <= endpoint.rate / 2)


def _why_narrow(evidence: Evidence, endpoint: Endpoint) -> Finding:
    if endpoint.is_hands_free:
        return seen(evidence, marked("{device} is a wireless headset in its telephone mode."), endpoint)
    return seen(evidence, marked("{device} runs at {rate} Hz."), endpoint, rate=str(endpoint.rate))


def _clipped(evidence: Evidence, signal: Signal) -> Iterator[Cause]:
    if is_clipped(evidence) and clipping(evidence):
        heavy = (signal.clip_fraction or 0) > HEAVILY_CLIPPED or harmonics(evidence) > HEAVY_DISTORTION
        certainty = Certainty.LIKELY if heavy else Certainty.POSSIBLE
        yield _cause(evidence, Code.CLIPPING, *clipping(evidence), certainty=certainty)


def _cause(evidence: Evidence, code: Code, *findings: Finding, certainty: Certainty = Certainty.LIKELY) -> Cause:
    """Return a cause that the signal alone shows: measured, but with no setting that agrees."""
    microphone = tested(evidence, Side.INPUT)
    return Cause(code=code, certainty=certainty, subject=shown(microphone) if microphone else "", findings=findings)
