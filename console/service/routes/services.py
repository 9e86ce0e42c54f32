"""Services: what a citizen comes for. Their calls follow what becomes of them."""

from litestar import Response, patch
from litestar.params import JSONBody

from console.domain.calls import OVER
from console.domain.organisations import NewService, Service, ServicePatch
from console.service import reading, schema
from console.service.auth import admins
from console.service.problems import described
from console.service.resources import CALLS, SERVICES
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import (
    IfMatch,
    ThingId,
    changes_of,
    create_route,
    reading_routes,
    tagged,
    version_of,
)
from console.service.transaction import Transaction
from console.wire import paths


@patch(
    f"{paths.SERVICES}/{{thing_id:str}}",
    operation_id="change_service",
    tags=["service"],
    guards=[admins],
    responses=described(404, 409, 412, 428),
)
async def change_service(
    backend: TheBackend, principal: Asker, thing_id: ThingId, data: JSONBody[ServicePatch], if_match: IfMatch = None
) -> Response[Service]:
    """Change a service; its calls that are not over follow in department and confidentiality."""
    version = version_of(if_match)

    def work(change: Transaction) -> Service:
        before = change.seen(SERVICES, thing_id, version)
        after = change.update(SERVICES, before, changes_of(data), version=version)
        _calls_follow(change, after)
        return after

    return tagged(await backend.write(principal, work))


def _calls_follow(change: Transaction, service: Service) -> None:
    table = schema.call.c
    not_over = table.status.not_in(OVER)
    for call in reading.every(change.connection, CALLS, table.service_id == service.id, not_over):
        change.update(CALLS, call, {"department": service.department, "confidential": service.confidential})


handlers = [
    *reading_routes(SERVICES, paths.SERVICES),
    create_route(SERVICES, paths.SERVICES, NewService),
    change_service,
]
