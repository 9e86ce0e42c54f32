"""From plans to calls, in a transaction."""

from collections.abc import Sequence
from typing import Any

import msgspec

from console.domain.accounts import Account
from console.domain.calls import Call, CallStatus, closed_by_hand, seats_for, with_host
from console.domain.noun import new_id
from console.service import reading, schema
from console.service.calendars.model import KeptSeries, Occurrence
from console.service.calendars.planning import Plan
from console.service.resources import ACCOUNTS, CALLS
from console.service.seating import keep
from console.service.transaction import Transaction

GUESTS = 1


def calls_of(change: Transaction, series: KeptSeries) -> list[Call]:
    """Return all calls of a series."""
    return reading.every(change.connection, CALLS, schema.call.c.series_id == series.id)


def carry_out(change: Transaction, series: KeptSeries, plan: Plan) -> None:
    """Make, change and cancel the calls of a series."""
    host = change.get(ACCOUNTS, series.host_id)
    change.insert(CALLS, *_made(change, series, host, plan.create), audited=False)
    for call, occurrence in plan.change:
        keep(change, call, _following(call, host, occurrence))
    for call in plan.cancel:
        keep(change, call, closed_by_hand(call, CallStatus.CANCELLED, change.now))


def _made(change: Transaction, series: KeptSeries, host: Account, occurrences: Sequence[Occurrence]) -> list[Call]:
    return [
        Call(
            id=new_id(change.now),
            organisation_id=change.principal.organisation_id,
            host_id=host.id,
            dtstart=occurrence.dtstart,
            dtend=occurrence.dtend,
            # What became of a call that was over before it was known here, nobody can tell: it is not "missed".
            status=CallStatus.ENDED if occurrence.dtend <= change.now else CallStatus.SCHEDULED,
            department=host.department,
            seats=seats_for(host.id, GUESTS, change.now),
            uid=series.uid,
            recurrence_id=occurrence.recurrence_id,
            series_id=series.id,
        )
        for occurrence in occurrences
    ]


def _following(call: Call, host: Account, occurrence: Occurrence) -> Call:
    changes: dict[str, Any] = {
        "dtstart": occurrence.dtstart,
        "dtend": occurrence.dtend,
        "recurrence_id": occurrence.recurrence_id,
        "status": CallStatus.SCHEDULED,
        "ended_at": None,
    }
    if call.host_id != host.id:
        changes |= {"host_id": host.id, "seats": with_host(call.seats, host.id)}
        if call.service_id is None:
            changes["department"] = host.department
    return msgspec.structs.replace(call, **changes)
