"""Whose page asks: what another site's page sends is refused, and cookies are for our own pages alone."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from console.domain.errors import ConsoleError
from console.service.backend import Backend
from console.words import _

Connection = ASGIConnection[Any, Any, Any, Any]


def refuse_foreign(connection: Connection, backend: Backend) -> None:
    """Raise forbidden for what another site's page sends (RFC 6454). Programs that are no browsers send no Origin."""
    origin = connection.headers.get("origin")
    own = {str(connection.base_url).rstrip("/").replace("ws", "http", 1), (backend.public_url or "").rstrip("/")}
    if origin is not None and origin not in own:
        raise ConsoleError(
            _("Another page asks in this page's name."), "", _("Open the page by its own link."), code="forbidden"
        )


def own_cookie(connection: Connection, backend: Backend, name: str, secret: str, path: str) -> Cookie:
    """Return a cookie that no script reads and no other site sends; over plain HTTP a secure one would be lost."""
    return Cookie(
        key=name,
        value=secret,
        path=path,
        httponly=True,
        samesite="strict",
        secure=connection.url.scheme == "https" or (backend.public_url or "").startswith("https:"),
    )
