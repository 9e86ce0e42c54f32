"""The run file of a home: where its embedded service answers, and the token that ends with it."""

import os
import tempfile
from pathlib import Path

import msgspec

from console.domain.noun import Noun

NAME = "service.json"
LOCK = "service.lock"


class RunFile(Noun, frozen=True, kw_only=True):
    """What a console of the same user needs to join: only that user can read the file.

    certificate: the service's own (PEM) where it speaks TLS. It names the town's host and not this machine's loopback
    address, so on this machine the service is known by the certificate itself.
    """

    url: str
    pid: int
    admin_token: str
    certificate: str | None = None


def home_of(named: str | Path | None) -> Path:
    """Return the home that is meant: the one named, else the platform's place for a user's data."""
    if named is not None:
        return Path(named).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("bedside")


def read(home: Path) -> RunFile | None:
    """Return the run file, or None where there is none that can be read."""
    try:
        return msgspec.json.decode((home / NAME).read_bytes(), type=RunFile)
    except (OSError, msgspec.DecodeError):
        return None


def write(home: Path, run: RunFile) -> None:
    """Put the run file in place at once, readable by its user alone."""
    handle, name = tempfile.mkstemp(dir=home, prefix=NAME)  # mkstemp makes it 0600
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(run))
    Path(name).replace(home / NAME)


def remove(home: Path, pid: int) -> None:
    """Take the run file away if it is still this process's."""
    run = read(home)
    if run is not None and run.pid == pid:
        (home / NAME).unlink(missing_ok=True)
