"""What becomes of a series' calls when its calendar is read again: what changed there is changed here, and no more.

The calendar as it was read last is held against the calendar as it is now. So a call that was moved or cancelled here
stays so until the calendar says something new about it, and a newer SEQUENCE is such news about the whole series.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

import msgspec

from console.domain.calls import Call, CallStatus
from console.service.calendars.model import Occurrence

RecurrenceId: TypeAlias = datetime | None
Planned: TypeAlias = Mapping[RecurrenceId, Occurrence]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to do with the calls of one series. change: each call with the occurrence that it follows from now on."""

    create: tuple[Occurrence, ...] = ()
    change: tuple[tuple[Call, Occurrence], ...] = ()
    cancel: tuple[Call, ...] = ()
    unchanged: int = 0


def plan(
    calls: Sequence[Call], before: Sequence[Occurrence], after: Sequence[Occurrence], *, host_id: str, insist: bool
) -> Plan:
    """Return what to do. before, after: the occurrences by the last reading and by this one.

    insist: what was moved here goes back to the calendar's times and host (a newer SEQUENCE, another host).
    """
    old, new = _taking_place(before), _taking_place(after)
    calls_by_id = {call.recurrence_id: call for call in calls}
    carried = _moved_within_a_day(calls_by_id, old, new)
    create, change, unchanged = list[Occurrence](), list[tuple[Call, Occurrence]](), 0
    for recurrence_id, occurrence in new.items():
        call = carried.get(recurrence_id) or calls_by_id.get(recurrence_id)
        is_news = insist or old.get(recurrence_id) != occurrence
        if call is None and recurrence_id not in old:
            create.append(occurrence)
        elif call is not None and is_news and _gives_way(call, recurrence_id not in old, occurrence, host_id):
            change.append((call, occurrence))
        else:
            unchanged += 1
    kept = {call.id for call in carried.values()}
    gone = [calls_by_id[recurrence_id] for recurrence_id in old if recurrence_id in calls_by_id.keys() - new.keys()]
    return Plan(
        create=tuple(create),
        change=tuple(change),
        cancel=tuple(call for call in gone if call.status is CallStatus.SCHEDULED and call.id not in kept),
        unchanged=unchanged,
    )


def _taking_place(occurrences: Sequence[Occurrence]) -> Planned:
    return {occurrence.recurrence_id: occurrence for occurrence in occurrences if not occurrence.cancelled}


def _moved_within_a_day(calls: Mapping[RecurrenceId, Call], old: Planned, new: Planned) -> Mapping[RecurrenceId, Call]:
    # A series whose hour changes has new recurrence ids throughout. Its calls move along: their links have been sent.
    leaving: dict[date, Call] = {
        old[recurrence_id].dtstart.date(): call
        for recurrence_id, call in calls.items()
        if recurrence_id in old and recurrence_id not in new and call.status is CallStatus.SCHEDULED
    }
    return {
        recurrence_id: leaving.pop(occurrence.dtstart.date())
        for recurrence_id, occurrence in new.items()
        if recurrence_id not in old and recurrence_id not in calls and occurrence.dtstart.date() in leaving
    }


def _gives_way(call: Call, is_new: bool, occurrence: Occurrence, host_id: str) -> bool:
    # What has begun or is over stays as it is; what was cancelled comes back only if the calendar brings it back.
    if call.status is CallStatus.CANCELLED:
        return is_new
    here = (call.recurrence_id, call.dtstart, call.dtend, call.host_id)
    there = (occurrence.recurrence_id, occurrence.dtstart, occurrence.dtend, host_id)
    return call.status is CallStatus.SCHEDULED and here != there
