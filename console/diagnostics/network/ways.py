"""Which step of the network check a STUN or TURN server belongs to."""

from collections.abc import Iterator, Set

from console.domain.diagnosis.evidence import Hop
from console.wire.ice import IceServer, IceServers, ServerAddress, address_of

_HOPS = {
    ("stun", "udp"): Hop.STUN,
    ("turn", "udp"): Hop.TURN_UDP,
    ("turn", "tcp"): Hop.TURN_TCP,
    ("turns", "tcp"): Hop.TURN_TLS,
}


def hop_of(address: ServerAddress | None) -> Hop | None:
    """Return the step that tries such a server, None where there is none."""
    return _HOPS.get((address.scheme, address.transport)) if address else None


def turn_servers(servers: tuple[IceServer, ...]) -> Iterator[tuple[Hop, ServerAddress, IceServer]]:
    """Yield the first TURN server of each way to reach one."""
    seen: set[Hop] = {Hop.STUN}
    for server in servers:
        for address in map(address_of, server.urls):
            hop = hop_of(address)
            if address and hop and hop not in seen:
                seen.add(hop)
                yield hop, address, server


def stun_server(servers: tuple[IceServer, ...]) -> ServerAddress | None:
    """Return the first server that answers bindings over UDP: a STUN server, else a TURN server, which does so too."""
    found = [address for server in servers for address in map(address_of, server.urls) if address]
    by_udp = [address for address in found if hop_of(address) in (Hop.STUN, Hop.TURN_UDP)]
    return min(by_udp, key=lambda address: hop_of(address) is not Hop.STUN, default=None)


def without(servers: IceServers, broken: Set[Hop]) -> IceServers:
    """Return the servers without the ways that were found broken: a peer uses the first of each kind, and no other."""
    left = []
    for server in servers.ice_servers:
        urls = tuple(url for url in server.urls if hop_of(address_of(url)) not in broken)
        if urls:
            left.append(IceServer(urls=urls, username=server.username, credential=server.credential))
    return IceServers(ice_servers=tuple(left), expires_at=servers.expires_at)
