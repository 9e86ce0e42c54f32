"""What this seat says: its microphone, or silence, a frame of 20 ms whenever one is due."""

import asyncio
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from aiortc.mediastreams import MediaStreamTrack
from av import AudioFrame

from console.domain.diagnosis.evidence import SILENCE
from console.media.analysis import levels
from console.media.analysis.recording import stereo
from console.media.participant.floor import Floor
from console.media.participant.reserve import Block, Reserve
from console.media.sound.messages import Request
from console.media.sound.streams import RATE, Microphone

FRAMES_A_SECOND = 50
LATE = 0.5
"""Seconds: a program that was held up for longer does not send all that it missed."""


class Ear(Microphone):
    """A microphone whose sound goes into a reserve."""

    def __init__(self, library: Any, request: Request, put: Callable[[Block], None]) -> None:
        self._put = put
        super().__init__(library, request)

    def _hear(self, block: Any, frames: int, when: Any, status: Any) -> None:
        self.pace.count(frames, bool(status))
        self._put(stereo(block.copy()))


class Voice(MediaStreamTrack):
    """A track of what the microphone hears, as far as `floor` lets it through. level: its own, dBFS, whatever is sent.

    others: how loud what is played is, in dBFS.
    """

    kind = "audio"

    def __init__(self, floor: Floor, others: Callable[[], float]) -> None:
        super().__init__()
        self.level = SILENCE
        self._floor = floor
        self._others = others
        self._reserve = Reserve(RATE)
        self._sent = 0
        self._started = 0.0
        self._gain = 0.0

    def listens(self, rate: int) -> None:
        """Take what comes from now on from a microphone of this rate."""
        self._reserve = Reserve(rate)

    def hear(self, block: Block) -> None:
        """Take what the microphone hears; called in the sound library's thread."""
        self.level = levels.level(block)
        self._reserve.put(block)

    async def recv(self) -> AudioFrame:
        """Return the next frame when it is due."""
        now = time.monotonic()
        due = self._started + self._sent / FRAMES_A_SECOND
        if now - due > LATE:
            self._started, due = now - self._sent / FRAMES_A_SECOND, now
            self._reserve.forget()
        await asyncio.sleep(max(0.0, due - now))
        reserve = self._reserve
        samples = self._let_through(reserve.take(reserve.rate // FRAMES_A_SECOND))
        frame = AudioFrame.from_ndarray(
            np.round(samples * 32767.0).astype(np.int16).reshape(1, -1), format="s16", layout="stereo"
        )
        frame.sample_rate = reserve.rate
        frame.pts = self._sent * (reserve.rate // FRAMES_A_SECOND)
        frame.time_base = Fraction(1, reserve.rate)
        self._sent += 1
        return frame

    def _let_through(self, heard: Block) -> Block:
        self._floor.decide(self.level, self._others(), time.monotonic())
        before, self._gain = self._gain, self._floor.mine
        glide = np.linspace(before, self._gain, len(heard), dtype=np.float32)[:, np.newaxis]  # a sudden one would click
        let: Block = np.clip(heard * glide, -1, 1)
        return let
