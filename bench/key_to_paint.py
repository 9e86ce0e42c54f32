"""From a key to what it changes on the screen, on a real terminal, while a hundred changes a second arrive.

10,000 accounts and 500 calls in a real service; the same key in a bare Textual program, in turns with the console's.
Then 100,000 accounts, without changes.
"""

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

import httpx
import msgspec

from bench import Row
from bench.terminal import Terminal
from console.domain.accounts import Account
from console.domain.calls import Call
from console.domain.noun import Thing, new_id
from console.domain.tokens import Principal, TokenRole
from console.service.backend import Backend
from console.service.database import Database
from console.service.migrating import bring_up_to_date
from console.service.resources import ACCOUNTS, CALLS
from console.wire import paths, run_file
from console.wire.page import Page

T = TypeVar("T", bound=Thing)

PEOPLE, CALLS_OF_TODAY, EVENTS = 10_000, 500, 100
MANY_PEOPLE = 100_000
ROUNDS, KEYS_A_ROUND = 10, 40
ALLOWED = 6.0
DOWN, UP = b"\x1b[B", b"\x1b[A"
BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    row = 0

    def compose(self):
        yield Static("Person 000000")

    def on_key(self, event):
        self.row += {"down": 1, "up": -1}.get(event.key, 0)
        self.query_one(Static).update(f"Person {self.row:06}")

Bare().run()
"""


def rows() -> Iterator[Row]:
    """Measure a busy town, then a large one."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _busy(Path(folder) / "busy")
        yield from _many(Path(folder) / "many")


def _busy(home: Path) -> Iterator[Row]:
    home.mkdir()
    asyncio.run(_fill(home, PEOPLE, CALLS_OF_TODAY))
    bare: list[float] = []
    console: list[float] = []
    with ExitStack() as stack:
        ours = stack.enter_context(_console(home))
        theirs = stack.enter_context(Terminal([sys.executable, "-c", BARE], {}))
        theirs.seen(b"Person 000000")
        heard = stack.enter_context(_events(home))
        for _ in range(ROUNDS):
            bare += _keys(theirs)
            console += _keys(ours)
        a_second = heard()
    yield Row("changes that arrive meanwhile", a_second, "/s", "as meant", EVENTS)
    bare_program = "a bare Textual program"
    yield Row("key to paint, p50", median(console) * 1000, "ms", bare_program, median(bare) * 1000)
    yield Row("key to paint, p95", _p95(console) * 1000, "ms", bare_program, _p95(bare) * 1000, at_most=ALLOWED)


def _many(home: Path) -> Iterator[Row]:
    home.mkdir()
    asyncio.run(_fill(home, MANY_PEOPLE, 0))
    with _console(home) as ours:
        loaded = time.perf_counter() - ours.started_at
        keys = _keys(ours)
        pressed = ours.send(b"\x1b[F")
        end = ours.seen(f"Person {MANY_PEOPLE - 1:06}".encode()) - pressed
    many = f"{MANY_PEOPLE:,} accounts"
    yield Row(f"{many}: all there, from the start", loaded, "s")
    yield Row(f"{many}: key to paint, p95", _p95(keys) * 1000, "ms")
    yield Row(f"{many}: from the first to the last", end * 1000, "ms")


