"""Sound that is sent, and sound that comes back, in frames of 20 ms."""

import asyncio
import time
from fractions import Fraction
from typing import Any

import numpy as np
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, MediaStreamTrack
from av import AudioFrame
from numpy.typing import NDArray

RATE = 48_000
FRAME = 960
"""Samples: 20 ms."""
FULL_SCALE = 32768.0
LONGEST = 60 * RATE
"""Samples of a recording: a time stamp beyond it is no sound of ours."""


class Player(AudioStreamTrack):
    """Sends silence, then, from `begin` on, a lead of silence and the waveform (-1 to 1, two channels)."""

    def __init__(self, wave: NDArray[np.floating[Any]], lead: float) -> None:
        super().__init__()
        padded = np.concatenate([np.zeros((round(lead * RATE), 2)), wave, np.zeros((FRAME, 2))])
        frames = len(padded) // FRAME
        samples = np.clip(np.round(padded[: frames * FRAME] * FULL_SCALE), -32768, 32767).astype(np.int16)
        self._frames = samples.reshape(frames, 1, FRAME * 2)
        self._next: int | None = None
        self._sent = 0
        self._started = 0.0

    def begin(self) -> None:
        """Send the waveform from the next frame on."""
        self._next = 0

    @property
    def played(self) -> float:
        """How much of the waveform is sent, 0 to 1."""
        return (self._next or 0) / len(self._frames)

    async def recv(self) -> AudioFrame:
        """Return the next frame when it is due."""
        self._started = self._started or time.monotonic()
        await asyncio.sleep(max(0.0, self._started + self._sent * FRAME / RATE - time.monotonic()))
        frame = AudioFrame.from_ndarray(self._samples(), format="s16", layout="stereo")
        frame.sample_rate = RATE
        frame.pts = self._sent * FRAME
        frame.time_base = Fraction(1, RATE)
        self._sent += 1
        return frame

    def _samples(self) -> NDArray[np.int16]:
        if self._next is None or self._next >= len(self._frames):
            return np.zeros((1, FRAME * 2), dtype=np.int16)
        samples: NDArray[np.int16] = self._frames[self._next]
        self._next += 1
        return samples


class Recorder:
    """Keeps what a track brings, each frame at its time stamp: what was lost on the way stays silent."""

    def __init__(self) -> None:
        self.first = asyncio.Event()
        self._kept: dict[int, NDArray[np.int16]] = {}
        self._task: asyncio.Task[None] | None = None

    def record(self, track: MediaStreamTrack) -> None:
        """Record a track from now on."""
        if track.kind == "audio":
            self._task = asyncio.create_task(self._record(track))

    async def _record(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:  # the connection is closed
                return
            if isinstance(frame, AudioFrame) and frame.pts is not None:
                self._kept[frame.pts] = frame.to_ndarray().astype(np.int16, copy=False).reshape(-1, 2)
                self.first.set()

    def recording(self) -> NDArray[np.float64]:
        """Return all that came, in two columns, -1 to 1."""
        if not self._kept:
            return np.zeros((0, 2))
        start = min(self._kept)
        whole = np.zeros((min(LONGEST, max(self._kept) - start + FRAME), 2))
        for stamp, samples in self._kept.items():
            place = whole[stamp - start : stamp - start + len(samples)]
            place[:] = samples[: len(place)] / FULL_SCALE
        return whole
