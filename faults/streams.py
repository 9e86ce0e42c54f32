"""This program's own streams: muted, turned down, moved to another device by somebody while the test runs."""

import time

from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.evidence import Side
from faults import BOTH, Injection, When, fault
from faults.rig import Rig

MOVES_WITHIN = 1.0
"""Seconds: the probe plays for longer."""


def on_stream(side: Side, command: str, value: str) -> Injection:
    """Do this to the test's own stream."""
    kind = "source-output" if side is Side.INPUT else "sink-input"
    return lambda rig: rig.control(command.format(kind), rig.own_stream(side), value)


def moved(side: Side, home: str, away: str) -> Injection:
    """Move the test's own stream, and see that it is there: PipeWire may take the order and do nothing."""
    kind, place = ("source-output", "Source") if side is Side.INPUT else ("sink-input", "Sink")

    def inject(rig: Rig) -> None:
        stream, there = rig.own_stream(side), rig.number(f"{place.lower()}s", away)
        deadline = time.monotonic() + MOVES_WITHIN
        while time.monotonic() < deadline:
            for to in (home, away):
                rig.control(f"move-{kind}", stream, to)
            if rig.is_at(f"{kind}s", stream, there):
                return

    return inject


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
        moved(Side.INPUT, "mic", "dull"),
        when=When.MID_TEST,
        mends=BOTH,
    ),
    fault(
        "own playback moved",
        Code.PLAYBACK_STREAM_MOVED,
        moved(Side.OUTPUT, "cable", "spare"),
        when=When.MID_TEST,
        mends=BOTH,
    ),
)
