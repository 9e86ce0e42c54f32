"""The service's clock: the machine's, or in a demonstration one that starts where it is told and may run faster."""

import time
from datetime import UTC, datetime, timedelta

from console.domain.noun import Clock


def machine_clock() -> datetime:
    """Return the time now by the machine's clock."""
    return datetime.now(UTC)


def demonstration_clock(start: datetime, rate: float) -> Clock:
    """Return a clock that shows `start` now and runs `rate` times as fast as time does."""
    begun = time.monotonic()
    return lambda: start + timedelta(seconds=(time.monotonic() - begun) * rate)
