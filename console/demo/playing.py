"""Plays the town's days, one after the other, by the service's clock."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import count

import structlog

from console.demo.acts import Act, CallsOff, MachineBecomes, TakesSeat
from console.demo.day import script
from console.demo.fleet import Fleet, manned
from console.demo.founding import Doors
from console.demo.keeping import Demonstration
from console.demo.machines import Condition
from console.demo.office import Office, open_office
from console.demo.pace import Pace
from console.demo.performing import Performer
from console.demo.schedule import PlannedCall, local, schedule, working_day
from console.demo.town import Town
from console.demo.tuulikoski import DESK, TIMEZONE
from console.domain import organisations
from console.domain.desks import Desk, WaitPatch, WaitState
from console.domain.errors import ConsoleError
from console.wire import paths

DAYS_BOOKED = 3
MORNING = "07:30"
FROM_THE_FIRST = datetime.min.replace(tzinfo=UTC)
ENDED = frozenset({"unreachable", "unauthorized"})
"""What the service's end looks like: the demonstration ends with it."""


class Play:
    """The town's days. since: what was to happen up to then has been. skipped: what could not be done, and why."""

    def __init__(
        self, town: Town, first_day: date, pace: Pace, offices: Mapping[str, Office], fleet: Fleet, since: datetime
    ) -> None:
        self.skipped: list[tuple[Act | PlannedCall, str]] = []
        self._town = town
        self._first_day = first_day
        self._pace = pace
        self._fleet = fleet
        self._since = since
        self._offices = {
            account.user_name: offices[organisation.name]
            for organisation in town.organisations
            for account in organisation.accounts
        }
        self._performer = Performer(offices[town.own.name], self._offices, fleet)

    async def for_ever(self, note: Callable[[datetime], None]) -> None:
        """Play until the service is gone, which is raised as a ConsoleError. note: hears up to when all is played."""
        await self._fleet.report()
        beating = asyncio.create_task(self._fleet.beat(), name="beat")
        playing = asyncio.create_task(self._days(note), name="days")
        try:
            done, _pending = await asyncio.wait({beating, playing}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            beating.cancel()
            playing.cancel()

    async def _days(self, note: Callable[[datetime], None]) -> None:
        for index in count(self._today()):
            await self.day(index, note)

    def _today(self) -> int:
        today = organisations.local(self._pace.now(), TIMEZONE).date()
        return next(index for index in count() if working_day(self._first_day, index) >= today)

    async def day(self, index: int, note: Callable[[datetime], None] = lambda _played_until: None) -> None:
        """Play one day: in the morning calls are booked, then everything takes its course."""
        await self._pace.until(local(working_day(self._first_day, index), MORNING))
        acts = [act for act in script(self._town, self._first_day, index) if act.at > self._since]
        await self._book(index, acts)
        for ahead in range(index + 1, index + DAYS_BOOKED):
            await self._book(ahead, [])
        for act in acts:
            await self._pace.until(act.at)
            await self._try(act, self._performer.perform(act))
            note(act.at)

    async def _book(self, index: int, acts: list[Act]) -> None:
        """Book a day's calls. What has happened in one by now is done at once, and taken from the acts.

        A call that is over by its times and in which nobody has been is soon taken for missed.
        """
        now = self._pace.now()
        for call in schedule(self._town, self._first_day, index):
            if call.dtend > self._since:
                await self._try(call, self._offices[call.host].book(call))
            for act in [act for act in acts if act.at <= now and _is_of(act, call)]:
                acts.remove(act)
                await self._try(act, self._performer.perform(act))

    async def _try(self, what: Act | PlannedCall, doing: Awaitable[None]) -> None:
        try:
            await doing
        except ConsoleError as error:
            if error.code in ENDED:
                raise
            self._skip(what, error.code)
        except LookupError:
            self._skip(what, "gone")

    def _skip(self, what: Act | PlannedCall, why: str) -> None:
        # Whoever uses the console may cancel a call or remove a workstation: the day goes on without it.
        self.skipped.append((what, why))
        structlog.get_logger().info("skipped", what=type(what).__name__, why=why)

    async def close(self) -> None:
        """Let all connections go."""
        await self._fleet.close()
        for office in set(self._offices.values()):
            await office.client.close()


def _is_of(act: Act, call: PlannedCall) -> bool:
    return isinstance(act, TakesSeat | CallsOff) and act.call == call.key


async def opened(doors: Doors, town: Town, demonstration: Demonstration, pace: Pace) -> Play:
    """Return the play of a town that is founded, to go on where it was."""
    now = pace.now()
    since = demonstration.played_until or FROM_THE_FIRST
    first_day = demonstration.first_day or now.date()
    offices = {name: await open_office(doors(token), now) for name, token in demonstration.tokens.items()}
    await _send_home_who_waits(offices[town.own.name])
    agents = manned(doors, demonstration.agents, town.machines, now)
    for name, condition in _happened(town, first_day, since):
        agents[name].condition = condition
    fleet = Fleet(agents, pace)
    return Play(town, first_day, pace, offices, fleet, since)


async def _send_home_who_waits(own: Office) -> None:
    # Who came to the desk while somebody else played the day is nobody's guest any more.
    desk = await own.client.one(Desk, paths.DESKS, own.desks[DESK])
    for wait in desk.waits:
        await own.client.end_wait(desk.id, wait.id, WaitPatch(state=WaitState.LEFT))


def _happened(town: Town, first_day: date, until: datetime) -> Iterator[tuple[str, Condition]]:
    """Yield what has become of the machines, in its order."""
    for index in count():
        if local(working_day(first_day, index), MORNING) > until:
            return
        for act in script(town, first_day, index):
            if isinstance(act, MachineBecomes) and act.at <= until:
                yield act.machine, act.condition
