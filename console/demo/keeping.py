"""What a demonstration's home remembers of it: the seed, its first day, and the secrets of those who act in it."""

import csv
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from console.demo.town import Employee
from console.domain.devices import AgentIdentity
from console.domain.errors import ConsoleError
from console.domain.noun import Noun
from console.words import _

NAME = "demonstration.json"
STAFF_LIST = "staff.csv"


class Demonstration(Noun, frozen=True, kw_only=True):
    """A home's demonstration. tokens: an admin's for each organisation by name; agents: by workstation name.

    first_day is None until the town is founded.
    """

    seed: int
    first_day: date | None = None
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


def make_anew(home: Path, seed: int) -> None:
    """Empty a demonstration's home for a new one; refuse a home that holds anything else."""
    try:
        if home.exists():
            _refuse_another_homes_data(home)
            shutil.rmtree(home)
        home.mkdir(parents=True, mode=0o700)
        write(home, Demonstration(seed=seed))
    except OSError as error:
        raise unwritable(error) from error


def unwritable(error: OSError) -> ConsoleError:
    """Return what is said of a home in which nothing can be written."""
    return ConsoleError(
        _("This home can't be written."),
        str(error),
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
