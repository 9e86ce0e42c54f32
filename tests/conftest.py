"""What all tests share: a backend on a real SQLite file, its API in process, and a real service process."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from console import words
from console.service.app import create_app
from console.service.backend import Backend
from console.service.database import Database
from console.service.migrating import bring_up_to_date

NOON = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak English whatever the machine speaks, and let no setting of the machine's in."""
    words.use("en")
    for name in ("BEDSIDE_HOME", "BEDSIDE_SERVICE", "BEDSIDE_TOKEN", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


class SetClock:
    """A clock that stands until it is told to go on."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def demonstration() -> bool:
    """Whether the backend's town is invented."""
    return False


@pytest.fixture
async def backend(tmp_path: Path, clock: SetClock, demonstration: bool) -> AsyncIterator[Backend]:
    """A started backend on a file of its own."""
    url = f"sqlite:///{tmp_path / 'bedside.sqlite3'}"
    bring_up_to_date(url)
    database = Database(url)
    backend = Backend(database, clock, demonstration=demonstration)
    await backend.start("tester")
    yield backend
    backend.close()
    database.close()


def client_of(backend: Backend, secret: str | None) -> httpx.AsyncClient:
    """An HTTP client of the backend's API, in process."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app(backend)),
        base_url="http://service",
        headers={"Authorization": f"Bearer {secret}"} if secret else {},
    )


@pytest.fixture
async def api(backend: Backend) -> AsyncIterator[httpx.AsyncClient]:
    """The API as the home's owner sees it."""
    async with client_of(backend, backend.owner_secret) as client:
        yield client


class ServiceProcess:
    """A `bedside serve` of one's own."""

    def __init__(self, process: "subprocess.Popen[str]", url: str, token: str, home: Path) -> None:
        self.process = process
        self.url = url
        self.token = token
        self.home = home

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@contextlib.contextmanager
def starting(default_home: Path) -> Iterator[Callable[..., ServiceProcess]]:
    """Start real service processes; they are ended with the block."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str, home: Path | None = None) -> ServiceProcess:
        home = home or default_home
        process = subprocess.Popen(
            [sys.executable, "-m", "console", "serve", "--home", str(home), "--json", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "LANG": "C.UTF-8"},
        )
        started.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            assert process.stderr is not None
            raise AssertionError(process.stderr.read())
        told = json.loads(line)
        return ServiceProcess(process, told["url"], told["admin_token"], home)

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., ServiceProcess]]:
    """Start real service processes; they are ended with the test."""
    with starting(tmp_path / "home") as start:
        yield start


@pytest.fixture(scope="module")
def shared_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceProcess]:
    """One real service process for the tests of a file that can share it."""
    with starting(tmp_path_factory.mktemp("shared") / "home") as start:
        yield start()
