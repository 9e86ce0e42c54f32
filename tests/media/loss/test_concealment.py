"""Holes in sound are filled: with what was heard, ever more silent, and without a click."""

from fractions import Fraction

import numpy as np
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame

from console.media.loss.concealment import Unbroken

RATE, LENGTH = 48_000, 960


class Lossy(MediaStreamTrack):
    """A tone of which some frames were lost."""

    kind = "audio"

    def __init__(self, count: int, lost: set[int]) -> None:
        super().__init__()
        self._left = iter([n for n in range(count) if n not in lost])

    async def recv(self) -> AudioFrame:
        for number in self._left:
            place = np.arange(number * LENGTH, (number + 1) * LENGTH)
            tone = np.sin(2 * np.pi * 440 * place / RATE) * 10_000
            frame = AudioFrame.from_ndarray(
                np.repeat(tone.astype(np.int16), 2).reshape(1, -1), format="s16", layout="stereo"
            )
            frame.sample_rate, frame.pts, frame.time_base = RATE, number * LENGTH, Fraction(1, RATE)
            return frame
        raise MediaStreamError


async def heard(count: int, lost: set[int]) -> tuple[list[AudioFrame], int]:
    track = Unbroken(Lossy(count, lost))
    frames = []
    try:
        while True:
            frames.append(await track.recv())
    except MediaStreamError:
        return frames, track.made_up


def samples(frames: list[AudioFrame]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.concatenate([frame.to_ndarray().reshape(-1, 2)[:, 0] for frame in frames]).astype(np.float64)


async def test_every_frame_is_there_and_the_holes_are_known() -> None:
    frames, made_up = await heard(30, {5, 12, 13})
    assert [frame.pts for frame in frames] == [n * LENGTH for n in range(30)]
    assert made_up == 3


async def test_nothing_jumps_and_a_long_hole_fades() -> None:
    whole, _ = await heard(30, set())
    frames, _ = await heard(30, {5, *range(12, 18)})
    steepest = np.abs(np.diff(samples(whole))).max()
    assert np.abs(np.diff(samples(frames))).max() < 2 * steepest
    loudness = [np.abs(samples([frame])).max() for frame in frames]
    assert loudness[5] > 5_000
    assert loudness[12] > loudness[13] > loudness[14]
    assert loudness[15] == loudness[17] == 0


async def test_a_pause_of_the_sender_is_no_hole() -> None:
    frames, made_up = await heard(100, set(range(10, 60)))
    assert (len(frames), made_up) == (50, 0)
