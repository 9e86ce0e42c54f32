"""What PipeWire needs more than PulseAudio: patience, and a stream to learn from."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from console.domain.diagnosis.evidence import Side
from console.media.audio_system.lines import Refusal
from console.media.audio_system.systems import Unable

PATIENCE = 3.0
"""Seconds for which a client that has only just come may be refused, on a busy machine."""
PAUSE = 0.02

Done = TypeVar("Done")


def insist(attempt: Callable[[], Done]) -> Done:
    """Return what the attempt gives, once it neither is refused nor finds nothing; raise Unable if it never does."""
    from pulsectl import PulseIndexError, PulseOperationFailed

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except (PulseOperationFailed, PulseIndexError, StopIteration) as error:
            if time.monotonic() > deadline:
                raise Unable(Refusal.REFUSED) from error
        time.sleep(PAUSE)


@contextmanager
def silent_stream(side: Side) -> Iterator[None]:
    """Keep a stream open that the server takes for one of the tests'. It plays silence, or keeps nothing."""
    import sounddevice

    def play(block: Any, *_: object) -> None:
        block[:] = bytes(len(block))

    def record(*_: object) -> None:
        pass

    kind = sounddevice.RawInputStream if side is Side.INPUT else sounddevice.RawOutputStream
    with kind(device="pulse", channels=2, samplerate=48_000, callback=record if side is Side.INPUT else play):
        yield
