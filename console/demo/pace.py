"""The service's clock, and waiting for what it will show."""

import asyncio
import time
from datetime import datetime, timedelta
from typing import Protocol

from console.wire.page import ClockReading


class Pace(Protocol):
    """How time passes in the town."""

    rate: float

    def now(self) -> datetime:
        """Return what the service's clock shows."""
        ...

    async def until(self, moment: datetime) -> None:
        """Wait until the service's clock shows this; return at once where it already does."""
        ...


class ServicePace:
    """Follows the service's clock by one reading of it: both are steady clocks of one machine."""

    def __init__(self, reading: ClockReading) -> None:
        self.rate = reading.rate
        self._anchor = reading.now
        self._anchored_at = time.monotonic()

    def now(self) -> datetime:
        """Return what the service's clock shows."""
        return self._anchor + timedelta(seconds=(time.monotonic() - self._anchored_at) * self.rate)

    async def until(self, moment: datetime) -> None:
        """Wait until the service's clock shows this."""
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - sleep may end early
            await asyncio.sleep(left / self.rate)
