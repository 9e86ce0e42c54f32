"""A name becomes addresses, an address a connection, a connection an encrypted one."""

import asyncio
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from console.diagnostics.network.attempt import Failed
from console.domain.diagnosis.evidence import HopFailure

Resolve = Callable[[str, int], list[str]]


class Target(NamedTuple):
    """Where the service is."""

    host: str
    port: int
    is_encrypted: bool

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Return where a service's address leads."""
    parts = urlsplit(url)
    is_encrypted = parts.scheme == "https"
    return Target(parts.hostname or "", parts.port or (443 if is_encrypted else 80), is_encrypted)


def is_address(host: str) -> bool:
    """Tell whether it is an address already, so that no name server is asked."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Tell whether it is this machine itself."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def system_resolver(host: str, port: int) -> list[str]:
    """Return a name's addresses, as the system's own resolver has them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


async def resolve(host: str, port: int, resolver: Resolve = system_resolver) -> list[str]:
    """Return the addresses of a host."""
    if is_address(host):
        return [host]
    # A daemon thread: the system may ask its name servers for half a minute, and must not keep the program alive.
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(set_answer: Callable[[], None]) -> None:
        if not answer.done():
            set_answer()

    def ask() -> None:
        try:
            found = resolver(host, port)
        except (OSError, UnicodeError) as error:  # UnicodeError: what can't be a host's name
            failure = error if isinstance(error, OSError) else socket.gaierror(socket.EAI_NONAME, str(error))
            outcome: Callable[[], None] = lambda: answer.set_exception(failure)  # noqa: E731
        else:
            outcome = lambda: answer.set_result(found)  # noqa: E731
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, outcome)

    threading.Thread(target=ask, daemon=True, name="resolver").start()
    try:
        return await asyncio.wait_for(answer, 4.0)
    except TimeoutError as error:
        raise Failed(HopFailure.NO_RESOLVER) from error


async def connect(addresses: Sequence[str], port: int) -> str:
    """Return the first address that takes a connection."""
    failure: OSError = TimeoutError()
    for address in addresses:
        try:
            async with asyncio.timeout(4.0 / len(addresses)):
                _reader, writer = await asyncio.open_connection(address, port)
        except OSError as error:
            failure = error
        else:
            writer.close()
            return address
    raise failure


async def encrypt(address: str, target: Target, trust: ssl.SSLContext) -> str:
    """Return until when the certificate of the service is valid."""
    _reader, writer = await asyncio.open_connection(address, target.port, ssl=trust, server_hostname=target.host)
    certificate = writer.get_extra_info("peercert") or {}
    writer.close()
    return str(certificate.get("notAfter", ""))
