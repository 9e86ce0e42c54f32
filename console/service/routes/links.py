"""Links of a call's seats: made by who schedules it, opened by who sits there."""

from litestar import Request, Response, delete, post
from litestar.datastructures import State
from litestar.params import FromPath

from console.domain.assisting import with_support
from console.domain.calls import Call, Seat, SeatRole, refuse_over
from console.domain.errors import ConsoleError
from console.domain.links import SeatLink, good_until
from console.domain.tokens import Principal
from console.service import links
from console.service.auth import helpers
from console.service.backend import Backend
from console.service.problems import described
from console.service.resources import ACCOUNTS, CALLS
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import ThingId
from console.service.seating import keep, seat_of
from console.service.transaction import Transaction
from console.wire import paths
from console.words import _

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
        if seat.role is SeatRole.SUPPORT:
            raise ConsoleError(
                _("Support's link is made for nobody but the one who supports."),
                "",
                _("Ask for a seat of your own: bedside join CALL"),
                code="conflict",
            )
        return _told(request, backend, call, seat, links.make(change, call, seat.id))

    return _once(await backend.write(principal, work))


@post(
    f"{paths.CALLS}/{{thing_id:str}}/support",
    operation_id="support_call",
    tags=["call"],
    guards=[helpers],
    responses=described(404, 409),
)
async def support_call(
    request: Request[Principal, object, State], backend: TheBackend, principal: Asker, thing_id: ThingId
) -> Response[SeatLink]:
    """Make a link to the asker's own seat as support in a call, told once.

    Support hears and sees nothing before everybody in the call has said yes on their page.
    """

    def work(change: Transaction) -> SeatLink:
        before = change.get(CALLS, thing_id)
        person = principal.name
        if principal.account_id is not None:
            person = change.get(ACCOUNTS, principal.account_id).display_name
        after, seat = with_support(before, principal.account_id, person, change.now)
        call = keep(change, before, after)
        token_id = None if principal.owner else principal.token_id
        return _told(request, backend, call, seat, links.make(change, call, seat.id, token_id))

    return _once(await backend.write(principal, work))


def _told(
    request: Request[Principal, object, State], backend: Backend, call: Call, seat: Seat, secret: str
) -> SeatLink:
    base = backend.public_url or str(request.base_url)
    return SeatLink(
        seat_id=seat.id,
        role=seat.role,
        number=seat.number,
        url=f"{base.rstrip('/')}{paths.CALL_PAGE}#{secret}",
        expires_at=good_until(call),
    )


def _once(link: SeatLink) -> Response[SeatLink]:
    return Response(link, status_code=201, headers={"Cache-Control": "no-store"})


@delete(LINK, operation_id="revoke_link", tags=["call"], guards=[helpers], responses=described(404))
async def revoke_link(backend: TheBackend, principal: Asker, thing_id: ThingId, seat_id: FromPath[str]) -> None:
    """Withdraw a seat's link, and let out whoever opened it."""
    await backend.write(principal, lambda change: links.revoke(change, change.get(CALLS, thing_id), seat_id))
    backend.meetings.let_out(thing_id, seat_id)


handlers = [create_link, support_call, revoke_link]
