"""The embedded service of a home, with real processes."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from console import words
from console.client import embedded
from console.client.service import ServiceClient
from console.domain.errors import ConsoleError
from console.wire import run_file
from console.wire.run_file import RunFile


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Path]:
    """A home whose service, if one was started, is ended with the test."""
    home = tmp_path / "home"
    yield home
    run = run_file.read(home)
    if run is not None:
        with suppress(ProcessLookupError):
            os.kill(run.pid, signal.SIGKILL)


async def killed(run: RunFile) -> None:
    """Kill the service and wait until it has ended."""
    process = psutil.Process(run.pid)
    process.kill()
    await asyncio.to_thread(process.wait)


async def test_two_consoles_that_start_it_at_once_get_one_service(home: Path) -> None:
    first, second = await asyncio.gather(embedded.find_or_start(home), embedded.find_or_start(home))

    assert first == second
    assert (home / run_file.NAME).stat().st_mode & 0o777 == 0o600


async def test_console_joins_the_service_that_is_there(home: Path) -> None:
    first = await embedded.find_or_start(home)

    assert await embedded.find(home) == first


async def test_run_file_left_by_a_killed_service_is_not_believed(home: Path) -> None:
    first = await embedded.find_or_start(home)
    await killed(first)

    assert await embedded.find(home) is None
    second = await embedded.find_or_start(home)
    assert second.pid != first.pid


async def test_service_outlives_the_console_that_started_it(home: Path) -> None:
    run = await embedded.find_or_start(home)

    assert os.getsid(run.pid) != os.getsid(0)


async def test_home_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")

    with pytest.raises(ConsoleError, match="can't be written"):
        await embedded.find_or_start(tmp_path / "home")


async def test_why_it_could_not_start_is_told(home: Path) -> None:
    home.mkdir()
    (home / "bedside.sqlite3").write_bytes(b"this is no database" * 100)

    with pytest.raises(ConsoleError) as refusal:
        await embedded.find_or_start(home)

    assert refusal.value.title == "The service could not be started."
    assert "damaged or is not a database" in refusal.value.detail


@pytest.mark.parametrize("language", words.LANGUAGES)
async def test_the_service_speaks_the_language_of_the_console_that_starts_it(home: Path, language: str) -> None:
    words.use(language)
    run = await embedded.find_or_start(home)
    client = ServiceClient(run.url, run.admin_token)

    assert (await client.organisation()).name == words._("My town")
    await client.close()


async def test_owner_can_ask_as_an_admin(home: Path) -> None:
    run = await embedded.find_or_start(home)
    client = ServiceClient(run.url, run.admin_token)

    assert (await client.me()).role == "admin"
    await client.close()
