"""Links of a call's seats: made by who schedules it, opened by who sits there."""

from litestar import Request, Response, delete, post
from litestar.datastructures import State
from litestar.params import FromPath

from console.domain.calls import refuse_over
from console.domain.links import SeatLink, good_until
from console.domain.tokens import Principal
from console.service import links
from console.service.auth import helpers
from console.service.problems import described
from console.service.resources import CALLS
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import ThingId
from console.service.seating import seat_of
from console.service.transaction import Transaction
from console.wire import paths

LINK = f"{paths.CALLS}/{{thing_id:str}}/seats/{{seat_id:str}}/link"


@post(LINK, operation_id="create_link", tags=["call"], guards=[helpers], responses=described(404, 409))
async def create_link(
    request: Request[Principal, object, State],
    backend: TheBackend,
    principal: Asker,
    thing_id: ThingId,
    seat_id: FromPath[str],
) -> Response[SeatLink]:
    """Make a seat's link. It is told once; one that was made before opens nothing any more."""

    def work(change: Transaction) -> SeatLink:
        call = change.get(CALLS, thing_id)
        refuse_over(call)
        seat = seat_of(call, seat_id)
        base = backend.public_url or str(request.base_url)
        return SeatLink(
            seat_id=seat.id,
            role=seat.role,
            number=seat.number,
            url=f"{base.rstrip('/')}{paths.CALL_PAGE}#{links.make(change, call, seat.id)}",
            expires_at=good_until(call),
        )

    return Response(await backend.write(principal, work), status_code=201, headers={"Cache-Control": "no-store"})


@delete(LINK, operation_id="revoke_link", tags=["call"], guards=[helpers], responses=described(404))
async def revoke_link(backend: TheBackend, principal: Asker, thing_id: ThingId, seat_id: FromPath[str]) -> None:
    """Withdraw a seat's link, and let out whoever opened it."""
    await backend.write(principal, lambda change: links.revoke(change, change.get(CALLS, thing_id), seat_id))
    backend.meetings.let_out(thing_id, seat_id)


handlers = [create_link, revoke_link]