def _keys(terminal: Terminal) -> list[float]:
    took: list[float] = []
    for number in [*range(1, KEYS_A_ROUND // 2 + 1), *range(KEYS_A_ROUND // 2 - 1, -1, -1)]:
        terminal.rest(random.uniform(0.02, 0.08))
        going_down = len(took) < KEYS_A_ROUND // 2
        sent = terminal.send(DOWN if going_down else UP)
        took.append(terminal.seen(f"Person {number:06}".encode()) - sent)
    return took


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


# The town


async def _fill(home: Path, people: int, calls: int) -> None:
    url = f"sqlite:///{home / 'bedside.sqlite3'}"
    bring_up_to_date(url)
    database = Database(url)
    backend = Backend(database, lambda: datetime.now(UTC))
    organisation = await backend.start("bench")
    principal = Principal(token_id="bench", name="bench", role=TokenRole.ADMIN, organisation_id=organisation.id)
    accounts = [_account(organisation.id, number) for number in range(people)]
    await backend.write(principal, lambda change: change.insert(ACCOUNTS, *accounts, audited=False))
    day = [_call(organisation.id, accounts[number % people], number) for number in range(calls)]
    await backend.write(principal, lambda change: change.insert(CALLS, *day, audited=False))
    backend.close()
    database.close()


def _account(organisation_id: str, number: int) -> Account:
    now = datetime.now(UTC)
    return Account(
        id=new_id(now),
        organisation_id=organisation_id,
        user_name=f"person.{number:06}",
        display_name=f"Person {number:06}",
        email=f"person.{number:06}@example.test",
        department=f"Department {number % 4}",
        unit=f"Unit {number % 26}",
        created_at=now,
        invited_at=now,
        signed_in_at=now,
        last_used_at=now,
    )


def _call(organisation_id: str, host: Account, number: int) -> Call:
    start = datetime.now(UTC) + timedelta(minutes=number)
    return Call(
        id=new_id(start),
        organisation_id=organisation_id,
        host_id=host.id,
        dtstart=start,
        dtend=start + timedelta(minutes=30),
        department=host.department,
    )


@contextmanager
def _console(home: Path) -> Iterator[Terminal]:
    """A console that shows all accounts of a home."""
    with Terminal([sys.executable, "-m", "console", "--home", str(home)], {}) as terminal:
        terminal.seen(b"LIVE")
        terminal.send(b"2")
        terminal.seen(b"Person 000000")
        try:
            yield terminal
        finally:
            _stop(home)


def _stop(home: Path) -> None:
    run = run_file.read(home)
    if run is not None:
        os.kill(run.pid, 15)


# The changes


@contextmanager
def _events(home: Path) -> Iterator["_Heard"]:
    """Changes by another process, for as long as this lasts."""
    run = run_file.read(home)
    assert run is not None
    environment = {**os.environ, "BEDSIDE_TOKEN": run.admin_token}
    changer = subprocess.Popen([sys.executable, "-m", "bench.key_to_paint", run.url], env=environment)
    try:
        yield _Heard(run.url, run.admin_token)
    finally:
        changer.terminate()
        changer.wait()


class _Heard:
    """How many changes a second the service has told of since this was made."""

    def __init__(self, url: str, token: str) -> None:
        self._ask = {"url": f"{url}{paths.EVENTS}", "headers": {"Authorization": f"Bearer {token}"}}
        self._from, self._at = self._latest(), time.perf_counter()

    def __call__(self) -> float:
        """Return the rate."""
        return (self._latest() - self._from) / (time.perf_counter() - self._at)

    def _latest(self) -> int:
        """Return the id of the latest event: a stream without a past begins by telling it."""
        with httpx.stream("GET", timeout=10, **self._ask) as stream:  # type: ignore[arg-type]
            for line in stream.iter_lines():
                if line.startswith("id:"):
                    return int(line.removeprefix("id:"))
        raise AssertionError("the service told no event's id")


async def _change(url: str, token: str) -> None:
    """Change accounts and calls, one after another, so many times a second."""
    async with httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {token}"}) as client:
        accounts = await _all(client, paths.ACCOUNTS, Account)
        calls = await _all(client, paths.CALLS, Call)
        began, sent = time.perf_counter(), 0
        while True:
            if sent % 2 and calls:
                index = random.randrange(len(calls))
                later = calls[index].dtend + timedelta(minutes=1)
                calls[index] = await _patch(client, paths.CALLS, calls[index], {"dtend": later.isoformat()})
            else:
                index = random.randrange(len(accounts))
                accounts[index] = await _patch(client, paths.ACCOUNTS, accounts[index], {"unit": f"Unit {sent % 26}"})
            sent += 1
            # Each of these tells two things: the change, and its row in the log.
            await asyncio.sleep(max(0.0, began + sent * 2 / EVENTS - time.perf_counter()))


async def _all(client: httpx.AsyncClient, path: str, kind: type[T]) -> list[T]:
    answer = await client.get(path, params={"limit": 1000})
    return msgspec.json.decode(answer.content, type=Page[kind]).items  # type: ignore[valid-type]


async def _patch(client: httpx.AsyncClient, path: str, thing: T, change: dict[str, str]) -> T:
    answer = await client.patch(f"{path}/{thing.id}", json=change, headers={"If-Match": f'"{thing.version}"'})
    answer.raise_for_status()
    return msgspec.json.decode(answer.content, type=type(thing))


if __name__ == "__main__":
    asyncio.run(_change(sys.argv[1], os.environ["BEDSIDE_TOKEN"]))
