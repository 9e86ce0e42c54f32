"""Reports to the service: every 30 s, at each change, and what was spooled while the service was away."""

import asyncio
import logging
import random
from contextlib import suppress
from datetime import datetime

from console.agent.connection import Connection, how_to_enrol
from console.agent.files import LOOK, AgentFiles, Identity, Status, seen
from console.agent.machine import machine
from console.agent.recorder import Recorder
from console.agent.spool import Spool
from console.client.http import Busy
from console.domain.devices import HEARTBEAT, DeviceChange, Inventory, Report
from console.domain.errors import ConsoleError
from console.domain.noun import Clock
from console.words import _

FIRST_INVENTORY_WITHIN = 10.0
"""Seconds that the first report waits for the devices to be listed."""
GATHER = 1.0
"""Seconds after a change in which more are gathered: a headset comes as a microphone, a speaker and a default."""
RARELY = 900.0
"""Seconds until an agent that the service does not know, or does not understand, tries again."""
LONGEST_REST = 3600.0
UNKNOWN = frozenset({"unauthorized", "forbidden", "not-found", "gone"})
"""Refusals of an agent whose token was revoked or whose workstation was removed."""
UNFIT = frozenset({"invalid", "not-allowed", "conflict", "too-large"})
"""Refusals of what this agent sends: it and the service are of versions that don't fit."""

log = logging.getLogger(__name__)


class Reporter:
    """One agent's reports."""

    def __init__(self, files: AgentFiles, spool: Spool, recorder: Recorder, clock: Clock) -> None:
        self._files = files
        self._spool = spool
        self._recorder = recorder
        self._clock = clock
        self._connection = Connection(files)
        self._told: Inventory | None = None
        self._status: Status | None = None

    async def run(self) -> None:
        """Report until cancelled."""
        self._told = None
        await self._change_or(FIRST_INVENTORY_WITHIN)
        while True:
            try:
                more = await self._report()
            except ConsoleError as error:
                self._note(plainly(error))
                await self._rest(rest_after(error))
                continue
            self._note(None)
            if not more:
                await self._change_or(HEARTBEAT.total_seconds())

    async def tell_pause(self) -> None:
        """Tell the service until when nothing will be reported, again if that moves, until cancelled."""
        told: datetime | None = None
        while True:
            until = self._files.paused_until(self._clock())
            if until is not None and until != told:
                try:
                    await self._send(await self._known(), paused_until=until)
                    told = until
                except ConsoleError as error:
                    self._note(plainly(error))
                    await self._rest(rest_after(error))
            await asyncio.sleep(LOOK)

    async def close(self) -> None:
        """Let the connection to the service go."""
        await self._connection.close()

    async def _report(self) -> bool:
        """Send one report; return whether there is more to send at once."""
        identity = await self._known()
        self._recorder.write()
        if self._files.paused_until(self._clock()) is not None:
            return False
        inventory, changes = self._recorder.latest, self._spool.pending()
        await self._send(identity, inventory=None if inventory == self._told else inventory, changes=changes)
        self._told = inventory
        try:
            self._spool.taken(changes)
        except ConsoleError as error:  # they are sent again, and the service knows them by their numbers
            log.warning("%s", error)
            return False
        return self._spool.waiting > 0

    async def _send(
        self,
        identity: Identity,
        *,
        inventory: Inventory | None = None,
        changes: tuple[DeviceChange, ...] = (),
        paused_until: datetime | None = None,
    ) -> None:
        now = self._clock()
        report = Report(
            at=now,
            life=self._spool.life,
            machine=machine(now),
            inventory=inventory,
            changes=changes,
            paused_until=paused_until,
        )
        client = await self._connection.open(identity)
        await client.report(identity.workstation_id, report)

    async def _known(self) -> Identity:
        """Return who this agent is; it may have been enrolled anew since the last report."""
        before, identity = self._connection.identity, self._connection.known()
        if identity != before:
            self._told = None
            if self._spool.belong_to(identity.workstation_id):
                self._recorder.begin()
        return identity

    async def _change_or(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._recorder.news.wait()
                await asyncio.sleep(GATHER)
        self._recorder.news.clear()

    async def _rest(self, seconds: float) -> None:
        """Wait that long, or until this workstation is enrolled anew."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await seen(self._connection.is_enrolled_anew)

    def _note(self, trouble: str | None) -> None:
        """Keep for `--show` how reporting goes, and say in the log when that changes."""
        if self._status is not None and self._status.trouble == trouble:
            return
        self._status = Status(since=self._clock(), trouble=trouble)
        if trouble is None:
            log.info(_("Reports are getting through."))
        else:
            log.warning("%s", trouble)
        with suppress(ConsoleError):  # a full disk; the log has it
            self._files.write(self._files.status_path, self._status)


def plainly(error: ConsoleError) -> str:
    """Return what to tell of a report that was not taken."""
    if error.code in UNKNOWN:
        return str(ConsoleError(_("The service no longer knows this workstation."), error.title, how_to_enrol()))
    return str(error)


def rest_after(error: ConsoleError) -> float:
    """Return the seconds until the next try; spread, so that a town's agents don't all come back at once."""
    if error.code in UNKNOWN | UNFIT:
        return RARELY * random.uniform(0.9, 1.1)
    if isinstance(error, Busy):
        return min(LONGEST_REST, error.retry_after * random.uniform(1.0, 1.2) + random.uniform(0.0, 1.0))
    return HEARTBEAT.total_seconds() * random.uniform(0.5, 1.5)
