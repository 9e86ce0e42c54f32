"""Lists hold still while somebody is at the keys: nothing may slip under a finger."""

import time
from collections.abc import Callable

HOLD = 5.0


class Stillness:
    """Knows for how many more seconds lists keep their order. clock: a steady clock, in s. touched: ever at all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._until = clock()
        self.touched = False

    def touch(self) -> None:
        """A key or the mouse was used."""
        self.touched = True
        self._until = self.clock() + HOLD

    @property
    def remaining(self) -> float:
        """Seconds until lists may take their new order; 0 when they may."""
        return max(0.0, self._until - self.clock())
