"""What the participants of a call do by themselves: come, let in, leave, end. Each act is a change like any other."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace

from console.domain.assisting import consented, forgotten
from console.domain.calls import Call, CallStatus, Identification, Seat, SeatRole, SeatState, closed_by_hand, with_help
from console.domain.errors import ConsoleError
from console.domain.tokens import Principal, TokenRole
from console.service.backend import Backend
from console.service.links import SeatHolder
from console.service.reading import stored
from console.service.resources import ACCOUNTS, CALLS
from console.service.seating import keep, move, seat_of
from console.service.transaction import Transaction
from console.words import _

Act: TypeAlias = Callable[[Transaction, Call, Seat], None]
"""Writes what a seat's participant does in a call."""


async def act(backend: Backend, holder: SeatHolder, what: Act) -> None:
    """Do something as the participant of a seat; raise ConsoleError where that can't be."""

    def work(change: Transaction) -> None:
        call = change.get(CALLS, holder.call_id)
        what(change, call, seat_of(call, holder.seat_id))

    await backend.write(await _as_participant(backend, holder), work)


def come(change: Transaction, call: Call, seat: Seat) -> None:
    """A host comes in; anybody else waits to be let in, and stays in where they are already.

    Support is let in by nobody but all: as soon as everybody in the call has said yes.
    """
    state = SeatState.JOINED if seat.role is SeatRole.HOST else SeatState.WAITING
    if seat.state not in {SeatState.JOINED, state}:
        move(change, call.id, seat.id, state)


def admit(seat_id: str) -> Act:
    """Return the host's act of letting a waiting participant in."""

    def what(change: Transaction, call: Call, seat: Seat) -> None:
        _refuse_all_but_host(seat)
        waiting = seat_of(call, seat_id)
        if waiting.role is SeatRole.SUPPORT:
            raise ConsoleError(
                _("Support comes in when everybody in the call has said yes."),
                "",
                _("Say yes yourself, and ask the others to."),
                code="conflict",
            )
        if waiting.state is not SeatState.WAITING:
            raise ConsoleError(
                _("This participant is not waiting any more."), "", _("Look at who is waiting now."), code="conflict"
            )
        move(change, call.id, seat_id, SeatState.JOINED)

    return what


def identify(seat_id: str, how: Identification) -> Act:
    """Return the host's act of noting how a participant was identified. It is on record with the call."""

    def what(change: Transaction, call: Call, seat: Seat) -> None:
        _refuse_all_but_host(seat)
        seat_of(call, seat_id)
        seats = tuple(replace(one, identified=how) if one.id == seat_id else one for one in call.seats)
        change.update(CALLS, call, {"seats": seats}, action="identified")

    return what


def consent(*, yes: bool) -> Act:
    """Return a participant's act of saying yes or no to support hearing and seeing them."""

    def what(change: Transaction, call: Call, seat: Seat) -> None:
        after = consented(call, seat.id, yes=yes, now=change.now)
        keep(change, call, after, action="consent-given" if yes else "consent-refused")

    return what


def ask_help(*, wanted: bool) -> Act:
    """Return a participant's act of asking for help, or of needing none any more."""

    def what(change: Transaction, call: Call, seat: Seat) -> None:
        after = with_help(call, seat.id, wanted=wanted, now=change.now)
        keep(change, call, after, action="asked-for-help" if wanted else "needs-no-help")

    return what


def forget_consent(change: Transaction, call: Call, seat: Seat) -> None:
    """Another browser opens a seat's link: whoever sits there now has said nothing yet."""
    keep(change, call, forgotten(call, seat.id, change.now))


def leave(change: Transaction, call: Call, seat: Seat) -> None:
    """A participant leaves, if they were there."""
    if seat.state in {SeatState.WAITING, SeatState.JOINED} and call.ended_at is None:
        move(change, call.id, seat.id, SeatState.LEFT)


def end(change: Transaction, call: Call, seat: Seat) -> None:
    """The host ends the call for everyone."""
    _refuse_all_but_host(seat)
    keep(change, call, closed_by_hand(call, CallStatus.ENDED, change.now), action="ended")


def _refuse_all_but_host(seat: Seat) -> None:
    if seat.role is not SeatRole.HOST:
        raise ConsoleError(_("Only the host may do that."), "", _("Ask the host to do it."), code="forbidden")


async def _as_participant(backend: Backend, holder: SeatHolder) -> Principal:
    """Return the participant as the one who acts: a guest without a name."""

    call = await backend.read(lambda connection: stored(connection, CALLS, holder.organisation_id, holder.call_id))
    seat = seat_of(call, holder.seat_id)
    name = seat.person or f"{seat.role} {seat.number}"
    if seat.account_id is not None:
        account_id = seat.account_id
        host = await backend.read(lambda connection: stored(connection, ACCOUNTS, holder.organisation_id, account_id))
        name = host.display_name
    return Principal(
        token_id=seat.id,
        name=name,
        role=TokenRole.EMPLOYEE,
        organisation_id=holder.organisation_id,
        account_id=seat.account_id,
    )
