"""Figures of a way there and back, from how long its answers took."""

import statistics
from collections.abc import Sequence
from itertools import pairwise

from console.domain.diagnosis.evidence import Hop, PathQuality
from console.domain.noun import Clock


def quality(over: Hop, took: Sequence[float | None], clock: Clock) -> PathQuality | None:
    """Return median round trip and jitter (ms; the mean change from one to the next) and loss (%). None: all lost."""
    came = [milliseconds for milliseconds in took if milliseconds is not None]
    if not came:
        return None
    changes = [abs(after - before) for before, after in pairwise(came)]
    return PathQuality(
        at=clock(),
        over=over,
        round_trip=round(statistics.median(came), 1),
        loss=round(100 * (1 - len(came) / len(took)), 1),
        jitter=round(statistics.fmean(changes), 1) if changes else 0.0,
        samples=len(took),
    )
