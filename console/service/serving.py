"""Runs the service: opens the home, listens, tells where, and stops within a moment when asked."""

import asyncio
import getpass
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog
import uvicorn
from sqlalchemy import Connection, func, select

from console.domain.noun import Clock
from console.service import home as homes
from console.service import listening, schema
from console.service.app import create_app
from console.service.backend import Backend
from console.service.clock import demonstration_clock, machine_clock
from console.service.connectivity import Connectivity
from console.service.database import Database
from console.service.migrating import bring_up_to_date
from console.service.timekeeper import Timekeeper
from console.wire import run_file, signalling
from console.wire.run_file import RunFile


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How to serve. database: an address, None for the home's own file. clock_start: a demonstration's first moment.

    public_url: by which browsers reach the service, where they come another way than consoles do.
    """

    home: Path
    host: str = "127.0.0.1"
    port: int = 0
    database: str | None = None
    certfile: Path | None = None
    keyfile: Path | None = None
    insecure: bool = False
    demonstration: bool = False
    clock_start: datetime | None = None
    rate: float = 1.0
    public_url: str | None = None
    connectivity: Connectivity = field(default_factory=Connectivity)
    when_ready: Callable[[RunFile], None] = field(default=lambda _run: None)

    @property
    def tls(self) -> bool:
        """Whether connections are encrypted."""
        return self.certfile is not None


def serve(settings: Settings) -> None:
    """Serve until told to stop (SIGTERM, SIGINT, or the owner's shutdown). Raise ConsoleError where that can't be."""
    os.umask(0o077)  # what is made here is for this user alone
    listening.refuse_unusable_certificate(settings.certfile, settings.keyfile)
    listening.refuse_in_the_open(settings.host, tls=settings.tls, insecure=settings.insecure)
    with homes.held(settings.home):
        url = settings.database or homes.database_url(settings.home)
        bring_up_to_date(url)
        listener = listening.bound(settings.host, settings.port)
        database = Database(url)
        try:
            with asyncio.Runner(loop_factory=_loop_factory()) as runner:
                runner.run(_serve(settings, database, listener))
        finally:
            database.close()
            listener.close()
            run_file.remove(settings.home, os.getpid())


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


async def _serve(settings: Settings, database: Database, listener: socket.socket) -> None:
    clock = await _clock(settings, database)
    backend = Backend(
        database,
        clock,
        rate=settings.rate,
        demonstration=settings.demonstration,
        connectivity=settings.connectivity,
        public_url=settings.public_url,
    )
    await backend.start(_owner_name())
    server = _Server(
        uvicorn.Config(
            create_app(backend),
            access_log=False,
            log_config=None,
            lifespan="off",
            ssl_certfile=settings.certfile,
            ssl_keyfile=settings.keyfile,
            timeout_graceful_shutdown=1,
            ws_max_size=signalling.LONGEST,
            server_header=False,
            date_header=True,
        )
    )
    run = RunFile(
        url=listening.url_of(listener, settings.host, tls=settings.tls),
        pid=os.getpid(),
        admin_token=backend.owner_secret,
        certificate=settings.certfile.read_text("ascii", "ignore") if settings.certfile else None,
    )
    with _stopping_on_signals(backend):
        async with asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(server.serve(sockets=[listener]))
            keeping = tasks.create_task(Timekeeper(backend).run())
            tasks.create_task(_announce(server, settings, run))
            await backend.stopping.wait()
            backend.close()
            server.should_exit = True
            await serving
            keeping.cancel()
            if settings.connectivity.echo is not None:
                await settings.connectivity.echo.close()


async def _announce(server: "_Server", settings: Settings, run: RunFile) -> None:
    await server.ready.wait()
    run_file.write(settings.home, run)
    structlog.get_logger().info("serving", url=run.url, pid=run.pid)
    settings.when_ready(run)


class _Server(uvicorn.Server):
    """Uvicorn, told to stop by us: its own signal handling raises the signal again, an exit status of 143."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextmanager
def _stopping_on_signals(backend: Backend) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    stop = backend.stopping.set
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda _number, _frame: loop.call_soon_threadsafe(stop))
    yield


async def _clock(settings: Settings, database: Database) -> Clock:
    if settings.clock_start is None:
        return machine_clock
    return demonstration_clock(await database.read(partial(_goes_on, settings.clock_start)), settings.rate)


def _goes_on(first: datetime, connection: Connection) -> datetime:
    """Return the moment from which a demonstration goes on: of the last thing that happened, if it has begun before."""
    latest: datetime | None = connection.execute(select(func.max(schema.event.c.at))).scalar()
    return first if latest is None else max(first, latest)


def _owner_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "owner"
