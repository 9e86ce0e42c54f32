"""What happens in a day, as a script: the same seed, the same acts in the same order. Nothing here asks the service."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from console.demo.acts import Act, CallsOff, MachineBecomes, Progresses, TakesSeat
from console.demo.desk import desk_acts
from console.demo.machines import Condition, PlannedMachine
from console.demo.schedule import Course, PlannedCall, local, schedule, working_day
from console.demo.town import Town
from console.domain.accounts import OnboardingStage
from console.domain.calls import SeatRole, SeatState

_CALLED_OFF = "08:10"


def script(town: Town, first_day: date, index: int) -> list[Act]:
    """Return the acts of the index-th day in their order."""
    random = Random(f"{town.seed}:day:{index}")
    day = working_day(first_day, index)
    calls = schedule(town, first_day, index)
    acts = [
        *desk_acts(random, day, town.desk_staff),
        *_bedside_hour(town, day, index),
        *_first_calls(town, calls, index),
        *_incidents(random, day, town.machines),
    ]
    for call in calls:
        acts += _happens(random, call, day)
    return sorted(acts, key=lambda act: act.at)


def _bedside_hour(town: Town, day: date, index: int) -> Iterator[Act]:
    """Somebody of support sits down with tomorrow's newcomer."""
    for newcomer in town.newcomers[index + 1 : index + 2]:
        for clock, stage in (
            ("14:05", OnboardingStage.SIGNED_IN),
            ("14:25", OnboardingStage.EQUIPMENT_PROVEN),
            ("14:50", OnboardingStage.PRACTISED),
        ):
            yield Progresses(at=local(day, clock), user_name=newcomer.user_name, stage=stage)


def _first_calls(town: Town, calls: Sequence[PlannedCall], index: int) -> Iterator[Act]:
    """Who had practised or was a newcomer until now has had a first call after it."""
    learners = {one.user_name for one in town.newcomers[index : index + 1]}
    if index == 0:
        learners |= {one.user_name for one in town.own.accounts if one.progress.stage is OnboardingStage.PRACTISED}
    for call in calls:
        if call.host in learners and call.course not in _NOT_HELD:
            learners.remove(call.host)
            at = call.dtend + timedelta(minutes=1)
            yield Progresses(at=at, user_name=call.host, stage=OnboardingStage.FIRST_CALL)


_NOT_HELD = {Course.CANCELLED, Course.NO_GUEST, Course.NOBODY}


def _happens(random: Random, call: PlannedCall, day: date) -> Iterator[Act]:
    """Yield what becomes of a booked call."""
    if call.course is Course.CANCELLED:
        yield CallsOff(at=local(day, _CALLED_OFF), call=call.key)
    elif call.course is Course.NO_GUEST:
        yield _host(call, call.dtstart, SeatState.JOINED)
        yield _host(call, call.dtstart + timedelta(minutes=16), SeatState.LEFT)
    elif call.course is not Course.NOBODY:
        yield from _takes_place(random, call)


def _takes_place(random: Random, call: PlannedCall) -> Iterator[Act]:
    host_comes = call.dtstart + _minutes(random, *_HOST_COMES.get(call.course, (-2, 2)))
    over = call.dtend - _minutes(random, 0, 5)
    if call.course is Course.FIRST_TIME:
        yield Progresses(at=host_comes - timedelta(minutes=2), user_name=call.host, stage=OnboardingStage.SIGNED_IN)
    yield _host(call, host_comes, SeatState.JOINED)
    yield _host(call, over + timedelta(seconds=4), SeatState.LEFT)
    for number in range(1, len(call.guest_names) + 1):
        comes = call.dtstart + _minutes(random, *_GUEST_COMES.get(call.course, (-4, 1)))
        let_in = max(comes, host_comes) + timedelta(seconds=random.randint(5, 25))
        yield _guest(call, number, comes, SeatState.WAITING)
        yield _guest(call, number, let_in, SeatState.JOINED)
        yield _guest(call, number, over, SeatState.LEFT)
        if call.course is Course.GUEST_DROPS_OUT:
            yield from _drops_out(random, call, number, let_in + _minutes(random, 3, 8))


_HOST_COMES = {Course.HOST_LATE: (14, 18), Course.FIRST_TIME: (12, 14)}
_GUEST_COMES = {Course.GUEST_LATE: (6, 10)}


def _drops_out(random: Random, call: PlannedCall, number: int, gone: datetime) -> Iterator[Act]:
    back = gone + timedelta(seconds=random.randint(30, 120))
    yield _guest(call, number, gone, SeatState.LEFT)
    yield _guest(call, number, back, SeatState.WAITING)
    yield _guest(call, number, back + timedelta(seconds=12), SeatState.JOINED)


def _minutes(random: Random, least: int, most: int) -> timedelta:
    return timedelta(seconds=random.randint(least * 60, most * 60))


def _host(call: PlannedCall, at: datetime, state: SeatState) -> Act:
    return TakesSeat(at=at, call=call.key, role=SeatRole.HOST, state=state)


def _guest(call: PlannedCall, number: int, at: datetime, state: SeatState) -> Act:
    return TakesSeat(at=at, call=call.key, role=SeatRole.GUEST, number=number, state=state)


# One headset has a bad plug all day long.
_BAD_PLUG = ("08:20", "09:38", "10:12", "10:50", "11:40", "13:05", "14:02", "15:02")
# From when, for how many minutes, and what.
_TO_OWNERS = (
    ("09:52", 15, Condition.NO_MICROPHONE),
    ("10:20", 28, Condition.AUDIO_DOWN),
    ("11:30", 40, Condition.OFF),
    ("14:20", 25, Condition.MONITOR_SPEAKER),
)
_TO_A_PLACE = ("13:40", 25, Condition.NO_MICROPHONE)
_SWITCHED_OFF = "09:31"
_MENDED = {
    Condition.NO_MICROPHONE: "11:02",
    Condition.PAUSED: "12:00",
    Condition.AUDIO_DOWN: "13:10",
    Condition.OFF: "13:20",
}


def _incidents(random: Random, day: date, machines: Sequence[PlannedMachine]) -> Iterator[Act]:
    """Yield what happens to the machines; some of what was wrong in the first morning is mended."""
    for machine in machines:
        if machine.condition is Condition.OFF:
            yield MachineBecomes(at=local(day, _SWITCHED_OFF), machine=machine.name, condition=Condition.OFF)
        if clock := _MENDED.get(machine.condition):
            yield MachineBecomes(at=local(day, clock), machine=machine.name, condition=machine.usual)
    well = [machine for machine in machines if machine.condition is machine.usual]
    bad_plug, *unlucky = random.sample([machine for machine in well if machine.user_name], len(_TO_OWNERS) + 1)
    place = random.choice([machine for machine in well if machine.place])
    happening = [(bad_plug, (clock, 3, Condition.NO_HEADSET)) for clock in _BAD_PLUG]
    happening += [*zip(unlucky, _TO_OWNERS, strict=True), (place, _TO_A_PLACE)]
    for machine, (clock, minutes, condition) in happening:
        since = local(day, clock)
        yield MachineBecomes(at=since, machine=machine.name, condition=condition)
        yield MachineBecomes(at=since + timedelta(minutes=minutes), machine=machine.name, condition=machine.usual)
