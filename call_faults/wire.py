"""A lossy wire on this machine, between two peers of a call, who know one another only by its sockets.

Each peer's address is advertised to the other as a socket of the wire's, so whatever is sent has to pass it. It needs
no privilege and no module of the kernel, and what it loses follows from a seed.
"""

import asyncio
import random
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import msgspec

from console.client import seat
from console.wire.meeting import Description, FromSeat, Negotiate, ToSeat

Address = tuple[str, int]
CANDIDATE = re.compile(
    r"(candidate:\S+ 1) (?P<transport>udp) (\S+) (?P<host>[0-9.]+) (?P<port>[0-9]+) typ (?P<kind>host)(.*)", re.I
)
LARGEST = 65536


class Wire:
    """loss: 0 to 1, each way. delay, jitter: seconds, each way. is_cut: nothing passes. All may change at any time."""

    def __init__(self, seed: int = 1, *, delay: float = 0.020, jitter: float = 0.005) -> None:
        self.loss = 0.0
        self.delay = delay
        self.jitter = jitter
        self.is_cut = False
        self.passed = self.lost = 0
        self._random = random.Random(seed)
        self._ends: dict[Address, socket.socket] = {}

    def end_of(self, peer: Address) -> Address:
        """Return the address by which others reach a peer."""
        name: Address = self._end(peer).getsockname()
        return name

    def _end(self, peer: Address) -> socket.socket:
        if peer not in self._ends:
            end = self._ends[peer] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            end.setblocking(False)
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * 1024 * 1024)
            end.bind(("127.0.0.1", 0))
            asyncio.get_running_loop().add_reader(end, self._read, end, peer)
        return self._ends[peer]

    def _read(self, end: socket.socket, to: Address) -> None:
        while True:
            try:
                data, sender = end.recvfrom(LARGEST)
            except OSError:  # nothing more, or the peer's socket is closed
                return
            if self.is_cut or self._random.random() < self.loss:
                self.lost += 1
                continue
            self.passed += 1
            after = self.delay + self._random.uniform(-self.jitter, self.jitter)
            asyncio.get_running_loop().call_later(after, self._send, data, sender, to)

    def _send(self, data: bytes, sender: Address, to: Address) -> None:
        if not self._ends:  # closed meanwhile
            return
        try:
            self._end(sender).sendto(data, to)
        except OSError:  # nobody listens there any more
            return

    def close(self) -> None:
        """Let go of everything; nothing passes any more."""
        for end in self._ends.values():
            asyncio.get_running_loop().remove_reader(end)
            end.close()
        self._ends = {}

    def rewritten(self, message: Negotiate) -> Negotiate:
        """Return a message whose candidates are the wire's; those that would lead past it are taken out."""
        description, candidate = message.description, message.candidate
        if description is not None:
            lines = (self._line(line) for line in description.sdp.split("\r\n"))
            description = Description(
                type=description.type, sdp="\r\n".join(line for line in lines if line is not None)
            )
        if candidate is not None and candidate.candidate:
            told = self._told(candidate.candidate)
            candidate = None if told is None else msgspec.structs.replace(candidate, candidate=told)
        return msgspec.structs.replace(message, description=description, candidate=candidate)

    def _line(self, line: str) -> str | None:
        if not line.startswith("a=candidate:"):
            return line
        told = self._told(line.removeprefix("a="))
        return None if told is None else f"a={told}"

    def _told(self, candidate: str) -> str | None:
        match = CANDIDATE.fullmatch(candidate)
        if match is None:
            return None
        host, port = self.end_of((match["host"], int(match["port"])))
        return f"{match[1]} {match['transport']} {match[3]} {host} {port} typ host{match[7]}"


@contextmanager
def through(wire: Wire) -> Iterator[None]:
    """Within this context the seats that are taken in this process have their media by the wire."""

    class Wired(seat.Socket):
        async def say(self, message: FromSeat) -> None:
            await super().say(wire.rewritten(message) if isinstance(message, Negotiate) else message)

        async def heard(self) -> AsyncIterator[ToSeat]:
            async for message in super().heard():
                yield wire.rewritten(message) if isinstance(message, Negotiate) else message

    with patch.object(seat, "Socket", Wired):
        try:
            yield
        finally:
            wire.close()
