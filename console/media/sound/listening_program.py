"""Listens to one microphone: a program that keeps what it hears in its own memory, tells what it says, and forgets it.

On order it plays the voice back once, after a pause. What was recorded is never written anywhere.
"""

import queue
import time
from datetime import UTC, datetime
from typing import Any

import numpy as np

from console.media.analysis import levels
from console.media.analysis.recording import Samples
from console.media.analysis.speech import listen
from console.media.sound.beating import after, attend
from console.media.sound.messages import Done, Listened, Live, Order, Request, Thinking, say
from console.media.sound.starting import close, start
from console.media.sound.streams import Microphone, Speaker, opened

PAUSE = 0.8
"""Seconds before the voice is played back: one's own voice at once is an echo, not a recording."""
ENDING = 0.3

_orders: "queue.Queue[bytes]" = queue.Queue()


def run(library: Any, request: Request) -> None:
    """Listen between two orders, tell, and wait for the order to play back."""
    microphone = opened(Microphone, library, request)
    if microphone is None:
        return
    if not microphone.start():
        say(Live())
        close([microphone])
        return
    say(Live())
    attend([microphone], _ordered)
    microphone.forget()
    is_over = after(request.seconds)
    began = time.monotonic()

    def is_done() -> bool:
        say(Done(fraction=min(1.0, (time.monotonic() - began) / max(request.seconds, 0.001))))
        return is_over() or _ordered()

    attend([microphone], is_done)
    say(Thinking())
    recording = microphone.recording()
    speech = listen(recording, microphone.rate, datetime.now(UTC), endpoint=request.input or "")
    say(Listened(speech=speech, level=levels.level(recording)))
    close([microphone])
    while _orders.get() != Order.PLAY_BACK.encode():
        pass  # an end that is told after the time was over
    _play_back(library, request, recording, microphone.rate)


def _ordered() -> bool:
    try:
        return bool(_orders.get_nowait())
    except queue.Empty:
        return False


def _play_back(library: Any, request: Request, recording: Samples, rate: int) -> None:
    speaker = opened(Speaker, library, request)
    if speaker is None or not speaker.start():
        return
    say(Live())
    if attend([speaker], after(PAUSE)):
        speaker.play(_at_rate(recording, rate, speaker.rate))
        attend([speaker], lambda: speaker.played == 1.0) and attend([speaker], after(ENDING))
    close([speaker])


def _at_rate(recording: Samples, rate: int, wanted: int) -> Samples:
    if rate == wanted:
        return recording
    times = np.arange(round(len(recording) * wanted / rate)) * rate / wanted
    return np.column_stack([np.interp(times, np.arange(len(recording)), column) for column in recording.T])


if __name__ == "__main__":
    start(run, _orders.put)
