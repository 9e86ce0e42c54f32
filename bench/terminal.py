"""A real pseudo-terminal with a program in it: what is sent, and when what comes back."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

ROWS, COLUMNS = 45, 140
PATIENCE = 120.0
KEPT = 1 << 20


class Terminal:
    """A program on a terminal of its own; killed, with its process group, when left."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.started_at = time.perf_counter()
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            given = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **environment}
            os.execvpe(command[0], list(command), {**os.environ, **given})
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._read = b""

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._file)

    def send(self, keys: bytes) -> float:
        """Write keys; return when."""
        self._read = b""
        at = time.perf_counter()
        os.write(self._file, keys)
        return at

    def seen(self, text: bytes, patience: float = PATIENCE) -> float:
        """Read until a text has come since the last keys; return when."""
        deadline = time.perf_counter() + patience
        while text not in self._read:
            if not self._more(deadline - time.perf_counter()):
                raise TimeoutError(f"{text!r} did not come: {self._read[-3000:]!r}")
        return time.perf_counter()

    def rest(self, seconds: float) -> None:
        """Read whatever comes for a while."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._more(left)

    def _more(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._file], [], [], max(0.0, seconds))
        if ready:
            self._read = (self._read + os.read(self._file, 1 << 16))[-KEPT:]
        return bool(ready)
