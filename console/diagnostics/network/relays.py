"""STUN and TURN, spoken as a browser does it, so that a refusal is told apart from silence.

Binding: RFC 8489. Allocate: RFC 8656, with long-term credentials (RFC 8489, section 9.2).
"""

import asyncio
import ssl
import time
from contextlib import suppress

from aioice import stun, turn

from console.diagnostics.network.attempt import Failed
from console.domain.diagnosis.evidence import HopFailure
from console.wire.ice import IceServer, ServerAddress

LIFETIME = 60
"""Seconds: the relay is given back at once; where that is lost on the way it is not held for long."""
_REFUSALS = frozenset({401, 403, 438})


async def allocate(where: str, address: ServerAddress, server: IceServer, trust: ssl.SSLContext | None) -> bool:
    """Get a relay of the server that is there, and give it back."""
    try:
        relay, _protocol = await turn.create_turn_endpoint(
            asyncio.DatagramProtocol,
            server_addr=(where if trust is None else address.host, address.port),  # a certificate needs the name
            username=server.username,
            password=server.credential,
            lifetime=LIFETIME,
            ssl=trust,
            transport=address.transport,
        )
    except stun.TransactionFailed as refusal:
        code = refusal.response.error_code
        failure = HopFailure.CREDENTIALS_REFUSED if code in _REFUSALS else HopFailure.NO_CANDIDATE
        raise Failed(failure, f"TURN {code}") from refusal
    except stun.TransactionTimeout as silence:
        raise Failed(HopFailure.NO_ANSWER) from silence
    relay.close()
    return True


class Bindings(asyncio.DatagramProtocol):
    """Binding requests to one STUN server, and when each was answered."""

    def __init__(self) -> None:
        self.sent: dict[bytes, float] = {}
        self.took: dict[bytes, float] = {}
        self.answered = asyncio.Event()
        self.failure: Exception | None = None

    def datagram_received(self, data: bytes, addr: object) -> None:
        """Take in an answer; what is none of ours is somebody else's."""
        now = time.perf_counter()
        try:
            message = stun.parse_message(data)
        except ValueError:
            self.failure = Failed(HopFailure.WRONG_ANSWER)
            self.answered.set()
            return
        identity = message.transaction_id
        if message.message_class is stun.Class.RESPONSE and identity in self.sent and identity not in self.took:
            self.took[identity] = (now - self.sent[identity]) * 1000
            self.answered.set()

    def error_received(self, exc: Exception) -> None:
        """Keep what the system says, such as that nobody listens there."""
        self.failure = exc
        self.answered.set()

    async def heard_all(self, identities: list[bytes], within: float) -> None:
        """Wait until all of these are answered, but no longer than that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while any(identity not in self.took for identity in identities):
                    self.answered.clear()
                    await self.answered.wait()

    def request(self, transport: asyncio.DatagramTransport) -> bytes:
        """Send one and return its identity."""
        message = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
        self.sent[message.transaction_id] = time.perf_counter()
        transport.sendto(bytes(message))
        return bytes(message.transaction_id)


async def bindings(address: str, port: int, *, count: int, every: float, last: float = 1.0) -> list[float | None]:
    """Return in how many milliseconds each of so many bindings was answered, None where it wasn't.

    every: seconds between two. last: seconds that the last ones are waited for. The first is sent up to three times,
    as everybody does.
    """
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Bindings, remote_addr=(address, port))
    try:
        await _first(transport, protocol)
        series = []
        for _number in range(count):
            series.append(protocol.request(transport))
            await asyncio.sleep(every)
        await protocol.heard_all(series, last)
        return [protocol.took.get(identity) for identity in series]
    finally:
        transport.close()


async def _first(transport: asyncio.DatagramTransport, protocol: Bindings) -> None:
    for wait in (0.5, 1.0, 1.5):
        protocol.request(transport)
        try:
            async with asyncio.timeout(wait):
                await protocol.answered.wait()
        except TimeoutError:
            continue
        if protocol.took:
            return
        if protocol.failure is not None:
            raise protocol.failure
    raise Failed(HopFailure.NO_ANSWER)
