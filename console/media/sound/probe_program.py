"""Plays the probe and records it at the same time: a program that tells how it goes, and what the recording says."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from msgspec.structs import replace

from console.domain.diagnosis.evidence import Signal
from console.media.analysis.measuring import measure
from console.media.analysis.probe import layout, waveform
from console.media.sound.beating import after, attend
from console.media.sound.messages import Done, Live, Measured, Request, Thinking, say
from console.media.sound.starting import close, start
from console.media.sound.streams import Microphone, Speaker, Stream, opened

LINGER = 0.4
"""Seconds of recording after the probe's end: what comes later than this is lost."""
LATENCY_TOLERANCE = 25.0
"""ms: on a path without any delay -23 to +10 was read, by the times that the two streams themselves tell."""
SHOWN_FOR = 0.3
"""Seconds for which streams stay open when there is nothing to play or to hear, so that their state can be seen."""


def run(library: Any, request: Request) -> None:
    """Play, record, measure."""
    pair = play(library, request)
    if pair.was_played:
        say(Thinking())
        say(Measured(signal=measured(pair, request.seconds)))
    close(pair.streams)


class Pair(NamedTuple):
    """The streams that are open. was_played: the probe was played and recorded."""

    microphone: Microphone | None
    speaker: Speaker | None
    was_played: bool

    @property
    def streams(self) -> list[Stream]:
        """Those that are there."""
        return [stream for stream in (self.microphone, self.speaker) if stream]


def play(library: Any, request: Request, hear: Callable[[Microphone], None] = lambda microphone: None) -> Pair:
    """Play and record. The microphone first: a stream that plays may keep one that records from starting.

    hear: is given the microphone just before the probe is played.
    """
    microphone = opened(Microphone, library, request)
    hears = microphone is not None and microphone.start()
    speaker = opened(Speaker, library, request)
    plays = speaker is not None and speaker.start()
    say(Live())
    if microphone and hears and speaker and plays:
        pair = Pair(microphone, speaker, was_played=True)
        hear(microphone)
        speaker.play(waveform(layout(request.seconds), speaker.rate))
        attend(pair.streams, _over(speaker))
        return pair
    pair = Pair(microphone, speaker, was_played=False)
    attend([stream for stream in pair.streams if stream.pace.began.is_set()], after(SHOWN_FOR))
    return pair


def _over(speaker: Speaker) -> Callable[[], bool]:
    """Return what is true a little after the speaker has played all, and tells how far it is."""
    lingered: list[Callable[[], bool]] = []

    def is_over() -> bool:
        say(Done(fraction=speaker.played))
        if speaker.played == 1.0 and not lingered:
            lingered.append(after(LINGER))
        return bool(lingered) and lingered[0]()

    return is_over


def measured(pair: Pair, seconds: float) -> Signal:
    """Return what the recording of a probe that was played says."""
    microphone, speaker = pair.microphone, pair.speaker
    assert microphone is not None
    assert speaker is not None
    played_at = speaker.left_at - microphone.began_at if speaker.left_at and microphone.began_at else None
    signal = measure(microphone.recording(), microphone.rate, datetime.now(UTC), seconds=seconds, played_at=played_at)
    if signal.latency is None:
        return signal
    return replace(signal, latency=max(0.0, signal.latency), latency_tolerance=LATENCY_TOLERANCE)


if __name__ == "__main__":
    start(run)
