"""The service itself: whether it answers, streams its events, and speaks over a WebSocket."""

import asyncio
import time
from contextlib import aclosing

from console.client.service import ServiceClient
from console.diagnostics.network.attempt import Failed
from console.domain.diagnosis.evidence import HopFailure
from console.domain.errors import ConsoleError
from console.domain.tokens import Principal
from console.wire.signalling import Ping

_MEANING = {
    "unauthorized": HopFailure.NOT_AUTHORISED,
    "forbidden": HopFailure.NOT_AUTHORISED,
    "unreachable": HopFailure.NO_ANSWER,
    "tls-untrusted": HopFailure.UNTRUSTED,
}


def failed(error: ConsoleError) -> Failed:
    """Return what a refusal means for a step."""
    return Failed(_MEANING.get(error.code, HopFailure.WRONG_ANSWER), error.detail)


async def greet(service: ServiceClient) -> Principal:
    """Ask whether the service is well and whom it takes us for."""
    try:
        await service.health()
        return await service.me()
    except ConsoleError as error:
        raise failed(error) from error


async def round_trips(service: ServiceClient, count: int) -> list[float | None]:
    """Return how many milliseconds each of so many answers took, None where there was none."""
    return [await _round_trip(service) for _number in range(count)]


async def _round_trip(service: ServiceClient) -> float | None:
    began = time.perf_counter()
    try:
        async with asyncio.timeout(5.0):
            await service.health()
    except (ConsoleError, TimeoutError):
        return None
    return (time.perf_counter() - began) * 1000


async def events(service: ServiceClient) -> bool:
    """Wait for the first event: it comes at once, unless something on the way holds streams back."""
    try:
        async with aclosing(service.listen(None)) as stream:
            await anext(stream)
            return True
    except ConsoleError as error:
        raise failed(error) from error


async def websocket(service: ServiceClient) -> None:
    """Have a ping answered over a WebSocket."""
    try:
        async with service.echo() as channel:
            await channel.ask(Ping())
    except ConsoleError as error:
        raise failed(error) from error
