"""Ends a child program together with the process that started it, however that one ended."""

import os
import sys
import threading


def end_with_parent() -> None:
    """From now on the end of standard input, which the parent holds open, ends this process."""
    threading.Thread(target=_wait_for_the_end, args=(sys.stdin.fileno(),), daemon=True).start()


def _wait_for_the_end(descriptor: int) -> None:
    # The raw descriptor: a thread that waits inside sys.stdin would hold its lock when the interpreter shuts down.
    while os.read(descriptor, 1):
        pass
    os._exit(0)
