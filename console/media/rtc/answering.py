"""Whether the other end of a connection still answers, though it may have nothing to send."""

import asyncio

from aioice import stun
from aioice.ice import CandidatePair, Connection
from aiortc import RTCPeerConnection

TIMES = 3
"""Requests at once: of so many a lossy way lets one through. The library waits half a second for the answer."""


async def answers(connection: RTCPeerConnection) -> bool:
    """Ask the other end over the path that is in use (RFC 7675); tell whether it answered."""
    for transceiver in connection.getTransceivers():
        ice: Connection = transceiver.receiver.transport.transport._connection
        asked = [_asked(ice, pair) for pair in ice._nominated.values() for _time in range(TIMES)]
        return any(await asyncio.gather(*asked))
    return False


async def _asked(ice: Connection, pair: CandidatePair) -> bool:
    request = ice.build_request(pair, nominate=False)
    key = (ice.remote_password or "").encode()
    try:
        await pair.protocol.request(request, pair.remote_addr, integrity_key=key, retransmissions=0)
    except stun.TransactionFailed:  # it refuses: so it is there
        return True
    except (stun.TransactionError, OSError, AttributeError):  # no answer, or our own socket is gone
        return False
    return True
