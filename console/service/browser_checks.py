"""Checks of browsers: invited by a helper, opened once, told by the page that opened them; or told by a seat's page.

How hard a code is to guess: 8 of 31 letters are 8.5e11 codes. From all addresses together 100 wrong ones a minute are
heard, so 1,000 while a code is good; with 100 codes open at once that finds one of them once in 8 million such
spans of 10 minutes, which is 160 years of trying without a pause. A link's secret has 256 bits and needs no such count:
who wears the count out locks codes for a minute, and links still open.
"""

import re

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from console.domain.browser_checks import (
    GOOD_FOR,
    TOLD_FOR,
    BrowserCheck,
    CheckInvitation,
    CheckStage,
    NewCheckInvitation,
    refuse_unaimed,
    told,
)
from console.domain.calls import refuse_over
from console.domain.errors import ConsoleError
from console.domain.noun import new_id
from console.service import schema
from console.service.backend import Backend, itself
from console.service.links import SeatHolder
from console.service.reading import every, stored
from console.service.resources import ACCOUNTS, BROWSER_CHECKS, CALLS
from console.service.seating import seat_of
from console.service.secrets import hashed, new_code, new_secret
from console.service.transaction import Transaction
from console.wire.checking import CheckKey, Found
from console.wire.events import Topic
from console.words import _

Invitation = Row[tuple[str]]
_table = schema.check_invitation.c


def invite(change: Transaction, new: NewCheckInvitation, page: str) -> CheckInvitation:
    """Invite to a check and return its link and its code, this once. page: the address of the page of checks."""
    refuse_unaimed(new)
    change.refer(ACCOUNTS, new.account_id)
    account_id = new.account_id
    if new.call_id is not None:
        change.refer(CALLS, new.call_id)
        call = change.get(CALLS, new.call_id)
        refuse_over(call)
        account_id = seat_of(call, new.seat_id or "").account_id
    check = BrowserCheck(
        id=new_id(change.now),
        organisation_id=change.principal.organisation_id,
        call_id=new.call_id,
        seat_id=new.seat_id,
        account_id=account_id,
        asked_by=change.principal.name,
        asked_at=change.now,
        expires_at=change.now + GOOD_FOR,
    )
    change.insert(BROWSER_CHECKS, check, audited=False)
    secret, code = new_secret(), new_code(8, 4)
    change.connection.execute(
        insert(schema.check_invitation).values(
            check_id=check.id,
            secret_hash=hashed(secret),
            code_hash=hashed(_plain(code)),
            expires_at=check.expires_at,
        )
    )
    aim = {"callId": new.call_id, "seatId": new.seat_id, "accountId": account_id}
    subject_id = new.call_id or new.account_id or check.id
    change.audit(
        Topic.BROWSER_CHECK, "invited", subject_id, after={name: value for name, value in aim.items() if value}
    )
    return CheckInvitation(id=check.id, url=f"{page}#{secret}", code=code, expires_at=change.now + GOOD_FOR)


async def opened(backend: Backend, key: CheckKey, held: str, address: str) -> tuple[BrowserCheck, str]:
    """Open an invitation, once, and return its check and the secret of the browser that holds it from now on.

    held: the secret that this browser holds already: it opens its own invitation as often as it likes.
    """
    found = await _invited(backend, key, address)
    if found.holder_hash is not None and found.holder_hash == hashed(held):
        return await holding(backend, held), held
    _refuse_stale(found, backend)
    holder = new_secret()
    check = await backend.read(lambda connection: _check(connection, found.check_id))

    def work(change: Transaction) -> BrowserCheck:
        free = (_table.check_id == check.id) & _table.holder_hash.is_(None)
        taken = change.connection.execute(
            update(schema.check_invitation).where(free).values(holder_hash=hashed(holder))
        )
        if taken.rowcount == 0:  # somebody else was quicker
            raise _used()
        return change.update(
            BROWSER_CHECKS, check, {"stage": CheckStage.OPENED, "opened_at": change.now}, audited=False
        )

    return await backend.write(itself(check.organisation_id), work), holder


