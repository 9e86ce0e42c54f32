"""Who may support no more is in no call: a token that expired, was revoked, or belongs to an account that is off."""

from sqlalchemy import select

from console.service import links, schema
from console.service.backend import Backend, good_tokens, itself
from console.service.resources import CALLS
from console.service.transaction import Transaction


async def let_out_unwelcome(backend: Backend) -> None:
    """Withdraw the links of support's seats that were made for tokens that are good no more."""
    link, call, token = schema.seat_link.c, schema.call.c, schema.token.c
    good = select(token.id).where(*good_tokens(backend.clock()))
    query = (
        select(call.organisation_id, link.call_id, link.seat_id)
        .join_from(schema.seat_link, schema.call, link.call_id == call.id)
        .where(link.token_id.is_not(None), link.token_id.not_in(good))
    )
    for organisation_id, call_id, seat_id in await backend.read(lambda connection: connection.execute(query).all()):

        def work(change: Transaction, call_id: str = call_id, seat_id: str = seat_id) -> None:
            links.revoke(change, change.get(CALLS, call_id), seat_id)

        await backend.write(itself(organisation_id), work)
        backend.meetings.let_out(call_id, seat_id)
