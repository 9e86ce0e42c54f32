"""Plays the probe and records it at the same time: a program that tells how it goes, and what the recording says."""

import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from console.domain.diagnosis.evidence import Signal
from console.media.analysis.measuring import measure
from console.media.analysis.probe import layout, waveform
from console.media.inventory.troubles import Trouble
from console.media.leash import end_with_parent
from console.media.sound.messages import (
    Awake,
    Closing,
    Done,
    Live,
    Measured,
    NoLibrary,
    Ready,
    Request,
    Thinking,
    say,
)
from console.media.sound.streams import Microphone, Speaker, Stream, load, opened

BEAT = 0.05
LINGER = 0.4
"""Seconds of recording after the probe's end: what comes later than this is lost."""
SHOWN_FOR = 0.3
"""Seconds for which streams stay open when there is nothing to play or to hear, so that their state can be seen."""


def main() -> None:
    """Test, tell, and end without waiting for the sound library."""
    end_with_parent()
    request = msgspec.json.decode(sys.argv[1], type=Request)
    say(Awake())
    try:
        library = load(request)
    except (ImportError, OSError):  # OSError: the binding is there, PortAudio is not
        say(NoLibrary(trouble=Trouble.NO_LIBRARY))
        return
    say(Ready())
    run(library, request)
    sys.stdout.flush()
    os._exit(0)


def run(library: object, request: Request) -> None:
    """Play, record, measure."""
    microphone = opened(Microphone, library, request)
    hears = microphone is not None and microphone.start()
    speaker = opened(Speaker, library, request)
    plays = speaker is not None and speaker.start()
    say(Live())
    streams = [stream for stream in (microphone, speaker) if stream]
    if microphone and hears and speaker and plays:
        speaker.play(waveform(layout(request.seconds), speaker.rate))
        _attend(streams, speaker)
        say(Thinking())
        say(Measured(signal=_measured(microphone, speaker, request.seconds)))
    else:
        _show(streams)
    say(Closing())
    for stream in streams:
        stream.close()


def _attend(streams: Sequence[Stream], speaker: Speaker) -> None:
    """Tell how the streams go until the probe is over, or one of them has stopped."""
    over_at = None
    while all(stream.is_alive for stream in streams):
        time.sleep(BEAT)
        for stream in streams:
            stream.beat()
        say(Done(fraction=speaker.played))
        if speaker.played == 1.0:
            over_at = over_at or time.monotonic()
            if time.monotonic() - over_at >= LINGER:
                return
    for stream in streams:
        stream.beat()


def _show(streams: Sequence[Stream]) -> None:
    until = time.monotonic() + SHOWN_FOR
    while time.monotonic() < until:
        time.sleep(BEAT)
        for stream in streams:
            stream.beat()


def _measured(microphone: Microphone, speaker: Speaker, seconds: float) -> Signal:
    played_at = speaker.left_at - microphone.began_at if speaker.left_at and microphone.began_at else None
    return measure(microphone.recording(), microphone.rate, datetime.now(UTC), seconds=seconds, played_at=played_at)


if __name__ == "__main__":
    main()
