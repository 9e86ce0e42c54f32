"""A small HTTP service over loopback that takes reports as the contract says, and refuses them as a test says."""

import socket
import threading
from collections.abc import Awaitable, Callable
from queue import Queue
from typing import Any

import msgspec
import uvicorn

from console.domain.devices import AgentIdentity, Change, DeviceChange, Report
from console.wire import paths
from console.wire.problems import MEDIA_TYPE, TYPE, Problem

DEADLINE = 30.0
IDENTITY = AgentIdentity(workstation_id="w-1", token="bedside_secret")

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Taker:
    """Answers at `url` between start() and stop(). refusal: what the next reports are answered with, if anything."""

    def __init__(self) -> None:
        self.reports: Queue[Report] = Queue()
        self.refused: Queue[Report] = Queue()
        self.refusal: tuple[Problem, dict[str, str]] | None = None
        self.token = IDENTITY.token
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._port = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Answer from now on; a request that comes earlier waits in the socket."""
        if self._listening.fileno() == -1:
            self._listening = socket.create_server(("127.0.0.1", self._port))
        config = uvicorn.Config(
            self._app, interface="asgi3", log_level="warning", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],))
        self._thread.start()

    def stop(self) -> None:
        """Go away: connections are refused."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
            self._server = None
        self._listening.close()

    def refuse(self, status: int, code: str, **headers: str) -> None:
        """Refuse reports from now on."""
        problem = Problem(type=TYPE + code, title="No", status=status)
        self.refusal = (problem, {name.replace("_", "-"): value for name, value in headers.items()})

    def accept(self) -> None:
        """Take reports again."""
        self.refusal = None

    def next(self) -> Report:
        """Return the next report that was taken."""
        return self.reports.get(timeout=DEADLINE)

    def until(self, fits: Callable[[Report], bool]) -> Report:
        """Return the next report that fits."""
        while not fits(report := self.next()):
            pass
        return report

    async def _app(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        if scope["path"] == paths.REDEMPTIONS:
            await self._redeem(body, send)
        else:
            await self._take(scope, body, send)

    async def _redeem(self, body: bytes, send: Send) -> None:
        if msgspec.json.decode(body) == {"code": "AAA-BBB"}:
            await _answer(send, 201, msgspec.json.encode(IDENTITY))
        else:
            problem = Problem(type=TYPE + "gone", title="This code is not valid any more.", status=410)
            await _answer(send, 410, msgspec.json.encode(problem), {"content-type": MEDIA_TYPE})

    async def _take(self, scope: dict[str, Any], body: bytes, send: Send) -> None:
        report = msgspec.json.decode(body, type=Report)
        headers = dict(scope["headers"])
        refusal = self.refusal
        if headers.get(b"authorization") != b"Bearer " + self.token.encode():
            refusal = (Problem(type=TYPE + "unauthorized", title="Who is that?", status=401), {})
        if refusal is not None:
            self.refused.put(report)
            problem, extra = refusal
            await _answer(send, problem.status, msgspec.json.encode(problem), {"content-type": MEDIA_TYPE, **extra})
            return
        self.reports.put(report)
        await _answer(send, 204)


async def _answer(send: Send, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
    pairs = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


def replayed(changes: list[DeviceChange]) -> dict[str, bool]:
    """Return the devices present after these changes by id, with whether each is the default of its kind."""
    present: dict[str, bool] = {}
    for change in changes:
        device = change.device
        if change.change is Change.REMOVED:
            present.pop(device.device_id, None)
        else:
            present[device.device_id] = device.is_default
    return present
