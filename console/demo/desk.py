"""A day at the desk: guests come as they like, and those on duty take them in turn."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from console.demo.acts import Act, Arrives, GivesUp, Serves, StaffsDesk, TakesSeat
from console.demo.schedule import local
from console.domain.calls import SeatRole, SeatState

# Who is on duty from when on, by their place among the desk's staff. In the late morning one of the two is alone and
# the queue grows; at noon both are away for a moment.
_DUTY: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("08:00", (0,)),
    ("08:20", (0, 1)),
    ("10:40", (1,)),
    ("11:20", (0, 1)),
    ("12:02", ()),
    ("12:06", (0, 1)),
)
_FIRST_GUEST, _LAST_GUEST, _CLOSES = "08:05", "15:20", "15:55"
_BETWEEN_GUESTS = 440
_RUSH = ("10:42", "10:43", "10:45", "10:46", "10:48")  # a bus has come, and one of the two is away
_PATIENCE = timedelta(minutes=18)
_SHORTEST, _LONGEST = 300, 600
_A_MOMENT = timedelta(seconds=20)


def desk_acts(random: Random, day: date, staff: Sequence[str]) -> Iterator[Act]:
    """Yield what happens at the desk, in no particular order."""
    for clock, on_duty in _DUTY:
        yield StaffsDesk(at=local(day, clock), staff=tuple(staff[place] for place in on_duty))
    yield StaffsDesk(at=local(day, _CLOSES), staff=(), open=False)
    free = dict.fromkeys(staff, local(day, _DUTY[0][0]))
    for guest, arrived in enumerate(_arrivals(random, day), 1):
        yield Arrives(at=arrived, guest=guest)
        taken, host = min(
            (_on_duty_from(day, place, max(arrived, free[host])), host) for place, host in enumerate(staff)
        )
        if taken - arrived > _PATIENCE:
            yield GivesUp(at=arrived + _PATIENCE, guest=guest)
            continue
        ended = taken + timedelta(seconds=random.randint(_SHORTEST, _LONGEST))
        free[host] = ended + _A_MOMENT
        yield from _served(Serves(at=taken, guest=guest, host=host), ended)


def _arrivals(random: Random, day: date) -> list[datetime]:
    arrivals = [local(day, clock) for clock in _RUSH]
    now, last = local(day, _FIRST_GUEST), local(day, _LAST_GUEST)
    while now < last:
        arrivals.append(now)
        now += timedelta(seconds=int(random.expovariate(1 / _BETWEEN_GUESTS)))
    return sorted(arrivals)


def _on_duty_from(day: date, place: int, earliest: datetime) -> datetime:
    """Return the first moment, not before the earliest, at which this one of the staff is on duty."""
    ends = [local(day, clock) for clock, _on_duty in _DUTY[1:]] + [local(day, _CLOSES)]
    for (clock, on_duty), end in zip(_DUTY, ends, strict=True):
        start = max(earliest, local(day, clock))
        if place in on_duty and start < end:
            return start
    return ends[-1]


def _served(serves: Serves, ended: datetime) -> Iterator[Act]:
    yield serves
    for seconds, role in ((4, SeatRole.HOST), (9, SeatRole.GUEST)):
        at = serves.at + timedelta(seconds=seconds)
        yield TakesSeat(at=at, call=serves.call, role=role, state=SeatState.JOINED)
    for seconds, role in ((0, SeatRole.GUEST), (3, SeatRole.HOST)):
        at = ended + timedelta(seconds=seconds)
        yield TakesSeat(at=at, call=serves.call, role=role, state=SeatState.LEFT)
