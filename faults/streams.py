"""This program's own streams: muted, turned down, moved to another device by somebody while the test runs."""

from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.evidence import Side
from faults import BOTH, Injection, When, fault


def on_stream(side: Side, command: str, value: str) -> Injection:
    """Do this to the test's own stream."""
    kind = "source-output" if side is Side.INPUT else "sink-input"
    return lambda rig: rig.control(command.format(kind), rig.own_stream(side), value)


FAULTS = (
    fault(
        "own playback muted",
        Code.PLAYBACK_STREAM_MUTED,
        on_stream(Side.OUTPUT, "set-{}-mute", "1"),
        when=When.MID_TEST,
        mends=BOTH,
    ),
    fault(
        "own playback at 10 %",
        Code.PLAYBACK_STREAM_QUIET,
        on_stream(Side.OUTPUT, "set-{}-volume", "10%"),
        when=When.MID_TEST,
        mends=BOTH,
    ),
    fault(
        "own recording muted",
        Code.RECORDING_STREAM_MUTED,
        on_stream(Side.INPUT, "set-{}-mute", "1"),
        when=When.MID_TEST,
        mends=BOTH,
    ),
    fault(
        "own recording moved",
        Code.RECORDING_STREAM_MOVED,
        on_stream(Side.INPUT, "move-{}", "dull"),
        when=When.MID_TEST,
        mends=BOTH,
    ),
    fault(
        "own playback moved",
        Code.PLAYBACK_STREAM_MOVED,
        on_stream(Side.OUTPUT, "move-{}", "spare"),
        when=When.MID_TEST,
        mends=BOTH,
    ),
)
