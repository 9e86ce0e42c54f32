"""What a demonstration's home remembers of it: the seed, its first day, and the secrets of those who act in it."""

import asyncio
import csv
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from console.demo.town import Employee
from console.domain.devices import AgentIdentity
from console.domain.errors import ConsoleError, reason
from console.domain.noun import Noun
from console.words import _

NAME = "demonstration.json"
STAFF_LIST = "staff.csv"
LOOK_AGAIN = 0.5


class Demonstration(Noun, frozen=True, kw_only=True):
    """A home's demonstration. tokens: an admin's for each organisation by name; agents: by workstation name.

    first_day is None until the town is founded. played_until: what was to happen up to then has been played.
    """

    seed: int
    first_day: date | None = None
    played_until: datetime | None = None
    tokens: Mapping[str, str] = {}
    agents: Mapping[str, AgentIdentity] = {}


def read(home: Path) -> Demonstration | None:
    """Return the home's demonstration, None where there is none."""
    try:
        return msgspec.json.decode((home / NAME).read_bytes(), type=Demonstration)
    except (OSError, msgspec.DecodeError):
        return None


def write(home: Path, demonstration: Demonstration) -> None:
    """Remember the demonstration, readable by its user alone."""
    handle, unfinished = tempfile.mkstemp(dir=home, prefix=NAME)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(demonstration))
    Path(unfinished).replace(home / NAME)


@asynccontextmanager
async def held(path: Path) -> AsyncIterator[None]:
    """Hold a lock, waiting for it if need be; the system frees it when its holder dies."""
    lock = FileLock(path)
    while not _taken(lock):  # noqa: ASYNC110 - no event tells that another process has let a lock go
        await asyncio.sleep(LOOK_AGAIN)
    try:
        yield
    finally:
        lock.release()


def _taken(lock: FileLock) -> bool:
    try:
        Path(lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout:
        return False
    except OSError as error:
        raise _unwritable(error) from error
    return True


def make_anew(home: Path, seed: int) -> None:
    """Empty a demonstration's home for a new one; refuse a home that holds anything else."""
    try:
        if home.exists():
            _refuse_another_homes_data(home)
            shutil.rmtree(home)
        home.mkdir(parents=True, mode=0o700)
        write(home, Demonstration(seed=seed))
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> ConsoleError:
    return ConsoleError(
        _("This home can't be written."),
        reason(error),
        _("Choose another with --home, or give this user the right to write there."),
        code="home-unusable",
    )


def _refuse_another_homes_data(home: Path) -> None:
    if read(home) is None and any(home.iterdir()):
        raise ConsoleError(
            _("This folder holds something else than a demonstration."),
            str(home),
            _("Name an empty or a new folder with --home: a demonstration begins by emptying it."),
            code="home-unusable",
        )


def write_staff_list(home: Path, employees: Iterable[Employee]) -> None:
    """Write everybody whom the town employs, with an account or without, as a personnel system would export it."""
    with (home / STAFF_LIST).open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(Employee.__struct_encode_fields__)
        rows.writerows(msgspec.structs.astuple(employee) for employee in employees)
