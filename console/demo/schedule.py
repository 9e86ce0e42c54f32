"""The calls that are booked for a working day, and what will become of each."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from console.demo.names import Name, invented
from console.demo.town import Employee, PlannedAccount, PlannedOrganisation, Town
from console.demo.tuulikoski import (
    INTERNAL_MEETING,
    OFFERS,
    PLACES,
    REGION_ROOM,
    REGIONAL_MEETING,
    ROOMS,
    TIMEZONE,
    TOWN,
    TRAINING,
)
from console.domain.noun import Noun

BETWEEN_CALLS = timedelta(minutes=10)


class Course(StrEnum):
    """What will become of a call."""

    AS_PLANNED = "as-planned"
    GUEST_LATE = "guest-late"
    GUEST_DROPS_OUT = "guest-drops-out"
    HOST_LATE = "host-late"
    FIRST_TIME = "first-time"
    NO_GUEST = "no-guest"
    NOBODY = "nobody"
    CANCELLED = "cancelled"


class CallKey(NamedTuple):
    """By what a planned call is known before the service has given it an id."""

    host: str
    dtstart: datetime


class PlannedCall(Noun, frozen=True, kw_only=True):
    """A call to be booked. host: a userName; service, room, place: names."""

    host: str
    dtstart: datetime
    dtend: datetime
    service: str
    room: str | None = None
    place: str | None = None
    guest_names: tuple[str, ...] = ()
    course: Course = Course.AS_PLANNED

    @property
    def key(self) -> CallKey:
        """By what it is known."""
        return CallKey(self.host, self.dtstart)


class Slot(NamedTuple):
    """A time of the day at which somebody has a call. meeting: one of the staff's own, None for a citizen's."""

    start: str
    minutes: int
    course: Course = Course.AS_PLANNED
    meeting: str | None = None
    room: str | None = None
    guests: int = 1


_DAY = (
    Slot("08:00", 30, Course.NOBODY),
    Slot("08:00", 45),
    Slot("08:15", 30, Course.GUEST_LATE),
    Slot("08:30", 90, meeting=REGIONAL_MEETING, room=REGION_ROOM, guests=3),
    Slot("08:30", 30, Course.GUEST_DROPS_OUT),
    Slot("08:45", 30),
    Slot("09:00", 60, guests=2),
    Slot("09:00", 45),
    Slot("09:15", 30, Course.GUEST_DROPS_OUT),
    Slot("09:20", 30, Course.HOST_LATE),
    Slot("09:30", 30),
    Slot("09:45", 45),
    Slot("10:00", 60, meeting=INTERNAL_MEETING, room=ROOMS[1], guests=3),
    Slot("10:00", 30),
    Slot("10:15", 30, Course.CANCELLED),
    Slot("10:30", 30, Course.GUEST_LATE),
    Slot("11:00", 30, guests=2),
    Slot("11:15", 45, Course.HOST_LATE),
    Slot("12:00", 30),
    Slot("12:30", 45, Course.GUEST_DROPS_OUT),
    Slot("13:00", 60, meeting=TRAINING, room=ROOMS[2], guests=3),
    Slot("13:15", 30),
    Slot("13:45", 30, Course.NO_GUEST),
    Slot("14:00", 45),
    Slot("14:30", 30),
    Slot("14:45", 30),
    Slot("15:00", 30, Course.GUEST_LATE),
    Slot("15:15", 30),
)
_NEIGHBOURS_DAY = (Slot("08:45", 60), Slot("10:00", 30), Slot("13:00", 45), Slot("14:15", 30))
_FIRST_TIME_TODAY = Slot("13:00", 30, Course.FIRST_TIME)
_FIRST_TIME_LATER = Slot("08:30", 30)


def local(day: date, clock: str) -> datetime:
    """Return the moment at which the town's clocks show this."""
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(TIMEZONE)).astimezone(UTC)


def working_day(first_day: date, index: int) -> date:
    """Return the index-th day of the demonstration: the first whatever it is, then Mondays to Fridays."""
    day = first_day
    for _ in range(index):
        day += timedelta(days=_TO_NEXT.get(day.weekday(), 1))
    return day


