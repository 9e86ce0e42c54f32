"""Sound that arrives, but not as it was played."""

from console.diagnostics.bench import Plan
from console.domain.diagnosis.causes import Certainty, Code
from console.domain.diagnosis.result import Depth, Subject
from faults import PULSEAUDIO_ONLY, Injection, fault
from faults.rig import Rig

FULL = Plan(subject=Subject.AUDIO, depth=Depth.FULL)


def remapped(*arguments: str) -> Injection:
    """Make the microphone anew, with its sides connected otherwise."""

    def inject(rig: Rig) -> None:
        rig.unload("source_name=mic")
        rig.control("load-module", "module-remap-source", "source_name=mic", "master=cable.monitor", *arguments)
        rig.control("set-default-source", "mic")

    return inject


def slow_speaker(rate: int) -> Injection:
    """Make the speaker anew, at a telephone's rate."""

    def inject(rig: Rig) -> None:
        rig.unload("sink_name=cable")
        rig.unload("source_name=mic")
        rig.control("load-module", "module-null-sink", "sink_name=cable", "norewinds=1", f"rate={rate}")
        rig.control("load-module", "module-remap-source", "source_name=mic", "master=cable.monitor")
        rig.control("set-default-sink", "cable")
        rig.control("set-default-source", "mic")

    return inject


def pumped(effect: str, value: float = 0.0) -> Injection:
    """Put the pump in between."""
    return lambda rig: rig.pump(effect, value)


FAULTS = (
    fault(
        "sides swapped",
        Code.CHANNELS_SWAPPED,
        remapped("channel_map=front-left,front-right", "master_channel_map=front-right,front-left", "remix=no"),
    ),
    fault(
        "left side on both",
        Code.ONE_CHANNEL_DEAD,
        remapped("channel_map=front-left,front-right", "master_channel_map=front-left,front-left", "remix=no"),
    ),
    fault("sides cancel each other out", Code.POLARITY_CANCELLED, pumped("cancelled")),
    fault("speaker at 8 kHz", Code.NARROW_BAND, slow_speaker(8_000), servers=PULSEAUDIO_ONLY),
    fault("speaker at 16 kHz", Code.NARROW_BAND, slow_speaker(16_000), servers=PULSEAUDIO_ONLY),
    fault("3 kHz band", Code.NARROW_BAND, pumped("narrow", 3_000)),
    fault("noise of -30 dBFS", Code.NOISE, pumped("noise", -30)),
    fault("echo after 180 ms", Code.ECHO, pumped("echo", 180)),
    fault("cut off at half of full scale", Code.CLIPPING, pumped("clipping", 0.5)),
    # A quick test is over in 1.7 s: it misses such holes when they fall badly.
    fault("holes of 40 ms", Code.DROPOUTS, pumped("dropouts", 40), plan=FULL),
    fault("wrong pitch", Code.WRONG_SAMPLE_RATE, pumped("off_pitch", 44_100 / 48_000)),
    fault(
        "noise of -70 dBFS and nothing else",
        Code.NOT_AUDIBLE,
        pumped("only_noise", -70),
        at_least=Certainty.POSSIBLE,
    ),
    fault("all samples alike", Code.FLAT_LINE, pumped("constant", 0.00005)),
)
