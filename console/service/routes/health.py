"""Whether the service can answer, who asks, and figures for Prometheus."""

from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST

from console import __version__
from console.domain.tokens import Principal
from console.service.auth import scrapers
from console.service.metrics import count
from console.service.problems import described
from console.service.routes.given import Asker, TheBackend
from console.wire import paths
from console.wire.page import Health


@get(paths.HEALTH, operation_id="health", tags=["service"], opt={"open": True}, security=[{}])
async def health(backend: TheBackend) -> Health:
    """Tell that the service can answer, and what its clock shows. Needs no token."""
    return Health(status="ok", version=__version__, clock=backend.now())


@get(paths.ME, operation_id="me", tags=["service"], responses=described())
async def me(principal: Asker) -> Principal:
    """Tell who asks: the token's name, role and organisation."""
    return principal


@get(
    paths.METRICS,
    operation_id="metrics",
    tags=["service"],
    guards=[scrapers],
    responses=described(),
    media_type="text/plain",
)
async def metrics(backend: TheBackend, principal: Asker) -> Response[bytes]:
    """Tell figures in Prometheus' text format, to admins and to a scrape token: counts are of its organisation."""
    counts = await backend.read(lambda connection: count(connection, principal.organisation_id))
    return Response(backend.metrics.exposition(counts), headers={"Content-Type": CONTENT_TYPE_LATEST})


handlers = [health, me, metrics]
