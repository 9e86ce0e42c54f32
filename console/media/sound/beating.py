"""How a sound program lives while its streams do: it tells how they go, twenty times a second, until it is to stop."""

import time
from collections.abc import Callable, Sequence

from console.media.sound.streams import Stream

BEAT = 0.05


def attend(streams: Sequence[Stream], until: Callable[[], bool]) -> bool:
    """Tell how the streams go; True once it is time, False as soon as one of them has stopped."""
    while not until():
        if not all(stream.is_alive for stream in streams):
            beat(streams)
            return False
        time.sleep(BEAT)
        beat(streams)
    return True


def beat(streams: Sequence[Stream]) -> None:
    """Tell how each stream goes."""
    for stream in streams:
        stream.beat()


def after(seconds: float) -> Callable[[], bool]:
    """Return what is true once so many seconds have passed from now on."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end