_TO_NEXT = {4: 3, 5: 2}  # from a Friday and from a Saturday to the Monday


def schedule(town: Town, first_day: date, index: int) -> list[PlannedCall]:
    """Return the calls of the index-th day, by their start: the same for the same seed, whenever it is asked."""
    random = Random(f"{town.seed}:calls:{index}")
    diary = _Diary(random, working_day(first_day, index), invented(Random(f"{town.seed}:guests:{index}")))
    own = [diary.book(town.own, town.hosts(town.own), slot) for slot in _DAY]
    own += [diary.book(town.own, [host], slot) for host, slot in _first_times(town, index)]
    others = [diary.book(one, town.hosts(one), slot) for one in town.organisations[1:] for slot in _NEIGHBOURS_DAY]
    if index % 2:
        own.append(_host_clash(own))
    else:
        own = _place_clash(own)
    return sorted(own + others, key=lambda call: (call.dtstart, call.host))


def _first_times(town: Town, index: int) -> Iterator[tuple[PlannedAccount, Slot]]:
    # Today's newcomer is not ready in time; the others have had somebody beside them on the day before.
    newcomers = town.newcomers
    if index < len(newcomers):
        yield newcomers[index], _FIRST_TIME_LATER if index else _FIRST_TIME_TODAY


class _Diary:
    """Finds free hosts and places, so that nobody and nothing is booked twice unawares."""

    def __init__(self, random: Random, day: date, guests: Iterator[Name]) -> None:
        self._random = random
        self._day = day
        self._guests = guests
        self._busy: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)

    def book(self, organisation: PlannedOrganisation, hosts: Sequence[PlannedAccount], slot: Slot) -> PlannedCall:
        start = local(self._day, slot.start)
        end = start + timedelta(minutes=slot.minutes)
        host = self._host(hosts, start, end)
        return PlannedCall(
            host=host.user_name,
            dtstart=start,
            dtend=end,
            service=slot.meeting or self._service(organisation, host.employee),
            room=slot.room,
            place=self._place(start, end) if organisation.makeup is TOWN and self._random.random() < 0.3 else None,
            guest_names=tuple(next(self._guests).full for _ in range(slot.guests)),
            course=slot.course,
        )

    def _host(self, hosts: Sequence[PlannedAccount], start: datetime, end: datetime) -> PlannedAccount:
        free = [host for host in hosts if self._is_free(host.user_name, start, end)]
        fewest = min(len(self._busy[host.user_name]) for host in free)
        host = self._random.choice([host for host in free if len(self._busy[host.user_name]) == fewest])
        self._busy[host.user_name].append((start, end))
        return host

    def _place(self, start: datetime, end: datetime) -> str | None:
        free = [place.name for place in PLACES if self._is_free(place.name, start, end)]
        if not free:
            return None
        place = self._random.choice(free)
        self._busy[place].append((start, end))
        return place

    def _is_free(self, whom: str, start: datetime, end: datetime) -> bool:
        return all(end + BETWEEN_CALLS <= since or until + BETWEEN_CALLS <= start for since, until in self._busy[whom])

    def _service(self, organisation: PlannedOrganisation, host: Employee) -> str:
        departments = [one.name for one in organisation.makeup.services if one.department == host.department]
        return self._random.choice(OFFERS.get(host.unit, departments))


def _host_clash(calls: Sequence[PlannedCall]) -> PlannedCall:
    """Return a call that its host can't take as well: it is called off on the morning of its day."""
    call = next(call for call in calls if call.course is Course.AS_PLANNED and call.room is None)
    later = timedelta(minutes=15)
    return replace(call, dtstart=call.dtstart + later, dtend=call.dtend + later, place=None, course=Course.CANCELLED)


def _place_clash(calls: list[PlannedCall]) -> list[PlannedCall]:
    """Return the calls with two hosts in one place at one time, late in the day; both find somewhere to sit."""
    first, second = next(
        (one, other)
        for one, other in combinations(reversed(calls), 2)
        if one.place and one.place != other.place and one.dtstart < other.dtend and other.dtstart < one.dtend
    )
    return [replace(call, place=first.place) if call is second else call for call in calls]
