"""STUN and TURN servers as a browser's RTCConfiguration takes them (W3C WebRTC, RTCIceServer)."""

import re
from datetime import datetime
from typing import NamedTuple

from console.domain.noun import Noun


class IceServer(Noun, frozen=True, kw_only=True):
    """A STUN or TURN server. urls: RFC 7064 and 7065. username, credential: of a TURN server, for a limited time."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


class IceServers(Noun, frozen=True, kw_only=True):
    """The servers to use; with none, media goes straight between participants. expires_at: of the credentials."""

    ice_servers: tuple[IceServer, ...] = ()
    expires_at: datetime | None = None


class ServerAddress(NamedTuple):
    """Where a server is and how it is spoken to. scheme: stun, turn, or turns over TLS. transport: udp or tcp."""

    scheme: str
    host: str
    port: int
    transport: str


_URL = re.compile(
    r"(?P<scheme>stun|turns?):(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:(?P<port>[0-9]{1,5}))?"
    r"(\?transport=(?P<transport>udp|tcp))?"
)


def address_of(url: str) -> ServerAddress | None:
    """Return what a URL says (RFC 7064, 7065), or None for one that says nothing of the kind."""
    match = _URL.fullmatch(url)
    if match is None:
        return None
    scheme = match["scheme"]
    port = int(match["port"] or (5349 if scheme == "turns" else 3478))
    transport = match["transport"] or ("tcp" if scheme == "turns" else "udp")
    is_sound = 0 < port < 65536 and not (scheme == "stun" and match["transport"])
    return ServerAddress(scheme, match["host"].strip("[]"), port, transport) if is_sound else None
