"""The spool: changes of devices that the service has not taken yet, on disk, so that none is lost and none told twice.

A change and the inventory that it was read from are kept in one transaction, so a process that is killed at any moment
goes on where it was: what it had not written down yet still differs from the inventory kept. Inventories themselves
are not queued, as only the newest one counts, and heartbeats aren't either.
"""

import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Self
from uuid import uuid4

import msgspec

from console.domain.devices import DeviceChange, DeviceKind, Inventory, changes_between
from console.domain.errors import ConsoleError
from console.words import _

log = logging.getLogger(__name__)

MOST_CHANGES = 10_000
"""Changes kept, about 3 MB. When there are more, the oldest go, and how many went is counted."""
BUSY = 2.0
"""Seconds that `--show` and a running agent wait for each other."""
MOST_AT_ONCE = 200
"""Changes in one report."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS spool (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    workstation TEXT NOT NULL, life TEXT NOT NULL, last_number INTEGER NOT NULL, dropped INTEGER NOT NULL, seen BLOB
);
CREATE TABLE IF NOT EXISTS change (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
"""


class _State(NamedTuple):
    workstation: str
    life: str
    last_number: int
    dropped: int
    seen: bytes | None


class Spool:
    """One agent's spool. life: the random name within which change numbers count; a new spool begins a new life."""

    def __init__(self, path: Path, *, most_changes: int = MOST_CHANGES) -> None:
        self._most_changes = most_changes
        self._database = _opened(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._database.close()

    @property
    def life(self) -> str:
        """The name of this run of changes."""
        return self._state().life

    @property
    def dropped(self) -> int:
        """How many changes of this life went because there was no more room."""
        return self._state().dropped

    @property
    def waiting(self) -> int:
        """How many changes the service has not taken yet."""
        return int(self._database.execute("SELECT count(*) FROM change").fetchone()[0])

    def belong_to(self, workstation_id: str) -> bool:
        """Go on if the spool is this workstation's; if not, begin a new life. Return whether one was begun."""
        if self._state().workstation == workstation_id:
            return False
        with self._writing() as database:
            database.execute("DELETE FROM change")
            database.execute(
                "UPDATE spool SET workstation = ?, life = ?, last_number = 0, dropped = 0, seen = NULL",
                (workstation_id, uuid4().hex),
            )
        return True

    def record(self, inventory: Inventory, at: datetime) -> None:
        """Write down what changed since the last inventory; the first one of a life is no change."""
        seen = self._state().seen
        before = None if seen is None else msgspec.json.decode(seen, type=Inventory)
        after = inventory if before is None else with_unseen(before, inventory)
        if after == before:
            return
        with self._writing() as database:
            if before is not None:
                self._append(database, before, after, at)
            database.execute("UPDATE spool SET seen = ?", (msgspec.json.encode(after),))

    def pending(self) -> tuple[DeviceChange, ...]:
        """Return the oldest changes that the service has not taken yet, as many as fit one report."""
        rows = self._database.execute("SELECT body FROM change ORDER BY number LIMIT ?", (MOST_AT_ONCE,))
        return tuple(msgspec.json.decode(body, type=DeviceChange) for (body,) in rows)

    def taken(self, changes: Sequence[DeviceChange]) -> None:
        """Forget changes that the service has taken."""
        if changes:
            with self._writing() as database:
                database.execute("DELETE FROM change WHERE number <= ?", (changes[-1].number,))

    def _append(self, database: sqlite3.Connection, before: Inventory, after: Inventory, at: datetime) -> None:
        last = self._state().last_number
        found = changes_between(before, after)
        database.executemany(
            "INSERT INTO change VALUES (?, ?)",
            (
                (number, msgspec.json.encode(DeviceChange(number=number, at=at, change=change, device=device)))
                for number, (change, device) in enumerate(found, last + 1)
            ),
        )
        dropped = database.execute(
            "DELETE FROM change WHERE number <= (SELECT number FROM change ORDER BY number DESC LIMIT 1 OFFSET ?)",
            (self._most_changes,),
        ).rowcount
        database.execute(
            "UPDATE spool SET last_number = ?, dropped = dropped + ?", (last + len(found), max(0, dropped))
        )
        if dropped > 0:
            log.warning(_("The spool is full: {n} of the oldest changes were dropped.", n=dropped))

    def _state(self) -> _State:
        return _State(
            *self._database.execute("SELECT workstation, life, last_number, dropped, seen FROM spool").fetchone()
        )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk afterwards, or nothing."""
        try:
            with self._database:
                yield self._database
        except sqlite3.Error as error:
            raise ConsoleError(_("The agent can't write its spool."), *_why(error), code="spool") from error


def with_unseen(before: Inventory, after: Inventory) -> Inventory:
    """Return the later inventory, with the earlier one's sound devices while the sound system can't be asked."""
    if after.problem is None:
        return after
    kept = tuple(device for device in before.devices if device.kind is not DeviceKind.CAMERA)
    cameras = tuple(device for device in after.devices if device.kind is DeviceKind.CAMERA)
    return msgspec.structs.replace(after, devices=kept + cameras)


def _why(error: sqlite3.Error) -> tuple[str, str]:
    """Return why SQLite did not do something, and what to do about it. Only the kind of its code is told apart."""
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if kind in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return _("Another program holds the database."), _(
            "Close the program that has the database file open and try again."
        )
    if kind in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN}:
        return _("This user may not do that."), _(
            "Give this user the right to write the file and its folder, or choose another home."
        )
    full = _("The disk is full.") if kind == sqlite3.SQLITE_FULL else ""
    return full, _("Free some space on the disk of this machine.")


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _connected(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # in use, or no room: nothing is wrong with the file
            raise ConsoleError(_("The agent can't open its spool."), *_why(error), code="spool") from error
    log.warning(_("The spool was damaged; a new one is begun and the old one kept beside it."))
    path.replace(path.with_suffix(".damaged"))
    return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite's journal takes the file's mode
    database = sqlite3.connect(path, timeout=BUSY)
    database.execute("PRAGMA synchronous = FULL")
    database.executescript(_SCHEMA)
    database.execute("INSERT OR IGNORE INTO spool VALUES (1, '', ?, 0, 0, NULL)", (uuid4().hex,))
    database.commit()
    if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise sqlite3.DatabaseError(path)
    return database
