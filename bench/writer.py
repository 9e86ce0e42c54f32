"""Why one thread writes: a change, its event and its audit row in one transaction, by that thread and by aiosqlite."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import create_async_engine

from bench import Row
from console.domain.accounts import NewAccount
from console.domain.tokens import Principal, TokenRole
from console.service.backend import Backend
from console.service.clock import machine_clock
from console.service.database import Database
from console.service.migrating import bring_up_to_date
from console.service.routes.accounts import create
from console.service.transaction import Transaction

AT_ONCE = 32
CHANGES = 800
ROUNDS = 3

Write = Callable[[Callable[[Connection], object]], Awaitable[object]]


def rows() -> Iterator[Row]:
    """Measure both in turns, so that a busy moment of the machine strikes both alike."""
    thread, aiosqlite = zip(*(asyncio.run(_round()) for _ in range(ROUNDS)), strict=True)
    name = f"changes, {AT_ONCE} at once: one writer thread"
    yield Row(name, median(thread), "/s", "aiosqlite", median(aiosqlite), at_least=1.0)


async def _round() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        return await _by_thread(Path(folder) / "thread.sqlite3"), await _by_aiosqlite(Path(folder) / "aio.sqlite3")


async def _by_thread(path: Path) -> float:
    database, principal = await _opened(path)
    rate = await _rate(lambda work: database.write(work, lambda _result: None), principal)
    database.close()
    return rate


async def _by_aiosqlite(path: Path) -> float:
    database, principal = await _opened(path)
    database.close()
    # One connection: SQLite lets one write at a time, and those who wait for each other's lock only lose.
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", pool_size=1, max_overflow=0)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)

    async def write(work: Callable[[Connection], object]) -> object:
        async with engine.begin() as connection:
            return await connection.run_sync(work)

    rate = await _rate(write, principal)
    await engine.dispose()
    return rate


async def _opened(path: Path) -> tuple[Database, Principal]:
    """Return a new database with its first organisation."""
    url = f"sqlite:///{path}"
    bring_up_to_date(url)
    database = Database(url)
    home = await Backend(database, machine_clock).start("bench")
    return database, Principal(token_id="bench", name="bench", role=TokenRole.ADMIN, organisation_id=home.id)


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _rate(write: Write, principal: Principal) -> float:
    """Return how many accounts are created in a second."""
    numbers = iter(range(CHANGES))

    async def writer() -> None:
        for number in numbers:
            await write(partial(_create, principal=principal, number=number))

    began = time.perf_counter()
    await asyncio.gather(*(writer() for _ in range(AT_ONCE)))
    return CHANGES / (time.perf_counter() - began)


def _create(connection: Connection, principal: Principal, number: int) -> None:
    change = Transaction(connection, principal, machine_clock())
    create(
        change,
        NewAccount(
            user_name=f"somebody-{number}",
            display_name=f"Somebody {number}",
            email=f"somebody-{number}@example.org",
            department="Sivistysosasto",
            unit="Kirjasto",
        ),
    )
    change.events()
