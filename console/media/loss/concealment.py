"""Sound without holes: where a packet never came, what was heard last goes on for a moment and fades."""

from collections import deque
from collections.abc import Iterator

import numpy as np
from aiortc.mediastreams import MediaStreamTrack
from av import AudioFrame
from numpy.typing import NDArray

FADES_WITHIN = 0.06
"""Seconds that what was heard last goes on for: longer, and it sounds like a machine."""
LONGEST = 0.5
"""Seconds: a longer hole is none that anybody would want to hear filled; the sound goes on after it at once."""
JOINS_WITHIN = 0.0025
"""Seconds within which two pieces that do not fit are brought together: shorter clicks, longer is heard."""


class Unbroken(MediaStreamTrack):
    """A track of sound whose holes are filled. made_up: how many of its frames were."""

    kind = "audio"

    def __init__(self, track: MediaStreamTrack) -> None:
        super().__init__()
        self._track = track
        self._ready: deque[AudioFrame] = deque()
        self._before: AudioFrame | None = None
        self.made_up = 0

    async def recv(self) -> AudioFrame:
        """Return the next frame; raise MediaStreamError when the track has ended."""
        if not self._ready:
            frame = await self._track.recv()
            assert isinstance(frame, AudioFrame)
            filling = list(holes_filled(self._before, frame)) if self._before is not None else []
            self.made_up += len(filling)
            if filling:
                frame = _joined(filling[-1], frame)
            self._ready.extend([*filling, frame])
            self._before = frame
        return self._ready.popleft()


def holes_filled(before: AudioFrame, after: AudioFrame) -> Iterator[AudioFrame]:
    """Yield the frames that are missing between two: the one before back and forth, ever more silent."""
    if before.pts is None or after.pts is None:
        return
    length = before.samples
    hole = after.pts - before.pts - length
    if not length <= hole <= LONGEST * before.sample_rate:
        return
    samples = before.to_ndarray().reshape(-1, len(before.layout.channels))
    fades = round(FADES_WITHIN * before.sample_rate)
    for number in range(hole // length):
        # Played backwards it begins where it ended: nothing jumps.
        samples = samples[::-1]
        place = np.arange(number * length, (number + 1) * length)
        loudness = np.clip(1.0 - place / fades, 0.0, 1.0)[:, np.newaxis]
        yield _frame((samples * loudness).astype(np.int16), before, before.pts + (number + 1) * length)


def _joined(before: AudioFrame, after: AudioFrame) -> AudioFrame:
    """Return a frame whose beginning fits the end of the one before."""
    last = before.to_ndarray().reshape(-1, len(before.layout.channels))[-1].astype(np.float64)
    samples = after.to_ndarray().reshape(-1, len(after.layout.channels)).astype(np.float64)
    joins = min(len(samples), round(JOINS_WITHIN * after.sample_rate))
    samples[:joins] += (last - samples[0]) * np.linspace(1.0, 0.0, joins)[:, np.newaxis]
    return _frame(np.clip(samples, -32768, 32767).astype(np.int16), after, after.pts or 0)


def _frame(samples: NDArray[np.int16], like: AudioFrame, pts: int) -> AudioFrame:
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout=like.layout.name)
    frame.sample_rate = like.sample_rate
    frame.pts = pts
    frame.time_base = like.time_base
    return frame
