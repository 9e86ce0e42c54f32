"""What a child program bounds itself by before it looks at a stranger's file. The parent's side is `limited`."""

import signal
import sys
from contextlib import suppress


def limit(*, memory: int, seconds: int) -> None:
    """Bound this process: bytes of memory, seconds of processor time, and twice as many on the wall."""
    # Windows has no such limits, and macOS refuses some: there the time-out of the parent stands alone.
    if sys.platform != "win32":
        import resource

        # A process that was ended leaves no core: the stranger's file would be in it.
        for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
            with suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
        signal.alarm(2 * seconds)  # also where the parent is gone


def shut_in() -> None:
    """From here on open no file and no connection, and start no program: all that is needed has been imported."""
    if sys.platform != "win32":
        import resource

        for what, most in ((resource.RLIMIT_NOFILE, 3), (resource.RLIMIT_NPROC, 0), (resource.RLIMIT_FSIZE, 0)):
            with suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
