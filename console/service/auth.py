"""Who asks, and whether the role suffices."""

from collections.abc import Awaitable, Callable

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from console.domain.tokens import TokenRole
from console.domain.visibility import ADMINS, HELPERS, PEOPLE, STAFF
from console.service.backend import Backend, unauthorized
from console.service.reading import forbidden

Guard = Callable[[ASGIConnection, BaseRouteHandler], Awaitable[None]]  # type: ignore[type-arg]
"""Guards are coroutines: the framework runs a plain function in a thread, at the price of a third of a request."""


class BearerAuthentication(AbstractAuthenticationMiddleware):
    """Reads the bearer token (RFC 6750) of every request but those of open routes."""

    async def authenticate_request(self, connection: ASGIConnection) -> AuthenticationResult:  # type: ignore[type-arg]
        """Return whose request it is; raise unauthorized."""
        scheme, _space, secret = connection.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise unauthorized()
        backend: Backend = connection.app.state.backend
        return AuthenticationResult(user=await backend.principal(secret.strip()), auth=None)


def only(*roles: TokenRole) -> Guard:
    """Return a guard that lets these roles pass."""

    async def guard(connection: ASGIConnection, _handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
        if connection.user.role not in roles:
            raise forbidden()

    return guard


async def owner(connection: ASGIConnection, _handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Let only the home's own token pass."""
    if not connection.user.owner:
        raise forbidden()


admins = only(*ADMINS)
helpers = only(*HELPERS)
staff = only(*STAFF)
people = only(*PEOPLE)
agents = only(TokenRole.AGENT)
listeners = only(*PEOPLE, TokenRole.AGENT)
staff_and_agents = only(*STAFF, TokenRole.AGENT)
helpers_and_agents = only(*HELPERS, TokenRole.AGENT)
scrapers = only(TokenRole.ADMIN, TokenRole.SCRAPE)
