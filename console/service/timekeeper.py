"""What happens because time passes."""

import asyncio
from contextlib import suppress

from console.service.backend import Backend

TICK = 1.0


class Timekeeper:
    """Wakes once a second for as long as the service runs."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    async def run(self) -> None:
        """Do what is due until the service stops."""
        while not self.backend.stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self.backend.stopping.wait(), TICK)
