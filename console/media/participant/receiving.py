"""What comes of a track: its first frame, its rate, how loud it is, how often it stands still."""

import math
import time
from collections import deque
from collections.abc import Callable

import numpy as np
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, VideoFrame

from console.media.loss.concealment import Unbroken

RECENT = 2.0
"""Seconds over which a rate is reckoned."""
SILENCE = -90.0
"""dBFS: no sound at all."""
FREEZE_AT_LEAST = 0.15
"""Seconds (W3C webrtc-stats, freezeCount: the longer of three average intervals and the average plus 150 ms)."""


class Rate:
    """Counts what comes."""

    def __init__(self, met_at: float) -> None:
        self._met_at = met_at
        self.count = 0
        self._recent: deque[float] = deque()
        self.first_ms: float | None = None

    def came(self, now: float) -> None:
        """Count one."""
        if self.first_ms is None:
            self.first_ms = round((now - self._met_at) * 1000, 1)
        self._recent.append(now)
        self.count += 1
        self._forget(now)

    def per_second(self, now: float) -> float:
        """Return how many came a second of late."""
        self._forget(now)
        return round(len(self._recent) / min(RECENT, max(0.2, now - self._met_at - (self.first_ms or 0) / 1000)), 1)

    def _forget(self, now: float) -> None:
        while self._recent and now - self._recent[0] > RECENT:
            self._recent.popleft()


class Sound:
    """The sound of a track, measured frame by frame; what was made up for lost packets does not count as come."""

    def __init__(self, met_at: float) -> None:
        self.rate = Rate(met_at)
        self._power = 0.0

    async def measure(self, track: MediaStreamTrack, hear: Callable[[AudioFrame], None]) -> None:
        """Measure until the track ends, and hand on each frame."""
        unbroken = Unbroken(track)
        made_up = 0
        while (frame := await _next(unbroken)) is not None:
            if isinstance(frame, AudioFrame):
                hear(frame)
                if made_up < unbroken.made_up:
                    made_up += 1
                else:
                    self.rate.came(time.monotonic())
                samples = frame.to_ndarray().astype(np.float64) / 32768.0
                # A second's weight: 50 frames.
                self._power += (float(np.mean(samples**2)) - self._power) / 50

    @property
    def level(self) -> float:
        """How loud it was in the last second, in dBFS of its power."""
        return round(max(SILENCE, 10 * math.log10(self._power)) if self._power > 0 else SILENCE, 1)


class Picture:
    """The picture of a track, measured frame by frame."""

    def __init__(self, met_at: float) -> None:
        self.rate = Rate(met_at)
        self.width = self.height = self.freezes = 0
        self._before: float | None = None
        self._usual: float | None = None

    async def measure(self, track: MediaStreamTrack, see: Callable[[VideoFrame], None]) -> None:
        """Measure until the track ends, and hand on each frame."""
        while (frame := await _next(track)) is not None:
            if isinstance(frame, VideoFrame):
                see(frame)
                now = time.monotonic()
                self.rate.came(now)
                self.width, self.height = frame.width, frame.height
                self._interval(now)

    def _interval(self, now: float) -> None:
        if self._before is not None:
            interval = now - self._before
            usual = self._usual if self._usual is not None else interval
            if interval > max(3 * usual, usual + FREEZE_AT_LEAST):
                self.freezes += 1
            self._usual = usual + (interval - usual) / 30
        self._before = now


async def _next(track: MediaStreamTrack) -> AudioFrame | VideoFrame | None:
    try:
        frame = await track.recv()
    except MediaStreamError:  # it has ended
        return None
    return frame if isinstance(frame, AudioFrame | VideoFrame) else None
