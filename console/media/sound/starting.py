"""How a sound program starts and ends."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from console.media.inventory.troubles import Trouble
from console.media.leash import end_with_parent
from console.media.sound.messages import Awake, Closing, NoLibrary, Ready, Request, say
from console.media.sound.streams import Stream, load


def start(run: Callable[[Any, Request], None], hear: Callable[[bytes], None] | None = None) -> None:
    """Load the sound library, run, and end this process without waiting for the library's own end."""
    end_with_parent(hear)
    request = msgspec.json.decode(sys.argv[1], type=Request)
    say(Awake())
    try:
        library = load(request)
    except (ImportError, OSError):  # OSError: the binding is there, PortAudio is not
        say(NoLibrary(trouble=Trouble.NO_LIBRARY))
    else:
        say(Ready())
        run(library, request)
    sys.stdout.flush()
    os._exit(0)


def close(streams: Sequence[Stream]) -> None:
    """Close the streams; with a frozen sound server this does not return, and the parent knows why."""
    say(Closing())
    for stream in streams:
        stream.close()
