"""The ASGI application: routes, authentication, refusals and the API's document, around a backend."""

from typing import Any

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ASGIApp, Receive, Scope, Send

from console import __version__, words
from console.domain.errors import ConsoleError
from console.domain.tokens import Principal
from console.service import document, problems
from console.service.auth import BearerAuthentication
from console.service.backend import Backend
from console.service.bodies import StrictRequest
from console.service.routes import (
    accounts,
    alerts,
    audit,
    browser_checks,
    calendars,
    calls,
    checking,
    checks,
    desks,
    documents,
    enrolments,
    events,
    feedback,
    health,
    links,
    media,
    meetings,
    organisations,
    pages,
    places,
    presence,
    rooms,
    seats,
    services,
    tokens,
    units,
    workstations,
)
from console.wire import paths

LARGEST_BODY = 20 * 1024 * 1024


def create_app(backend: Backend) -> ASGIApp:
    """Return the application for a backend that was started: every answer is measured and in the asker's language."""
    return backend.metrics.measured(in_the_askers_language(_routed(backend)))


def _routed(backend: Backend) -> Litestar:
    return Litestar(
        route_handlers=[
            openapi_document,
            *health.handlers,
            *presence.handlers,
            *events.handlers,
            *organisations.handlers,
            *units.handlers,
            *services.handlers,
            *accounts.handlers,
            *rooms.handlers,
            *places.handlers,
            *desks.handlers,
            *calls.handlers,
            *calendars.handlers,
            *seats.handlers,
            *workstations.handlers,
            *checks.handlers,
            *browser_checks.handlers,
            *checking.handlers,
            *alerts.handlers,
            *enrolments.handlers,
            *tokens.handlers,
            *audit.handlers,
            *media.handlers,
            *links.handlers,
            *feedback.handlers,
            *meetings.handlers,
            *documents.handlers,
            *pages.handlers,
        ],
        state=State({"backend": backend}),
        dependencies={
            "backend": Provide(provide_backend, sync_to_thread=False),
            "principal": Provide(provide_principal, sync_to_thread=False),
        },
        middleware=[DefineMiddleware(BearerAuthentication, exclude_from_auth_key="open")],
        exception_handlers={
            ConsoleError: problems.for_console_error,
            HTTPException: problems.for_http_exception,
            Exception: problems.for_anything_else,
        },
        openapi_config=OpenAPIConfig(
            title="Bedside",
            use_handler_docstrings=True,
            version=__version__,
            path=f"{paths.API}/schema",
            components=Components(
                security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")},
            ),
            security=[{"bearer": []}],
            render_plugins=[],
        ),
        request_class=StrictRequest,
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
    )


def provide_backend(state: State) -> Backend:
    """Return the backend for a route."""
    backend: Backend = state.backend
    return backend


def provide_principal(request: Request[Principal, Any, State], backend: NamedDependency[Backend]) -> Principal:
    """Return who asks, for a route.

    It names the backend only to come after it: the framework resolves what is independent in a group of tasks, which
    costs more than all else of routing.
    """
    return request.user


@get(paths.OPENAPI, operation_id="openapi", include_in_schema=False, opt={"open": True})
async def openapi_document(request: Request[Any, Any, State]) -> Response[bytes]:
    """Answer the API's document (OpenAPI 3.1). Needs no token. It is made once: that takes a while."""
    state = request.app.state
    if "document" not in state:
        state.document = msgspec.json.encode(document.true_document(request.app.openapi_schema.to_schema()))
    return Response(state.document, media_type="application/json")


def in_the_askers_language(app: ASGIApp) -> ASGIApp:
    """Speak the language that the asker's Accept-Language names first."""

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in (ScopeType.HTTP, ScopeType.WEBSOCKET):
            wanted = next((value for name, value in scope["headers"] if name == b"accept-language"), b"en")
            words.use(wanted.decode("latin-1")[:2].lower())
        await app(scope, receive, send)

    return middleware
