"""Where PulseAudio, or PipeWire in its place, listens on Linux."""

import os
from collections.abc import Iterator
from pathlib import Path


def is_there() -> bool:
    """Tell whether a server is named or has a socket."""
    return "PULSE_SERVER" in os.environ or any(map(_exists, sockets()))


def sockets() -> Iterator[Path]:
    """Yield where a server's socket may be."""
    if runtime := os.environ.get("PULSE_RUNTIME_PATH"):
        yield Path(runtime, "native")
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        yield Path(runtime, "pulse/native")
    yield Path("/run/pulse/native")


def _exists(socket: Path) -> bool:
    try:
        return socket.exists()
    except PermissionError:  # something is there that this user may not use
        return True
