"""The figures of a test in words, with their units: for people who read a report."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from console.domain.diagnosis.evidence import Hop
from console.words import _, marked


class Unit(NamedTuple):
    """What a figure is called, its unit, and by what it is multiplied to be shown in it."""

    words: str
    unit: str
    times: float = 1.0


_UNITS: Mapping[str, Unit] = {
    "level": Unit(marked("Level"), "dBFS"),
    "peak": Unit(marked("Peak"), "dBFS"),
    "gain": Unit(marked("Gain from the speaker to the microphone"), "dB"),
    "noiseFloor": Unit(marked("Noise"), "dBFS"),
    "snr": Unit(marked("Sound above noise"), "dB"),
    "clipFraction": Unit(marked("Loud samples cut off"), "%", 100.0),
    "distortion": Unit(marked("Distortion of the tone"), "dB"),
    "bandwidth": Unit(marked("Highest pitch that came over"), "Hz"),
    "tone": Unit(marked("Pitch of the tone"), "Hz"),
    "latency": Unit(marked("Delay"), "ms"),
    "latencyTolerance": Unit(marked("Delay, give or take"), "ms"),
    "dropouts": Unit(marked("Holes in the sound"), ""),
    "echoDelay": Unit(marked("Delay of the echo"), "ms"),
    "echoLevel": Unit(marked("Echo against the sound"), "dB"),
    "speechLevel": Unit(marked("Voice"), "dBFS"),
    "speechPeak": Unit(marked("Peak of the voice"), "dBFS"),
    "speechNoiseFloor": Unit(marked("Noise behind the voice"), "dBFS"),
    "speechBand": Unit(marked("Highest pitch of the voice"), "Hz"),
    "sentLevel": Unit(marked("Level of what was sent"), "dBFS"),
    "returnedLevel": Unit(marked("Level of what came back"), "dBFS"),
    "returnedBandwidth": Unit(marked("Highest pitch of what came back"), "Hz"),
    "returnedDropouts": Unit(marked("Holes in what came back"), ""),
    "frameRate": Unit(marked("Pictures a second"), ""),
    "width": Unit(marked("Width of the picture"), "px"),
    "height": Unit(marked("Height of the picture"), "px"),
    "brightness": Unit(marked("Brightness, of 255"), ""),
    "roundTrip": Unit(marked("Round trip"), "ms"),
    "loss": Unit(marked("Loss"), "%"),
    "jitter": Unit(marked("Jitter"), "ms"),
}
_OVER = {hop.value.title().replace("-", ""): hop.value.upper() for hop in (Hop.HTTP, Hop.STUN)} | {
    Hop.MEDIA.value.title(): marked("sound")
}


def figures(measures: Mapping[str, float]) -> Iterator[str]:
    """Yield each figure as a line; one without words, of a newer program, by its name."""
    for name, value in measures.items():
        known, over = _known(name)
        shown = f"{value * known.times:.1f}".removesuffix(".0")
        way = f" ({_(over)})" if over else ""
        yield f"{_(known.words)}{way}: {shown} {known.unit}".rstrip()


def _known(name: str) -> tuple[Unit, str]:
    """Return the figure's words, and over what it was measured where its name says so."""
    for ending, over in _OVER.items():
        if (short := name.removesuffix(ending)) != name and short in _UNITS:
            return _UNITS[short], over
    return _UNITS.get(name, Unit(name, "")), ""
