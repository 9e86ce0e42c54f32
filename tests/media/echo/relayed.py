"""One call whose peers can't reach one another but through a relay: for a network namespace of its own.

`python -m tests.media.echo.relayed FOLDER udp|tcp|tls` blocks all UDP that is not the TURN server's, calls, and prints.
"""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.media.echo.peer import EchoPeer
from console.media.echo.round_trip import round_trip
from console.service.connectivity import time_limited
from console.wire.ice import IceServer, IceServers
from tests.certificates import Authority
from tests.media.echo.calling import answered_by, now
from tests.turn_server import SECRET, turn_server

WAYS = ("udp", "tcp", "tls")
RELAYS = ("50000", "50099")


def allow_relays_only(port: int) -> None:
    """Drop what is UDP but neither from nor to the relays or the server itself."""
    ports = f"{{ {port}, {'-'.join(RELAYS)} }}"
    rule = f"add rule inet relayed input meta l4proto udp udp sport != {ports} udp dport != {ports} drop"
    chain = "add chain inet relayed input { type filter hook input priority 0 ; }"
    for command in ("add table inet relayed", chain, rule):
        subprocess.run(["nft", command], check=True)


async def main(folder: Path, way: str) -> None:
    authority = Authority(folder)
    os.environ["SSL_CERT_FILE"] = str(authority.file)  # of the peers, which are children
    certificate = authority.pair("turn.example")
    with turn_server(folder, certificate, "--min-port", RELAYS[0], "--max-port", RELAYS[1]) as server:
        allow_relays_only(server.port)
        username, credential = time_limited(SECRET, "1", datetime.now(UTC) + timedelta(hours=1))
        url = server.urls[WAYS.index(way)]
        servers = IceServers(ice_servers=(IceServer(urls=(url,), username=username, credential=credential),))
        peer = EchoPeer()
        direct = await round_trip(
            answered_by(peer, "direct"),
            IceServers(),
            seconds=1.7,
            on_this_machine=True,
            clock=now,
            tell=lambda news: None,
        )
        relayed = await round_trip(
            answered_by(peer, "relayed"), servers, seconds=1.7, on_this_machine=True, clock=now, tell=lambda news: None
        )
        await peer.close()
        print(direct.failure, relayed.failure, relayed.signal is not None and relayed.signal.matched)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
