"""What the service knows of media without knowing media: STUN and TURN servers, and a peer that echoes."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from console.domain.noun import Clock
from console.service.clock import machine_clock
from console.wire.ice import IceServer, IceServers
from console.wire.signalling import Answer, Offer

VALID_FOR = timedelta(hours=4)
"""Of a TURN server's credentials: a call that began with them goes on for longer if it must."""


class EchoPeer(Protocol):
    """A media peer that sends back what it hears. It is made by composition: this room knows no media."""

    def prepare(self) -> None:
        """Get ready: an offer is about to come."""
        ...

    async def answer(self, session: str, offer: Offer, servers: IceServers) -> Answer:
        """Begin a session; raise ConsoleError where that can't be."""
        ...

    def end(self, session: str) -> None:
        """End a session, if it is not over."""
        ...

    async def close(self) -> None:
        """End all sessions and the peer."""
        ...


@dataclass(frozen=True, kw_only=True)
class Connectivity:
    """stun, turn: URLs (RFC 7064, 7065). turn_secret: shared with the TURN server. echo: None where there is none.

    clock: the machine's, by which the TURN server reckons too, also where the town's time is invented.
    """

    stun: tuple[str, ...] = ()
    turn: tuple[str, ...] = ()
    turn_secret: str | None = field(default=None, repr=False)
    echo: EchoPeer | None = None
    clock: Clock = machine_clock

    def ice_servers(self, user: str) -> IceServers:
        """Return the servers, with credentials for this user that end after a while."""
        stun = (IceServer(urls=self.stun),) if self.stun else ()
        if not self.turn:
            return IceServers(ice_servers=stun)
        if self.turn_secret is None:
            return IceServers(ice_servers=(*stun, IceServer(urls=self.turn)))
        expires_at = (self.clock() + VALID_FOR).replace(microsecond=0)
        username, credential = time_limited(self.turn_secret, user, expires_at)
        turn = IceServer(urls=self.turn, username=username, credential=credential)
        return IceServers(ice_servers=(*stun, turn), expires_at=expires_at)


def time_limited(secret: str, user: str, expires_at: datetime) -> tuple[str, str]:
    """Return username and password as coturn's --use-auth-secret reckons them (draft-uberti-behave-turn-rest-00)."""
    username = f"{int(expires_at.timestamp())}:{user}"
    digest = hmac.digest(secret.encode(), username.encode(), hashlib.sha1)
    return username, base64.b64encode(digest).decode()
