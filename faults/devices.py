"""Devices that are not there, or go while the test runs."""

from console.diagnostics.bench import Plan
from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.result import Subject
from faults import Fault, When, fault
from faults.rig import Rig


def no_microphone(rig: Rig) -> None:
    rig.unload("source_name=mic")
    rig.unload("dull")


def no_speaker(rig: Rig) -> None:
    rig.unload("source_name=mic")
    rig.unload("sink_name=cable")
    rig.unload("sink_name=spare")


def _outside_speaker(rig: Rig) -> None:
    """A speaker of its own, whose sound a loop carries to the cable: it can go without the microphone.

    The loop stays where it is: moved to the cable itself it would howl.
    """
    rig.control("load-module", "module-null-sink", "sink_name=box", "norewinds=1", "rate=48000")
    rig.control(
        "load-module", "module-loopback", "source=box.monitor", "sink=cable", "latency_msec=30", "source_dont_move=1"
    )


FAULTS = (
    fault("no microphone", Code.NO_MICROPHONE, no_microphone),
    Fault(
        name="no speaker",
        codes=frozenset({Code.NO_SPEAKER}),
        inject=no_speaker,
        also=frozenset({Code.NO_MICROPHONE}),
    ),
    fault(
        "microphone pulled out",
        Code.MICROPHONE_UNPLUGGED,
        lambda rig: rig.unload("source_name=mic"),
        when=When.MID_TEST,
    ),
    fault(
        "speaker pulled out",
        Code.SPEAKER_UNPLUGGED,
        lambda rig: rig.unload("sink_name=box"),
        when=When.MID_TEST,
        prepared=_outside_speaker,
        plan=Plan(subject=Subject.AUDIO, output="box"),
    ),
)
