"""Support in a call: one more seat that hears and sees nothing before everybody who is there has said yes.

Consent is given to one supporter, by name, for one visit: it goes with the supporter, and with whoever gave it.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from console.domain.calls import (
    MOST_SEATS,
    OVER,
    Call,
    Consent,
    Seat,
    SeatRole,
    SeatState,
    participants,
    refuse_over,
)
from console.domain.errors import ConsoleError
from console.domain.noun import new_id
from console.words import _

PRESENT = frozenset({SeatState.WAITING, SeatState.JOINED})


def supporter(call: Call) -> Seat | None:
    """Return the seat of the one who supports the call now, or asks to."""
    return next((seat for seat in call.seats if seat.role is SeatRole.SUPPORT and seat.state in PRESENT), None)


def agreed(call: Call) -> list[Seat]:
    """Return the seats whose participants have said yes."""
    return [seat for seat in call.seats if seat.consent is Consent.YES]


def with_support(call: Call, account_id: str | None, person: str, now: datetime) -> tuple[Call, Seat]:
    """Return the call with a seat for this supporter, the one they had before if any; raise conflict for no room.

    A token of no account is known by its name.
    """
    refuse_over(call)
    mine = [seat for seat in call.seats if seat.role is SeatRole.SUPPORT]
    seat = next((one for one in mine if (one.account_id, one.person) == (account_id, person)), None)
    if seat is None:
        seat = Seat(id=new_id(now), role=SeatRole.SUPPORT, number=len(mine) + 1, account_id=account_id, person=person)
        call = replace(call, seats=(*call.seats, seat))
    refuse_crowd(call, seat)
    return call, seat


def refuse_crowd(call: Call, seat: Seat) -> None:
    """Raise conflict where a seat's participant would be the fifth, or a second one who supports.

    Support takes no chair from those whose call it is: it makes way for them.
    """
    support = supporter(call)
    if seat.role is SeatRole.SUPPORT and support is not None and support.id != seat.id:
        raise ConsoleError(
            _("{person}, support, is in this call already.", person=support.person or _("Somebody")),
            "",
            _("Ask them how you can help, or come in when they have left."),
            code="conflict",
        )
    others = call.seats if seat.role is SeatRole.SUPPORT else participants(call.seats)
    if sum(one.state in PRESENT for one in others if one.id != seat.id) >= MOST_SEATS:
        hint = _("Ask one of them to leave, or use the phone.")
        if seat.role is SeatRole.SUPPORT:
            hint = _("Ask one of them to leave, or help by message and phone.")
        raise ConsoleError(_("This call has its four participants already."), "", hint, code="conflict")


def consented(call: Call, seat_id: str, *, yes: bool, now: datetime) -> Call:
    """Return the call after a participant has said yes or no to support; raise where they can't."""
    refuse_over(call)
    seat = next(one for one in call.seats if one.id == seat_id)
    if seat.role is SeatRole.SUPPORT:
        raise ConsoleError(
            _("Support can't say yes for itself."), "", _("Wait for those who are in the call."), code="forbidden"
        )
    if seat.state is not SeatState.JOINED or supporter(call) is None:
        raise ConsoleError(
            _("Nobody from support asks to come in just now."), "", _("Look at the call as it is now."), code="conflict"
        )
    answer = Consent.YES if yes else Consent.NO
    return settled(_saying(call, {seat_id: answer}), now)


def forgotten(call: Call, seat_id: str, now: datetime) -> Call:
    """Return the call without what this seat said: somebody else may sit there now."""
    return settled(_saying(call, {seat_id: Consent.NOT_ASKED}), now)


def settled(call: Call, now: datetime) -> Call:
    """Return the call as it must be after any change of its seats.

    Support has joined exactly while somebody is there and all who are have said yes; until then it waits, and they are
    asked. Where there are four without it, it makes way. Without support nobody has been asked anything.
    """
    support = supporter(call)
    if support is None or call.status in OVER or _crowded(call):
        return _saying(_moved(call, support, SeatState.LEFT, now), dict.fromkeys(_ids(call), Consent.NOT_ASKED))
    call = _saying(call, {seat.id: _asked(seat) for seat in participants(call.seats)})
    there = [seat for seat in participants(call.seats) if seat.state is SeatState.JOINED]
    all_agree = bool(there) and all(seat.consent is Consent.YES for seat in there)
    return _moved(call, support, SeatState.JOINED if all_agree else SeatState.WAITING, now)


def _asked(seat: Seat) -> Consent:
    # Who leaves takes their answer with them: whoever comes back is asked anew.
    if seat.state is not SeatState.JOINED:
        return Consent.NOT_ASKED
    return Consent.ASKED if seat.consent is Consent.NOT_ASKED else seat.consent


def _crowded(call: Call) -> bool:
    return sum(seat.state in PRESENT for seat in call.seats) > MOST_SEATS


def _ids(call: Call) -> list[str]:
    return [seat.id for seat in call.seats]


def _saying(call: Call, consents: Mapping[str, Consent]) -> Call:
    return replace(call, seats=tuple(replace(seat, consent=consents.get(seat.id, seat.consent)) for seat in call.seats))


def _moved(call: Call, support: Seat | None, state: SeatState, now: datetime) -> Call:
    if support is None or support.state is state:
        return call
    there = replace(support, state=state, since=now, consent=Consent.NOT_ASKED)
    return replace(call, seats=tuple(there if seat.id == support.id else seat for seat in call.seats))
