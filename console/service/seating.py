"""What participants do: a seat changes, and the call, its host and the record with it."""

from datetime import datetime
from typing import Any

import msgspec

from console.domain.accounts import Account, OnboardingStage
from console.domain.assisting import PRESENT, agreed, refuse_crowd, settled, supporter
from console.domain.calls import Call, Seat, SeatRole, SeatState, refuse_impossible_past, with_seat
from console.domain.errors import ConsoleError
from console.service import reading
from console.service.resources import ACCOUNTS, CALLS, ORGANISATIONS
from console.service.transaction import ANY_VERSION, Transaction
from console.wire.events import Topic
from console.words import _


def move(change: Transaction, call_id: str, seat_id: str, state: SeatState, earlier: datetime | None = None) -> Call:
    """Write what the participant of a seat does, now or earlier, and return the call as it is then.

    Raise not-found for a seat of another call, conflict where the call is over or has no room.
    """
    before = change.get(CALLS, call_id)
    seat = seat_of(before, seat_id)
    if state in PRESENT and seat.state not in PRESENT:
        refuse_crowd(before, seat)
    at = change.now if earlier is None else _in_the_past(change, before, earlier)
    after = with_seat(before, seat_id, state, at)
    if seat.role is SeatRole.HOST and state is SeatState.JOINED:
        _host_was_here(change, before.host_id, at)
    return keep(change, before, after)


def keep(
    change: Transaction, before: Call, after: Call, *, version: int = ANY_VERSION, action: str = "changed"
) -> Call:
    """Write a call as it is after a change, what follows from it for support with it, and return it.

    Whatever may have touched a seat is written by this: nobody hears a call because a rule was forgotten.
    """
    kept = change.update(
        CALLS, before, msgspec.structs.asdict(settled(after, change.now)), version=version, action=action
    )
    _record_support(change, before, kept)
    return kept


def _record_support(change: Transaction, before: Call, after: Call) -> None:
    was, now = supporter(before), supporter(after)
    seat = now or was
    if seat is None or (was and was.state) == (now and now.state):
        return
    if now is None:
        verb = "support-left"
    elif now.state is SeatState.JOINED:
        verb = "support-let-in"
    else:
        verb = "support-asked" if was is None else "support-stopped"
    who = [{"id": one.id, "role": one.role, "number": one.number} for one in agreed(after)]
    change.audit(Topic.CALL, verb, after.id, after={"seatId": seat.id, "person": seat.person, "agreed": who})


def seat_of(call: Call, seat_id: str) -> Seat:
    """Return a seat of a call; raise not-found."""
    for seat in call.seats:
        if seat.id == seat_id:
            return seat
    raise reading.not_found()


def _in_the_past(change: Transaction, call: Call, at: datetime) -> datetime:
    if not change.get(ORGANISATIONS, call.organisation_id).demonstration:
        raise ConsoleError(
            _("What people do in a call is told when they do it."),
            "",
            _("Leave out at: only a demonstration has an invented past."),
            code="unprocessable",
        )
    refuse_impossible_past(call, at, change.now)
    return at


def _host_was_here(change: Transaction, host_id: str, at: datetime) -> None:
    host = change.get(ACCOUNTS, host_id)
    used = {"last_used_at": max(host.last_used_at or at, at)}
    # It follows from the call, which is on record already.
    change.update(ACCOUNTS, host, {**used, **_signed_in(host, at)}, audited=False)


def _signed_in(host: Account, at: datetime) -> dict[str, Any]:
    if host.signed_in_at is not None:
        return {}
    invited = host.onboarding_stage is OnboardingStage.INVITED
    stage = {"onboarding_stage": OnboardingStage.SIGNED_IN} if invited else {}
    return {"signed_in_at": at, **stage}
