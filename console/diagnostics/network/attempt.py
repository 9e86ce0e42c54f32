"""One step, tried once within its time: how it went becomes evidence, whatever it raised."""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from console.domain.diagnosis.evidence import Hop, HopFailure, NetworkStep
from console.domain.noun import Clock

T = TypeVar("T")
# OpenSSL's X509_V_ERR codes that a person can tell apart; all others are a certificate nobody vouches for.
_EXPIRED = frozenset({9, 10})
_WRONG_NAME = frozenset({62, 64})


class Failed(Exception):
    """A step can't be taken. detail: the technical part, for a ticket."""

    def __init__(self, failure: HopFailure, detail: str = "") -> None:
        super().__init__(failure, detail)
        self.failure = failure
        self.detail = detail


async def attempt(
    hop: Hop, target: str, work: Callable[[], Awaitable[T]], *, clock: Clock, within: float = 5.0
) -> tuple[NetworkStep, T | None]:
    """Do the work within so many seconds; return how that went and what it returned, None where it failed."""
    began = time.perf_counter()
    result: T | None = None
    failure: HopFailure | None = None
    detail = ""
    try:
        async with asyncio.timeout(within):
            result = await work()
    except (Failed, OSError, ValueError) as error:  # TimeoutError is an OSError
        failure, detail = why(error)
    milliseconds = round((time.perf_counter() - began) * 1000, 1)
    step = NetworkStep(
        at=clock(),
        hop=hop,
        target=target,
        failure=failure,
        milliseconds=None if failure else milliseconds,
        detail=detail,
    )
    return step, result


def skipped(hop: Hop, target: str, clock: Clock) -> NetworkStep:
    """Return a step that was not tried."""
    return NetworkStep(at=clock(), hop=hop, target=target, skipped=True)


def why(error: Exception) -> tuple[HopFailure, str]:
    """Return what an error of the system's means for a step, and its own words."""
    if isinstance(error, Failed):
        return error.failure, error.detail
    if isinstance(error, ssl.SSLCertVerificationError):
        return _distrust(error), error.verify_message
    if isinstance(error, ConnectionRefusedError):
        return HopFailure.REFUSED, ""
    if isinstance(error, socket.gaierror):
        return _unresolved(error), error.strerror or ""
    if isinstance(error, (ssl.SSLError, ConnectionError, ValueError)):
        return HopFailure.WRONG_ANSWER, str(error)
    return HopFailure.NO_ANSWER, str(error)


def _distrust(error: ssl.SSLCertVerificationError) -> HopFailure:
    if error.verify_code in _EXPIRED:
        return HopFailure.EXPIRED
    return HopFailure.WRONG_NAME if error.verify_code in _WRONG_NAME else HopFailure.UNTRUSTED


def _unresolved(error: socket.gaierror) -> HopFailure:
    known = {getattr(socket, "EAI_NODATA", None), socket.EAI_NONAME}
    return HopFailure.UNKNOWN_NAME if error.errno in known else HopFailure.NO_RESOLVER
