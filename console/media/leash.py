"""Ends a child program together with the process that started it, however that one ended."""

import os
import sys
import threading
from collections.abc import Callable


def end_with_parent(hear: Callable[[bytes], None] | None = None) -> None:
    """From now on the end of standard input, which the parent holds open, ends this process.

    hear: is told each line that the parent writes there, in a thread of its own.
    """
    threading.Thread(target=_wait_for_the_end, args=(sys.stdin.fileno(), hear), daemon=True).start()


def _wait_for_the_end(descriptor: int, hear: Callable[[bytes], None] | None) -> None:
    # The raw descriptor: a thread that waits inside sys.stdin would hold its lock when the interpreter shuts down.
    rest = b""
    while read := os.read(descriptor, 4096):
        *lines, rest = (rest + read).split(b"\n")
        for line in lines:
            if hear is not None:
                hear(line)
    os._exit(0)
