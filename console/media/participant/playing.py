"""What the others say, put together for one speaker: a volume a seat, a reserve a seat."""

from collections.abc import Callable
from typing import Any

import numpy as np
from av import AudioFrame, AudioResampler

from console.domain.diagnosis.evidence import SILENCE
from console.media.analysis import levels
from console.media.participant.floor import Floor
from console.media.participant.reserve import Block, Reserve
from console.media.sound.messages import Request
from console.media.sound.streams import RATE, Speaker

STEPS = 5
"""Frames over which a level is reckoned: 100 ms."""


class Mouth(Speaker):
    """A speaker that plays what it is given. give: returns so many samples."""

    def __init__(self, library: Any, request: Request, give: Callable[[int], Block]) -> None:
        self._mixed = give
        super().__init__(library, request)

    def _give(self, block: Any, frames: int, when: Any, status: Any) -> None:
        self.pace.count(frames, bool(status))
        mixed = self._mixed(frames)
        block[:] = mixed if self.channels == 2 else mixed.mean(axis=1, keepdims=True)


class Heard:
    """A seat's sound. level: dBFS of the last moments, before any volume."""

    def __init__(self, rate: int) -> None:
        self.reserve = Reserve(rate)
        self._resampler = AudioResampler(format="flt", layout="stereo", rate=rate)
        self._power = 0.0
        self.gain = self.before = 1.0

    @property
    def level(self) -> float:
        """How loud it is just now."""
        return levels.decibels(self._power)

    def hear(self, frame: AudioFrame) -> None:
        """Take a frame."""
        for block in self._blocks(frame):
            self._power += (float(np.mean(np.square(block))) - self._power) / STEPS
            self.reserve.put(block)

    def _blocks(self, frame: AudioFrame) -> list[Block]:
        if (frame.format.name, frame.layout.name, frame.sample_rate) == ("s16", "stereo", self.reserve.rate):
            return [frame.to_ndarray().reshape(-1, 2).astype(np.float32) / np.float32(32768)]
        return [
            one.to_ndarray().reshape(-1, 2).astype(np.float32, copy=False) for one in self._resampler.resample(frame)
        ]


class Mixer:
    """The others' sound. level: dBFS of what was played last, as it was before it was lowered."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._seats: dict[str, Heard] = {}
        self._gains: dict[str, float] = {}
        self._rate = RATE
        self._lowered = 1.0
        self.level = SILENCE

    def plays(self, rate: int) -> None:
        """Give what is taken from now on to a speaker of this rate."""
        self._rate = rate
        self._seats = {}

    def hear(self, seat: str, frame: AudioFrame) -> None:
        """Take a frame of a seat's sound."""
        if (heard := self._seats.get(seat)) is None:
            heard = Heard(self._rate)
            heard.gain = heard.before = self._gains.get(seat, 1.0)
            self._seats = {**self._seats, seat: heard}  # the sound library's thread goes through them meanwhile
        heard.hear(frame)

    def part(self, seat: str) -> None:
        """Forget a seat."""
        self._seats = {name: heard for name, heard in self._seats.items() if name != seat}

    def volume(self, seat: str, gain_db: float) -> None:
        """Play a seat louder or more softly."""
        self._gains[seat] = 10 ** (gain_db / 20)
        if (heard := self._seats.get(seat)) is not None:
            heard.gain = self._gains[seat]

    def levels(self) -> dict[str, float]:
        """Return how loud each seat is just now."""
        return {seat: round(heard.level, 1) for seat, heard in self._seats.items()}

    def mix(self, count: int) -> Block:
        """Return so many samples of all together; called in the sound library's thread."""
        total = np.zeros((count, 2), dtype=np.float32)
        for heard in self._seats.values():
            total += heard.reserve.take(count) * _glide(heard.before, heard.gain, count)
            heard.before = heard.gain
        self.level = levels.level(total)
        lowered = self._floor.theirs
        total *= _glide(self._lowered, lowered, count)
        self._lowered = lowered
        return np.clip(total, -1, 1)


def _glide(before: float, after: float, count: int) -> Block | np.float32:
    """A factor for each sample: a sudden one would click."""
    if before == after:
        return np.float32(after)
    return np.linspace(before, after, count, dtype=np.float32)[:, np.newaxis]
