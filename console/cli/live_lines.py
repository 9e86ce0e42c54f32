"""What a test does right now, on one line of the terminal that is written over; a line for each step that is done."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from console.diagnostics.bench import Level, Progress, Step
from console.presentation.cell import Tone, plain
from console.presentation.diagnosis.meters import bar
from console.presentation.diagnosis.sight import BEGUN, Sight
from console.words import _

EVERY = 0.1
WIDTH = 78
BAR = 16
ERASE = "\r\x1b[K"


class LiveLines:
    """Writes to a terminal; says nothing to anything else. clock: a steady one, in s."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._live = stream.isatty()
        self._written = False
        self._held = False
        self._next = 0.0
        self._sight: Sight = BEGUN

    def tell(self, told: Progress) -> None:
        """Take what a test tells."""
        self._sight = self._sight.after(told)
        if isinstance(told, Step):
            self.say(_("Step {number} of {of}", number=told.number, of=told.of) + f"  {told.title}")
        elif self._live and not self._held and self._clock() >= self._next:
            self._next = self._clock() + EVERY
            self._write(self._line())

    def say(self, sentence: str) -> None:
        """Write a line that stays."""
        if self._live:
            self.clear()
            print(sentence, file=self._stream, flush=True)

    def clear(self) -> None:
        """Wipe the line that is written over."""
        if self._written:
            self._stream.write(ERASE)
            self._stream.flush()
            self._written = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Write nothing over a question while its answer is typed."""
        self.clear()
        self._held = True
        try:
            yield
        finally:
            self._held = False

    def _write(self, line: str) -> None:
        self._stream.write(ERASE + line[:WIDTH])
        self._stream.flush()
        self._written = True

    def _line(self) -> str:
        levels = "  ".join(_figure(level) for level in self._sight.levels.values())
        return f"{plain(bar(self._sight.part, BAR, Tone.KEY))}  {levels}"


def _figure(level: Level) -> str:
    return f"{level.label or level.endpoint} {level.level:.0f} dBFS"
