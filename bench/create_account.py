"""How many accounts the service creates in a second, against a bare ASGI echo and against raw inserts."""

import json
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from uuid import uuid4

from bench import Row
from bench.serving import echo, service, wrk
from console.wire import paths

CLIENTS = (1, 32)
ROUNDS = 3
SECONDS = 4
SCRIPT = Path(__file__).with_suffix(".lua")


def rows() -> Iterator[Row]:
    """Measure all three in turns, so that a busy moment of the machine strikes all alike."""
    rates: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    raw: list[float] = []
    with service() as served, echo() as bare:
        for turn in range(ROUNDS):
            for clients in CLIENTS:
                run = f"{turn}-{clients}"
                rates["echo", clients].append(wrk(bare, "/", SCRIPT, clients, SECONDS, run).rate)
                load = wrk(served, paths.ACCOUNTS, SCRIPT, clients, SECONDS, run)
                assert load.refused == 0, f"{load.refused} of {load.requests} were refused"
                rates["service", clients].append(load.rate)
            raw.append(_raw_inserts())
    for clients in CLIENTS:
        name = f"create account, {clients} client{'s' * (clients > 1)}"
        rate = median(rates["service", clients])
        yield Row(name, rate, "/s", "bare ASGI echo, as many clients", median(rates["echo", clients]))
        yield Row(name, rate, "/s", "raw sqlite3, the same rows a transaction", median(raw))


def _raw_inserts() -> float:
    """Return how often a second sqlite3 alone writes an account, its event and its audit row in one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "raw.sqlite3", isolation_level=None)
        connection.executescript(
            """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
            CREATE TABLE account (id TEXT PRIMARY KEY, user_name TEXT UNIQUE, email TEXT UNIQUE, account TEXT);
            CREATE TABLE event (id INTEGER PRIMARY KEY, items TEXT);
            CREATE TABLE audit (id TEXT PRIMARY KEY, entry TEXT);
            """
        )
        number = 0
        until = time.perf_counter() + SECONDS
        while time.perf_counter() < until:
            number += 1
            _insert(connection, f"somebody-{number}")
        connection.close()
        return number / SECONDS


def _insert(connection: sqlite3.Connection, name: str) -> None:
    account = json.dumps({"userName": name, "displayName": f"Somebody {name}", "unit": "Kirjasto"}) * 4
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO account VALUES (?, ?, ?, ?)", (str(uuid4()), name, f"{name}@example.org", account))
    connection.execute("INSERT INTO event (items) VALUES (?)", (account,))
    connection.execute("INSERT INTO event (items) VALUES (?)", (account,))
    connection.execute("INSERT INTO audit VALUES (?, ?)", (str(uuid4()), account))
    connection.execute("COMMIT")
