"""How the program tells its parent: in a thread, so that a parent that does not read holds no sound up."""

import queue
import sys
import threading

from console.media.participant.messages import Line, written

_lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()


def say(line: Line) -> None:
    """Tell the parent something that it has to know."""
    _lines.put(written(line))


def show(line: Line) -> None:
    """Tell the parent something that is of this moment: it is lost where what was told before is not read yet."""
    if _lines.empty():
        say(line)


def begin() -> None:
    """Begin to tell."""
    threading.Thread(target=_write, daemon=True, name="telling").start()


def _write() -> None:
    while True:
        sys.stdout.buffer.write(_lines.get())
        sys.stdout.buffer.flush()
