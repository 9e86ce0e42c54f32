"""The figures of a test by name: what was measured, whether or not it means anything."""

from collections.abc import Iterator

from console.domain.diagnosis.evidence import Evidence, PathQuality, Signal
from console.domain.diagnosis.tested import best_gain


def measures(evidence: Evidence) -> dict[str, float]:
    """Return the measured figures: dB, dBFS, Hz, ms, per cent or plain numbers, as docs/causes.md lists them."""
    return {name: round(value, 2) for name, value in _figures(evidence) if value is not None}


def _figures(evidence: Evidence) -> Iterator[tuple[str, float | None]]:
    if evidence.signal is not None:
        yield from _of_signal(evidence.signal)
        yield "gain", best_gain(evidence)
    if evidence.speech is not None:
        speech = evidence.speech
        yield "speechLevel", speech.level if speech.spoke else None
        yield "speechPeak", speech.peak
        yield "speechNoiseFloor", speech.noise_floor
        yield "speechBand", speech.band
    if evidence.camera is not None:
        yield "frameRate", evidence.camera.rate
        yield "width", evidence.camera.width
        yield "height", evidence.camera.height
        yield "brightness", evidence.camera.luma
    if evidence.sent_signal is not None:
        yield "sentLevel", evidence.sent_signal.level
    if evidence.round_trip_signal is not None:
        yield from _of_what_returned(evidence.round_trip_signal)
    for path in evidence.paths:
        yield from _of_path(path)


def _of_signal(signal: Signal) -> Iterator[tuple[str, float | None]]:
    yield "level", signal.level
    yield "peak", signal.peak
    yield "noiseFloor", signal.noise_floor
    yield "snr", signal.snr
    yield "clipFraction", signal.clip_fraction
    yield "distortion", signal.distortion
    yield "bandwidth", signal.bandwidth
    yield "tone", signal.tone
    yield "latency", signal.latency
    yield "latencyTolerance", None if signal.latency is None else signal.latency_tolerance
    yield "dropouts", len(signal.dropouts) if signal.matched else None
    if signal.echo is not None:
        yield "echoDelay", signal.echo.delay_ms
        yield "echoLevel", signal.echo.level_db


def _of_what_returned(signal: Signal) -> Iterator[tuple[str, float | None]]:
    yield "returnedLevel", signal.level
    yield "returnedBandwidth", signal.bandwidth
    yield "returnedDropouts", len(signal.dropouts) if signal.matched else None


def _of_path(path: PathQuality) -> Iterator[tuple[str, float | None]]:
    over = path.over.value.replace("-", " ").title().replace(" ", "")
    yield f"roundTrip{over}", path.round_trip
    yield f"loss{over}", path.loss
    yield f"jitter{over}", path.jitter
