"""The addresses at which this machine's peers can be reached: the one place that says whether 127.0.0.1 is one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aioice import ice

LOOPBACK = "127.0.0.1"
_on_this_machine: ContextVar[bool] = ContextVar("on_this_machine", default=False)
_of_the_machine = ice.get_host_addresses


@contextmanager
def peer_on_this_machine(yes: bool) -> Iterator[None]:
    """Within this context a peer offers the loopback address too; by itself the library never does."""
    before = _on_this_machine.set(yes)
    try:
        yield
    finally:
        _on_this_machine.reset(before)


def host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    """Return the addresses to offer: the machine's own, and loopback where the other peer is on it."""
    own: list[str] = _of_the_machine(use_ipv4, use_ipv6)
    return [LOOPBACK, *own] if use_ipv4 and _on_this_machine.get() else own


ice.get_host_addresses = host_addresses


def comes_from_this_machine(sdp: str) -> bool:
    """Tell whether a session description offers the loopback address."""
    return any(line.startswith("a=candidate:") and line.split()[4:5] == [LOOPBACK] for line in sdp.splitlines())
