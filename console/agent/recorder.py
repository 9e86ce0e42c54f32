"""Takes what the watch tells: the newest inventory in memory, each change of devices into the spool."""

import asyncio
import logging
from collections import deque
from datetime import datetime

from console.agent.spool import Spool
from console.domain.devices import Inventory
from console.domain.errors import ConsoleError
from console.domain.noun import Clock

MOST_UNWRITTEN = 1_000

log = logging.getLogger(__name__)


class Recorder:
    """latest: the newest inventory, None before the first.

    set_anew: a mute or a volume has changed since whoever looks at it has cleared this.
    news, changed: set with each one; whoever waits for it clears it: the reports for the one, the checks for the other.
    """

    def __init__(self, spool: Spool, clock: Clock) -> None:
        self.latest: Inventory | None = None
        self.set_anew = False
        self.news = asyncio.Event()
        self.changed = asyncio.Event()
        self._spool = spool
        self._clock = clock
        self._unwritten: deque[tuple[Inventory, datetime]] = deque(maxlen=MOST_UNWRITTEN)

    def observe(self, inventory: Inventory) -> None:
        """Take an inventory."""
        self.latest = inventory
        self._unwritten.append((inventory, self._clock()))
        self.write()
        self.news.set()
        self.changed.set()

    def note_setting(self) -> None:
        """Take that a mute or a volume has changed: no news for the reports, a reason to look for the checks."""
        self.set_anew = True
        self.changed.set()

    def begin(self) -> None:
        """Begin with the newest inventory in a spool that has none yet."""
        if self.latest is not None:
            self._unwritten.append((self.latest, self._clock()))

    def write(self) -> None:
        """Write down what is not written yet; what can't be written is kept in memory for the next time."""
        while self._unwritten:
            try:
                self._spool.record(*self._unwritten[0])
            except ConsoleError as error:
                log.warning("%s", error)
                return
            self._unwritten.popleft()
