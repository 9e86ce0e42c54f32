"""Sound that one thread puts in and another takes out: it evens out what comes unevenly, and never clicks."""

import threading
from collections import deque

import numpy as np
from numpy.typing import NDArray

from console.media.analysis.recording import Samples

Block = NDArray[np.float32]
"""Samples in two columns, -1 to 1."""

KEPT = 0.04
"""Seconds that are kept back against what comes late."""
KEPT_MORE = 0.02
KEPT_AT_MOST = 0.2
"""Seconds: each time that it did not last, more is kept."""
TOO_LONG = 0.12
"""Seconds beyond what is kept and taken at once: then a little is left out, or all would be heard ever later."""
LEFT_OUT = 0.01
LONGEST = 1.0
"""Seconds: more is not kept where nobody takes it."""
FADES_WITHIN = 0.005


class Reserve:
    """rate: samples a second."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._kept = round(KEPT * rate)
        self._blocks: deque[Block] = deque()
        self._length = 0
        self._flows = False
        self._last = np.zeros(2, dtype=np.float32)
        self._lock = threading.Lock()

    def put(self, block: Samples | Block) -> None:
        """Add sound of two columns."""
        with self._lock:
            self._blocks.append(block.astype(np.float32, copy=False))
            self._length += len(block)
            if self._length > LONGEST * self.rate:
                self._take(self._length - self._kept)

    def forget(self) -> None:
        """Drop what has not been taken."""
        with self._lock:
            self._blocks.clear()
            self._length = 0

    def take(self, count: int) -> Block:
        """Return so many samples: silence where there are none, faded out and in where it stops and goes on."""
        with self._lock:
            begins = not self._flows
            if begins and self._length < count + self._kept:
                return np.zeros((count, 2), dtype=np.float32)
            self._flows = self._length >= count
            if not self._flows:
                self._kept = min(self._kept + round(KEPT_MORE * self.rate), round(KEPT_AT_MOST * self.rate))
                return self._faded_out(self._take(self._length), count)
            taken = self._shortened(count) if self._is_too_long(count) else self._take(count)
        if begins:
            taken = taken.copy()
            rise = self._ramp(count)
            taken[: len(rise)] *= rise
        if count:
            self._last = taken[-1]
        return taken

    def _is_too_long(self, count: int) -> bool:
        return self._length > count + self._kept + TOO_LONG * self.rate

    def _take(self, count: int) -> Block:
        parts, missing = [np.zeros((0, 2), dtype=np.float32)], count
        while missing > 0 and self._blocks:
            block = self._blocks.popleft()
            if len(block) > missing:
                self._blocks.appendleft(block[missing:])
                block = block[:missing]
            parts.append(block)
            missing -= len(block)
        self._length -= count - missing
        return np.concatenate(parts)

    def _shortened(self, count: int) -> Block:
        """Leave a little out: what comes after it is blended in."""
        skipped = round(LEFT_OUT * self.rate)
        whole = self._take(count + skipped)
        before, after = whole[:count], whole[skipped:]
        rise = np.ones((count, 1), dtype=np.float32)
        ramp = self._ramp(count)
        rise[: len(ramp)] = ramp
        return before * (1 - rise) + after * rise

    def _faded_out(self, rest: Block, count: int) -> Block:
        out = np.zeros((count, 2), dtype=np.float32)
        out[: len(rest)] = rest
        if len(rest):
            self._last = rest[-1]
        fall = self._ramp(count - len(rest))[::-1]
        out[len(rest) : len(rest) + len(fall)] = self._last * fall
        self._last = np.zeros(2, dtype=np.float32)
        return out

    def _ramp(self, room: int) -> Block:
        length = min(room, round(FADES_WITHIN * self.rate))
        return np.linspace(0, 1, length, dtype=np.float32)[:, np.newaxis]
