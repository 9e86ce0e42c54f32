"""Deletes what has been kept for as long as it may be."""

from datetime import datetime

from sqlalchemy import Connection, delete

from console.domain import retention
from console.domain.alerts import AlertState
from console.domain.browser_checks import CheckStage
from console.domain.calls import OVER
from console.service import schema
from console.service.backend import Backend, itself
from console.service.reading import every
from console.service.resources import BROWSER_CHECKS, CALLS
from console.service.transaction import Transaction


async def forget(backend: Backend) -> None:
    """Delete all that is due: calls are heard of, the rest is not on anybody's screen."""
    now = backend.clock()
    await backend.database.write(lambda connection: _forget_quietly(connection, now), lambda _result: None)
    table = schema.call.c
    old = table.status.in_(OVER) & (table.dtend < now - retention.CALLS_OVER)
    found = await backend.read(lambda connection: every(connection, CALLS, old))

    def remove(change: Transaction) -> None:
        for call in every(change.connection, CALLS, table.organisation_id == change.principal.organisation_id, old):
            for check in every(change.connection, BROWSER_CHECKS, schema.browser_check.c.call_id == call.id):
                change.remove(BROWSER_CHECKS, check, audited=False)
            change.remove(CALLS, call, audited=False)

    for organisation_id in {call.organisation_id for call in found}:
        await backend.write(itself(organisation_id), remove)


def _forget_quietly(connection: Connection, now: datetime) -> None:
    due = {
        schema.event: schema.event.c.at < now - retention.EVENTS,
        schema.guest_name: schema.guest_name.c.forget_at <= now,
        schema.enrolment: schema.enrolment.c.expires_at <= now,
        schema.check: schema.check.c.asked_at < now - retention.CHECKS_OVER,
        schema.answer_count: schema.answer_count.c.day < (now - retention.FEEDBACK).date(),
        schema.remark: schema.remark.c.day < (now - retention.FEEDBACK).date(),
        # Those of a call's seats go with the call.
        schema.browser_check: (schema.browser_check.c.asked_at < now - retention.BROWSER_CHECKS)
        | (
            (schema.browser_check.c.stage == CheckStage.INVITED)
            & (schema.browser_check.c.expires_at < now - retention.CHECK_INVITATIONS)
        ),
        schema.check_invitation: schema.check_invitation.c.expires_at < now - retention.CHECK_INVITATIONS,
        schema.audit: schema.audit.c.at < now - retention.AUDIT,
        schema.alert: ~schema.alert.c.standing
        & (schema.alert.c.state == AlertState.CLOSED)
        & (schema.alert.c.closed_at < now - retention.ALERTS_CLOSED),
        schema.token: (schema.token.c.revoked_at < now - retention.TOKENS_OVER)
        | (schema.token.c.expires_at < now - retention.TOKENS_OVER),
    }
    for table, is_due in due.items():
        connection.execute(delete(table).where(is_due))
