"""What happens because time passes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog

from console.domain.devices import OFFLINE_AFTER
from console.service import absences
from console.service.alerting import Alerting
from console.service.backend import Backend
from console.service.calendars.rolling import roll
from console.service.forgetting import forget
from console.service.supporting import let_out_unwelcome

TICK = 1.0
JUMP = timedelta(seconds=30)

log = structlog.get_logger()


@dataclass
class Chore:
    """Work that is due again and again. due: when next, on the keeper's own stopwatch."""

    every: timedelta
    work: Callable[[], Awaitable[None]]
    due: timedelta = timedelta()


class Timekeeper:
    """Wakes once a second for as long as the service runs.

    Its stopwatch runs as fast as the service's clock does but never jumps. Where the two part, the clock was set or the
    machine slept: for a while then no workstation is called offline, for its agent has had no chance to report.
    """

    def __init__(self, backend: Backend, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.backend = backend
        self._monotonic = monotonic
        self._begun = monotonic()
        self._clock_before, self._passed_before = backend.clock(), timedelta()
        self._agents_heard_from = OFFLINE_AFTER
        alerting = Alerting(backend)
        self._chores = [
            Chore(timedelta(), alerting.look_where_something_changed),
            Chore(timedelta(seconds=15), alerting.look_everywhere),
            Chore(timedelta(seconds=5), self._call_offline),
            Chore(timedelta(seconds=5), backend.dismiss_unwelcome),
            Chore(timedelta(seconds=5), lambda: let_out_unwelcome(backend)),
            Chore(timedelta(seconds=5), lambda: absences.call_unheld_calls_missed(backend)),
            Chore(timedelta(seconds=30), lambda: absences.end_forsaken_calls(backend)),
            Chore(timedelta(seconds=30), lambda: absences.end_forsaken_waits(backend)),
            Chore(timedelta(seconds=5), lambda: absences.end_overdue_checks(backend)),
            Chore(timedelta(seconds=5), lambda: absences.take_absent_participants_as_gone(backend)),
            Chore(timedelta(minutes=10), lambda: forget(backend)),
            Chore(timedelta(hours=6), lambda: self._beside(lambda: roll(backend)), due=timedelta(minutes=1)),
        ]
        self._beside_task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Do what is due until the service stops."""
        while not self.backend.stopping.is_set():
            await self.tick()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.backend.stopping.wait(), TICK)

    async def tick(self) -> None:
        """Do what is due now. What fails is tried again when it is due again."""
        passed = timedelta(seconds=(self._monotonic() - self._begun) * self.backend.rate)
        if self._has_jumped(passed):
            log.warning("the clock jumped or the machine slept")
            self._agents_heard_from = passed + OFFLINE_AFTER
            await self._attempt(lambda: absences.believe_no_time_to_come(self.backend))
        for chore in self._chores:
            if chore.due <= passed:
                chore.due = passed + chore.every
                await self._attempt(chore.work)

    def _has_jumped(self, passed: timedelta) -> bool:
        now = self.backend.clock()
        by_clock, by_watch = now - self._clock_before, passed - self._passed_before
        self._clock_before, self._passed_before = now, passed
        unlikely = JUMP * max(1.0, self.backend.rate)
        return abs(by_clock - by_watch) > unlikely or by_watch > unlikely

    async def _call_offline(self) -> None:
        if self._passed_before >= self._agents_heard_from:
            await absences.call_silent_workstations_offline(self.backend)

    async def _beside(self, work: Callable[[], Awaitable[None]]) -> None:
        # What takes longer than a tick may must not hold up the others.
        if self._beside_task is None or self._beside_task.done():
            self._beside_task = asyncio.create_task(self._attempt(work))

    async def _attempt(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            log.error("what was due was not done", exc_info=error)  # noqa: TRY400 - structlog's own way
