"""A recording made fit to be measured."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Samples: TypeAlias = NDArray[np.floating[Any]]

FULL_SCALE = 1.0
LOUDEST = 1000.0
"""Beyond this a sample is garbage; its square must stay finite."""


def stereo(recording: ArrayLike) -> Samples:
    """Return the recording in two columns: one channel fills both, NaN is silence, infinity is LOUDEST."""
    samples = np.atleast_1d(np.asarray(recording, dtype=np.float64))
    if samples.ndim == 1:
        samples = samples[:, np.newaxis]
    samples = np.nan_to_num(samples, nan=0.0, posinf=LOUDEST, neginf=-LOUDEST).clip(-LOUDEST, LOUDEST)
    if samples.shape[1] == 0:
        return np.zeros((0, 2))
    return samples[:, [0, min(1, samples.shape[1] - 1)]]


def cut_off(samples: Samples) -> Samples:
    """Return the samples as a sound card or a call keeps them; PipeWire hands on what is beyond full scale."""
    return samples.clip(-FULL_SCALE, FULL_SCALE)


def part(samples: Samples, start: float, end: float, rate: int) -> Samples:
    """Return the frames from start to end (seconds), as many of them as there are."""
    return samples[max(0, round(start * rate)) : max(0, round(end * rate))]
