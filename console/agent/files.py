"""The agent's files in a home: who it is, until when it rests, how it fares. Its user alone can read them."""

import asyncio
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from console.domain.errors import ConsoleError, reason
from console.domain.noun import Noun
from console.words import _

T = TypeVar("T")
LOOK = 2.0
"""Seconds between two looks at what another process may have written."""


class Identity(Noun, frozen=True, kw_only=True):
    """What the agent got for its code. service_url: None for the embedded service of the same home."""

    service_url: str | None = None
    workstation_id: str
    token: str


class Pause(Noun, frozen=True, kw_only=True):
    """Nothing is reported until then."""

    until: datetime


class Status(Noun, frozen=True, kw_only=True):
    """How reporting goes. since: when that began. trouble: why nothing gets through, or None."""

    since: datetime
    trouble: str | None = None


class AgentFiles:
    """Reads and writes the files of one home's agent."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "agent"
        self.identity_path = self.folder / "identity.json"
        self.pause_path = self.folder / "pause.json"
        self.status_path = self.folder / "status.json"
        self.spool_path = self.folder / "spool.sqlite"
        self.lock_path = self.folder / "agent.lock"

    def make(self) -> None:
        """Make the folder, for its user alone."""
        with self.usable():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def identity(self) -> Identity | None:
        """Return who the agent is, or None before it is enrolled."""
        return self._read(self.identity_path, Identity)

    def status(self) -> Status | None:
        """Return how reporting went when that last changed, or None before the first report."""
        return self._read(self.status_path, Status)

    def paused_until(self, now: datetime) -> datetime | None:
        """Return when the pause ends, or None if there is none now."""
        pause = self._read(self.pause_path, Pause)
        return pause.until if pause is not None and now < pause.until else None

    def write(self, path: Path, content: Identity | Pause | Status) -> None:
        """Put a file in place at once: nobody ever reads half of one."""
        self.make()
        with self.usable():
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=path.name)  # mkstemp makes it 0600
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(content))
            Path(name).replace(path)

    def end_pause(self) -> None:
        """Take the pause away."""
        with self.usable():
            self.pause_path.unlink(missing_ok=True)

    def _read(self, path: Path, kind: type[T]) -> T | None:
        with self.usable():
            try:
                return msgspec.json.decode(path.read_bytes(), type=kind)
            except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
                return None

    @contextmanager
    def usable(self) -> Iterator[None]:
        """Tell in a person's words when the folder refuses what is done here."""
        try:
            yield
        except OSError as error:
            raise ConsoleError(
                _("The agent's folder can't be used."),
                reason(error),
                _("Give this user the right to write there, and room, or choose another home with --home."),
                code="home-unusable",
            ) from error


async def seen(look: Callable[[], bool]) -> None:
    """Wait until what another process writes is there to see: not every system tells of a file's change."""
    while not look():  # noqa: ASYNC110
        await asyncio.sleep(LOOK)