async def holding(backend: Backend, held: str) -> BrowserCheck:
    """Return the check that a browser holds; raise gone where it holds none, or not any more."""
    invitation = await backend.read(lambda connection: _found(connection, _table.holder_hash == hashed(held)))
    if invitation is None:
        raise _gone(_("This check is not open in this browser."))
    check = await backend.read(lambda connection: _check(connection, invitation.check_id))
    if check.opened_at is None or backend.clock() > check.opened_at + TOLD_FOR:
        raise _gone(_("The time for this check has passed."))
    return check


async def take(backend: Backend, check: BrowserCheck, found: Found) -> None:
    """Write what a check's page found: the latest is what is shown."""

    def work(change: Transaction) -> None:
        before = change.get(BROWSER_CHECKS, check.id)
        _tell(change, before, found)

    await backend.write(itself(check.organisation_id), work)


async def take_from_seat(backend: Backend, holder: SeatHolder, found: Found) -> None:
    """Write what the page of a call's seat found in its own check: there is one of each seat."""

    def work(change: Transaction) -> None:
        own = schema.browser_check.c
        is_it = (own.call_id == holder.call_id) & (own.seat_id == holder.seat_id) & own.asked_by.is_(None)
        before = next(iter(every(change.connection, BROWSER_CHECKS, is_it)), None)
        if before is None:
            seat = seat_of(change.get(CALLS, holder.call_id), holder.seat_id)
            before = BrowserCheck(
                id=new_id(change.now),
                organisation_id=holder.organisation_id,
                call_id=holder.call_id,
                seat_id=seat.id,
                account_id=seat.account_id,
                asked_at=change.now,
                stage=CheckStage.OPENED,
                opened_at=change.now,
            )
            change.insert(BROWSER_CHECKS, before, audited=False)
        _tell(change, before, found)

    await backend.write(itself(holder.organisation_id), work)


def _tell(change: Transaction, before: BrowserCheck, found: Found) -> None:
    after = told(before, found.result, change.now, done=found.done)
    fields = {name: getattr(after, name) for name in ("stage", "result", "told_at")}
    change.update(BROWSER_CHECKS, before, fields, audited=False)


async def _invited(backend: Backend, key: CheckKey, address: str) -> Invitation:
    if key.secret is not None:
        secret = hashed(key.secret)
        found = await backend.read(lambda connection: _found(connection, _table.secret_hash == secret))
        if found is None:
            raise _gone(_("This link can't be opened."))
        return found
    for wrong, guesser in ((backend.wrong_codes, address), (backend.wrong_check_codes, "")):
        wrong.refuse_guesser(guesser)
    code = hashed(_plain(key.code or ""))
    found = await backend.read(lambda connection: _found(connection, _table.code_hash == code))
    if found is None:
        backend.wrong_codes.failed(address)
        backend.wrong_check_codes.failed("")
        raise ConsoleError(
            _("That code is not good."),
            "",
            _("Look at each letter again: there is no O, I or L, and no 0 or 1."),
            code="not-found",
        )
    return found


def _found(connection: Connection, where: ColumnElement[bool]) -> Invitation | None:
    return connection.execute(select(schema.check_invitation).where(where)).first()


def _check(connection: Connection, check_id: str) -> BrowserCheck:
    table = schema.browser_check.c
    organisation_id = connection.scalar(select(table.organisation_id).where(table.id == check_id))
    return stored(connection, BROWSER_CHECKS, organisation_id or "", check_id)


def _plain(code: str) -> str:
    """Return a code as it is kept, however it was typed: without hyphens and spaces, in capitals."""
    return re.sub(r"[\s-]", "", code).upper()


def _refuse_stale(found: Invitation, backend: Backend) -> None:
    if found.holder_hash is not None:
        raise _used()
    if backend.clock() >= found.expires_at:
        raise _gone(_("The time for this check has passed."))


def _used() -> ConsoleError:
    return _gone(_("This check was opened already, and opens once only."))


def _gone(title: str) -> ConsoleError:
    return ConsoleError(
        title, "", _("Ask whoever invited you for a new code or link: it is good for 10 minutes."), code="gone"
    )
