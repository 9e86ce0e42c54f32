"""Figures of a camera's pictures: how bright, how varied, how fast, and whether they ever change."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from console.domain.diagnosis.evidence import CameraOpening
from console.media.camera.lines import Seen

Gray: TypeAlias = npt.NDArray[np.uint8]
FROZEN_FROM = 5
"""Pictures: fewer that are equal prove nothing."""


@dataclass
class Judge:
    """Takes in pictures one by one. Brightness is judged on the later half: a camera needs a moment to adjust."""

    width: int = 0
    height: int = 0
    _first: Gray | None = None
    _changed: bool = False
    _times: list[float] = field(default_factory=list)
    _lumas: list[float] = field(default_factory=list)
    _spreads: list[float] = field(default_factory=list)

    def take(self, gray: Gray, at: float) -> None:
        """Take in a picture's brightness (height x width, 0 to 255) that came at this second."""
        self.height, self.width = gray.shape
        if self._first is None:
            self._first = gray
        self._changed = self._changed or not np.array_equal(self._first, gray)
        self._times.append(at)
        self._lumas.append(float(gray.mean()))
        self._spreads.append(float(gray.std()))

    def seen(self) -> Seen:
        """Return the figures of what was taken in."""
        count = len(self._times)
        return Seen(
            opening=CameraOpening.OPENED,
            width=self.width,
            height=self.height,
            rate=self._rate(),
            frames=count,
            luma=_later(self._lumas),
            spread=_later(self._spreads),
            frozen=count >= FROZEN_FROM and not self._changed,
        )

    def _rate(self) -> float:
        if len(self._times) < 2:
            return 0.0
        return round((len(self._times) - 1) / max(self._times[-1] - self._times[0], 1e-6), 1)


def _later(values: list[float]) -> float | None:
    later = values[len(values) // 2 :]
    return round(sum(later) / len(later), 1) if later else None
