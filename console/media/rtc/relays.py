"""Which of the TURN server's ways carries anything from here: aiortc tries the first URL, and no other."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from aioice import stun, turn

from console.wire.ice import IceServer, IceServers, ServerAddress, address_of

ANSWERS_WITHIN = 2.0
"""Seconds: a server that is there answers in a tenth of it; longer, and a call would wait for one that is not."""
LIFETIME = 60
"""Seconds: the relay is given back at once; where that is lost on the way it is not held for long."""
Way = tuple[IceServer, str]


class Relays:
    """The servers of a call. All its ways to relays are tried at once, and the first URL that works is used."""

    def __init__(self, servers: IceServers) -> None:
        self._servers = servers
        self._trying: asyncio.Task[IceServers] | None = None

    async def usable(self) -> IceServers:
        """Return the servers with one TURN URL, that of a way which works from here, or with none."""
        return await asyncio.shield(self.begin())

    def begin(self) -> "asyncio.Task[IceServers]":
        """Begin to try the ways, unless that has begun."""
        if self._trying is None:
            self._trying = asyncio.create_task(self._tried())
        return self._trying

    def forget(self) -> None:
        """Try them anew when they are wanted next: this machine may be in another network by now."""
        if self._trying is not None and self._trying.done():
            self._trying = None

    async def _tried(self) -> IceServers:
        ways = [(server, url) for server in self._servers.ice_servers for url in server.urls if url.startswith("turn")]
        trying = [asyncio.create_task(_works(*way)) for way in ways]
        chosen = await _first_that_works(ways, trying)
        for task in trying:
            task.cancel()
        kept = [_only_stun(server) for server in self._servers.ice_servers]
        if chosen is not None:
            server, url = chosen
            kept.append(IceServer(urls=(url,), username=server.username, credential=server.credential))
        return IceServers(ice_servers=tuple(one for one in kept if one.urls), expires_at=self._servers.expires_at)


async def _first_that_works(ways: list[Way], trying: "Iterable[asyncio.Task[bool]]") -> Way | None:
    for way, task in zip(ways, trying, strict=True):
        if await task:
            return way
    return None


def _only_stun(server: IceServer) -> IceServer:
    return IceServer(urls=tuple(url for url in server.urls if url.startswith("stun")))


async def _works(server: IceServer, url: str) -> bool:
    address = address_of(url)
    if address is None:
        return False
    with suppress(stun.TransactionError, OSError, TimeoutError):
        async with asyncio.timeout(ANSWERS_WITHIN):
            await _relayed(server, address)
            return True
    return False


async def _relayed(server: IceServer, address: ServerAddress) -> None:
    relay, _protocol = await turn.create_turn_endpoint(
        asyncio.DatagramProtocol,
        server_addr=(address.host, address.port),
        username=server.username,
        password=server.credential,
        lifetime=LIFETIME,
        ssl=True if address.scheme == "turns" else None,
        transport=address.transport,
    )
    relay.close()
