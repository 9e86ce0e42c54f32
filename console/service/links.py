"""Links of seats and the browsers that hold one: secrets are told once and kept as hashes."""

from sqlalchemy import Connection, Select, delete, insert, select

from console.domain.assisting import PRESENT
from console.domain.calls import OVER, Call, SeatState
from console.domain.errors import ConsoleError
from console.domain.links import good_until
from console.domain.noun import Clock, Noun
from console.service import schema
from console.service.resources import CALLS
from console.service.seating import move, seat_of
from console.service.secrets import hashed, new_secret
from console.service.transaction import Transaction
from console.wire.events import Topic
from console.words import _


class SeatHolder(Noun, frozen=True, kw_only=True):
    """Who may act for a seat: a browser that opened its link."""

    call_id: str
    seat_id: str
    organisation_id: str


def make(change: Transaction, call: Call, seat_id: str, token_id: str | None = None) -> str:
    """Return the secret of a new link for a seat. One that was made before opens nothing any more.

    token_id: the token with which the link goes, so that who may no longer support is in no call.
    """
    seat_of(call, seat_id)
    _forget(change.connection, seat_id)
    secret = new_secret()
    row = {
        "seat_id": seat_id,
        "call_id": call.id,
        "hash": hashed(secret),
        "answered": False,
        "token_id": token_id,
    }
    change.connection.execute(insert(schema.seat_link), row)
    change.audit(Topic.CALL, "link-made", call.id, after={"seatId": seat_id})
    return secret


def revoke(change: Transaction, call: Call, seat_id: str) -> None:
    """Withdraw a seat's link: nobody can open it, and whoever had is in the call no more."""
    seat = seat_of(call, seat_id)
    if _forget(change.connection, seat_id):
        if seat.state in PRESENT and call.status not in OVER:
            move(change, call.id, seat_id, SeatState.LEFT)
        change.audit(Topic.CALL, "link-revoked", call.id, before={"seatId": seat_id})


def _forget(connection: Connection, seat_id: str) -> bool:
    return bool(connection.execute(delete(schema.seat_link).where(schema.seat_link.c.seat_id == seat_id)).rowcount)


def opened(connection: Connection, secret: str, clock: Clock) -> tuple[Call, SeatHolder]:
    """Return the call and the seat that a link opens; raise gone for one that is wrong, withdrawn or too old."""
    query = _holders().where(schema.seat_link.c.hash == hashed(secret))
    return _found(connection, query, clock)


def kept(connection: Connection, holder: SeatHolder) -> str:
    """Return a new secret by which this browser shows that it holds the seat."""
    secret = new_secret()
    connection.execute(insert(schema.seat_holder), {"hash": hashed(secret), "seat_id": holder.seat_id})
    return secret


def held(connection: Connection, seat_id: str, secret: str, clock: Clock) -> tuple[Call, SeatHolder]:
    """Return the call and the seat that a browser holds; raise gone where it does not, or not any more."""
    is_it = (schema.seat_holder.c.hash == hashed(secret)) & (schema.seat_holder.c.seat_id == seat_id)
    query = _holders().join(schema.seat_holder, schema.seat_holder.c.seat_id == schema.seat_link.c.seat_id).where(is_it)
    return _found(connection, query, clock)


def _holders() -> Select[tuple[str]]:
    return select(schema.seat_link.c.seat_id, *CALLS.columns).join_from(
        schema.seat_link, schema.call, schema.seat_link.c.call_id == schema.call.c.id
    )


def _found(connection: Connection, query: Select[tuple[str]], clock: Clock) -> tuple[Call, SeatHolder]:
    row = connection.execute(query).first()
    if row is None:
        raise _gone(_("It was withdrawn, or a part of it is missing."))
    call = CALLS.kind(**{column.name: row._mapping[column] for column in CALLS.columns})
    if clock() > good_until(call):
        raise _gone(_("Its time has passed."))
    return call, SeatHolder(call_id=call.id, seat_id=row.seat_id, organisation_id=call.organisation_id)


def _gone(why: str) -> ConsoleError:
    return ConsoleError(
        _("This link can't be opened."),
        why,
        _("Look for a newer message with a link, or ask whoever invited you for a new one."),
        code="gone",
    )
