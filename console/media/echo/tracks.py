"""Sound that is sent, and sound that comes back, in frames of 20 ms."""

import asyncio
import time
from fractions import Fraction

import numpy as np
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, MediaStreamTrack
from av import AudioFrame
from numpy.typing import NDArray

from console.media.analysis.recording import Samples, stereo
from console.media.sound.streams import Microphone

RATE = 48_000
FRAME = 960
"""Samples: 20 ms."""
FULL_SCALE = 32768.0
SILENCE = np.zeros((1, FRAME * 2), dtype=np.int16)
BEHIND = 0.3
"""Seconds: more than a microphone's blocks are long, and than a busy machine holds one up."""
AGAIN = 0.005
"""Seconds after which a late microphone is asked again."""
LONGEST = 60 * RATE
"""Samples of a recording: a time stamp beyond it is no sound of ours."""


class Sender(AudioStreamTrack):
    """Sends a frame when it is due. Where `_samples` has none yet, all that follows is later: sound has no hole."""

    def __init__(self) -> None:
        super().__init__()
        self._sent = 0
        self._started = 0.0

    async def recv(self) -> AudioFrame:
        """Return the next frame when it is due."""
        self._started = self._started or time.monotonic()
        await asyncio.sleep(max(0.0, self._started + self._sent * FRAME / RATE - time.monotonic()))
        while (samples := self._samples()) is None:
            await asyncio.sleep(AGAIN)
            self._started += AGAIN
        frame = AudioFrame.from_ndarray(samples, format="s16", layout="stereo")
        frame.sample_rate = RATE
        frame.pts = self._sent * FRAME
        frame.time_base = Fraction(1, RATE)
        self._sent += 1
        return frame

    def _samples(self) -> NDArray[np.int16] | None:
        raise NotImplementedError


class Player(Sender):
    """Sends silence, then, from `begin` on, a lead of silence and the waveform (-1 to 1, two channels)."""

    def __init__(self, wave: Samples, lead: float) -> None:
        super().__init__()
        padded = np.concatenate([np.zeros((round(lead * RATE), 2)), wave, np.zeros((FRAME, 2))])
        frames = len(padded) // FRAME
        self._frames = _sixteen_bit(padded[: frames * FRAME]).reshape(frames, 1, FRAME * 2)
        self._next: int | None = None

    def begin(self) -> None:
        """Send the waveform from the next frame on."""
        self._next = 0

    @property
    def played(self) -> float:
        """How much of the waveform is sent, 0 to 1."""
        return (self._next or 0) / len(self._frames)

    def _samples(self) -> NDArray[np.int16]:
        if self._next is None or self._next >= len(self._frames):
            return SILENCE
        samples: NDArray[np.int16] = self._frames[self._next]
        self._next += 1
        return samples


class Passer(Sender):
    """Sends silence, then, from `begin` on, what a microphone hears, BEHIND it."""

    def __init__(self) -> None:
        super().__init__()
        self._microphone: Microphone | None = None
        self._taken = 0
        self._unsent = np.zeros((0, 2))
        self._is_filled = False

    def begin(self, microphone: Microphone) -> None:
        """Pass on what it hears from now on."""
        self._taken = len(microphone.blocks(0))
        self._microphone = microphone

    def _samples(self) -> NDArray[np.int16] | None:
        if self._microphone is None:
            return SILENCE
        blocks = self._microphone.blocks(self._taken)
        self._taken += len(blocks)
        self._unsent = np.concatenate([self._unsent, *map(stereo, blocks)])
        if not self._is_filled and len(self._unsent) < BEHIND * RATE:
            return SILENCE
        self._is_filled = True
        if len(self._unsent) < FRAME:
            return None
        frame, self._unsent = self._unsent[:FRAME], self._unsent[FRAME:]
        return _sixteen_bit(frame).reshape(1, FRAME * 2)


def _sixteen_bit(samples: Samples) -> NDArray[np.int16]:
    return np.clip(np.round(samples * FULL_SCALE), -32768, 32767).astype(np.int16)


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

    def forget(self) -> None:
        """Drop what came until now."""
        self._kept = {}

    def recording(self) -> Samples:
        """Return all that came, in two columns, -1 to 1."""
        if not self._kept:
            return np.zeros((0, 2))
        start = min(self._kept)
        whole = np.zeros((min(LONGEST, max(self._kept) - start + FRAME), 2))
        for stamp, samples in self._kept.items():
            place = whole[stamp - start : stamp - start + len(samples)]
            place[:] = samples[: len(place)] / FULL_SCALE
        return whole
