"""One call to an echo peer of one's own, without a service between: `python -m tests.media.echo.calling` prints it."""

import asyncio
import sys
from datetime import UTC, datetime

import msgspec

from console.media.echo.peer import EchoPeer
from console.media.echo.round_trip import Exchange, RoundTrip, round_trip
from console.wire.ice import IceServers
from console.wire.signalling import Offer

NO_SERVERS = IceServers()


def now() -> datetime:
    return datetime.now(UTC)


def answered_by(peer: EchoPeer, session: str = "1") -> Exchange:
    async def exchange(sdp: str) -> str:
        return (await peer.answer(session, Offer(sdp=sdp), NO_SERVERS)).sdp

    return exchange


async def call(exchange: Exchange, seconds: float = 1.7) -> RoundTrip:
    return await round_trip(
        exchange, NO_SERVERS, seconds=seconds, on_this_machine=True, clock=now, tell=lambda news: None
    )


async def main() -> None:
    peer = EchoPeer()
    result = await call(answered_by(peer), float(sys.argv[1]))
    await peer.close()
    told = {
        "failure": result.failure,
        "matched": result.signal.matched if result.signal else None,
        "dropouts": len(result.signal.dropouts) if result.signal else None,
        "loss": result.path.loss if result.path else None,
    }
    print(msgspec.json.encode(told).decode())


if __name__ == "__main__":
    asyncio.run(main())
