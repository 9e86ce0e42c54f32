"""Mutes, volumes, defaults and sleep of the devices, before the test and in its middle."""

from console.domain.diagnosis.causes import Certainty, Code
from faults import BOTH, PULSEAUDIO_ONLY, Fault, Injection, When, fault


def control(*command: str) -> Injection:
    """Do this with pactl."""
    return lambda rig: rig.control(*command)


MUTES = (
    fault("microphone muted", Code.MICROPHONE_MUTED, control("set-source-mute", "mic", "1"), mends=BOTH),
    fault("microphone at 0 %", Code.MICROPHONE_VOLUME_ZERO, control("set-source-volume", "mic", "0"), mends=BOTH),
    fault("microphone at 5 %", Code.MICROPHONE_VOLUME_LOW, control("set-source-volume", "mic", "5%"), mends=BOTH),
    fault("speaker muted", Code.SPEAKER_MUTED, control("set-sink-mute", "cable", "1"), mends=BOTH),
    fault("speaker at 0 %", Code.SPEAKER_VOLUME_ZERO, control("set-sink-volume", "cable", "0"), mends=BOTH),
    fault("speaker at 5 %", Code.SPEAKER_VOLUME_LOW, control("set-sink-volume", "cable", "5%"), mends=BOTH),
    fault("monitor muted", Code.MONITOR_MUTED, control("set-source-mute", "cable.monitor", "1"), mends=BOTH),
)
"""What can stand together with any other of another device."""

_LOUD = (
    fault("microphone at 300 %", Code.MICROPHONE_OVERDRIVEN, control("set-source-volume", "mic", "300%"), mends=BOTH),
    fault("speaker at 300 %", Code.SPEAKER_OVERDRIVEN, control("set-sink-volume", "cable", "300%"), mends=BOTH),
    fault(
        "microphone's right side at 0 %",
        Code.ONE_CHANNEL_DEAD,
        control("set-source-volume", "mic", "100%", "0%"),
        mends=BOTH,
    ),
)
_CHOICE = (
    fault("wrong default microphone", Code.WRONG_MICROPHONE, control("set-default-source", "dull"), mends=BOTH),
    fault(
        "wrong default speaker",
        Code.WRONG_SPEAKER,
        control("set-default-sink", "spare"),
        at_least=Certainty.POSSIBLE,  # a headset that is worn looks the same
    ),
    fault(
        "a speaker's monitor is the default microphone",
        Code.WRONG_MICROPHONE,
        control("set-default-source", "spare.monitor"),
        mends=BOTH,
    ),
)
_SLEEP = (
    fault(
        "microphone suspended",
        Code.MICROPHONE_SUSPENDED,
        control("suspend-source", "mic", "1"),
        servers=PULSEAUDIO_ONLY,
        mends=BOTH,
    ),
    fault(
        "speaker suspended",
        Code.SPEAKER_SUSPENDED,
        control("suspend-sink", "cable", "1"),
        servers=PULSEAUDIO_ONLY,
        mends=BOTH,
    ),
)
_IN_MID_TEST = tuple(
    Fault(
        name=f"{one.name}, in mid-test",
        codes=one.codes,
        inject=one.inject,
        when=When.MID_TEST,
        servers=one.servers,
        mends=BOTH,
    )
    for one in (*MUTES, *_LOUD, *_SLEEP)
)

FAULTS = (*MUTES, *_LOUD, *_CHOICE, *_SLEEP, *_IN_MID_TEST)
