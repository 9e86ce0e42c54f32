"""Whether 200 consoles hear all of 100 events a second, and how late: listeners on the stream, writers on the API."""

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

import httpx

from bench import Row
from bench.serving import Served, service
from console.wire import paths

LISTENERS = 200
EVENTS_A_SECOND = 100
EVENTS_A_CHANGE = 2
"""A change to an account is one event, its audit row another."""
SECONDS = 10
EVENTS = EVENTS_A_SECOND * SECONDS
CHANGES = EVENTS // EVENTS_A_CHANGE
LONGEST_WAIT = 30.0
_ID = re.compile(rb"^id: (\d+)$", re.MULTILINE)
_AT = re.compile(rb'"at":"([^"]+)"')


class Listener(asyncio.Protocol):
    """A console's stream, read as barely as can be: what is measured is the service, and not a client library.

    heard: when each event came, by its id. committed: when each was committed, known once for all listeners.
    """

    def __init__(self, served: Served, committed: dict[int, float]) -> None:
        self.heard: dict[int, float] = {}
        self.opened = asyncio.Event()
        self.heard_all = asyncio.Event()
        self._served = served
        self._committed = committed
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        request = f"GET {paths.EVENTS} HTTP/1.1\r\nHost: service\r\nAuthorization: Bearer {self._served.token}\r\n\r\n"
        transport.write(request.encode())

    def data_received(self, data: bytes) -> None:
        now = time.time()
        *frames, self._rest = (self._rest + data).split(b"\n\n")
        for frame in frames:
            if b"event: change" in frame:
                self._hear(frame, now)
            elif b"event: reload" in frame:
                self.opened.set()

    def _hear(self, frame: bytes, now: float) -> None:
        number, at = _ID.search(frame), _AT.search(frame)
        assert number and at, frame
        event_id = int(number[1])
        self.heard[event_id] = now
        if len(self.heard) == EVENTS:
            self.heard_all.set()
        if event_id not in self._committed:
            self._committed[event_id] = datetime.fromisoformat(at[1].decode()).timestamp()


def rows() -> list[Row]:
    """Measure for some seconds."""
    return asyncio.run(_measured())


async def _measured() -> list[Row]:
    committed: dict[int, float] = {}
    with service() as served:
        headers = {"Authorization": f"Bearer {served.token}", "If-Match": "*"}
        async with httpx.AsyncClient(base_url=served.url, headers=headers, timeout=60.0) as client:
            account = (await client.post(paths.ACCOUNTS, json=_SOMEBODY)).raise_for_status().json()["id"]
            listeners = [await _listening(served, committed) for _ in range(LISTENERS)]
            began = time.monotonic()
            await _write(client, f"{paths.ACCOUNTS}/{account}")
            rate = EVENTS / (time.monotonic() - began)
            await _all_heard(listeners)
    return list(_judged(listeners, committed, rate))


_SOMEBODY = {"userName": "somebody", "displayName": "Somebody", "email": "somebody@example.org"}


async def _listening(served: Served, committed: dict[int, float]) -> Listener:
    address = urlsplit(served.url)
    assert address.hostname is not None and address.port is not None
    _transport, listener = await asyncio.get_running_loop().create_connection(
        lambda: Listener(served, committed), address.hostname, address.port
    )
    await listener.opened.wait()
    return listener


async def _write(client: httpx.AsyncClient, path: str) -> None:
    """Change an account at a steady pace, whether or not earlier changes have been answered."""
    due = time.monotonic()
    async with asyncio.TaskGroup() as changes:
        for number in range(CHANGES):
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            due += EVENTS_A_CHANGE / EVENTS_A_SECOND
            changes.create_task(_change(client, path, number))


async def _change(client: httpx.AsyncClient, path: str, number: int) -> None:
    (await client.patch(path, json={"displayName": f"Somebody {number}"})).raise_for_status()


async def _all_heard(listeners: list[Listener]) -> None:
    """Wait for what is still on its way; what has not come by then is lost."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_WAIT):
            await asyncio.gather(*(listener.heard_all.wait() for listener in listeners))


def _judged(listeners: list[Listener], committed: dict[int, float], rate: float) -> Iterator[Row]:
    due = LISTENERS * EVENTS
    delivered = sum(len(listener.heard) for listener in listeners)
    delays = sorted(at - committed[event_id] for one in listeners for event_id, at in one.heard.items())
    name = f"{LISTENERS} listeners"
    yield Row(f"{name}: events a second", rate, "/s", "as meant", EVENTS_A_SECOND)
    yield Row(f"{name}: events delivered", delivered, "", "of those committed", due, at_least=1.0)
    yield Row(f"{name}: from change to listener, p50", delays[len(delays) // 2] * 1000, "ms")
    yield Row(f"{name}: from change to listener, p99", delays[len(delays) * 99 // 100] * 1000, "ms")
