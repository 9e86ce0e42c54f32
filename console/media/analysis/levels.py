"""How loud, how quiet, how still."""

import numpy as np

from console.domain.diagnosis.evidence import SILENCE
from console.media.analysis.recording import Samples

LEAST_POWER = 10.0 ** (SILENCE / 10)


def decibels(power: float) -> float:
    """Return a power in dB, never below SILENCE."""
    return float(10 * np.log10(max(power, LEAST_POWER)))


def power(samples: Samples) -> float:
    """Return the mean square of the louder channel."""
    return float(np.mean(samples**2, axis=0).max()) if samples.size else 0.0


def level(samples: Samples) -> float:
    """Return the dBFS of the louder channel."""
    return decibels(power(samples))


def peak(samples: Samples) -> float:
    """Return the largest sample in dBFS."""
    return decibels(float(np.max(np.abs(samples), initial=0.0)) ** 2)


def is_zero(samples: Samples) -> bool:
    """Tell whether nothing but exact zeros came."""
    return not samples.any()


def is_flat(samples: Samples) -> bool:
    """Tell whether every channel stands still at a value, and not at zero everywhere."""
    return not is_zero(samples) and bool(np.all(np.ptp(samples, axis=0) == 0))


def louder(samples: Samples) -> Samples:
    """Return the louder channel alone."""
    return samples[:, int(np.argmax(np.sum(samples**2, axis=0)))]


def frame_powers(channel: Samples, size: int) -> Samples:
    """Return the mean square of each whole frame of so many samples."""
    whole = len(channel) // size * size
    return np.mean(channel[:whole].reshape(-1, size) ** 2, axis=1) if whole else np.zeros(0)
