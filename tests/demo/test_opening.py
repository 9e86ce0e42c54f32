"""A demonstration in its home: real processes, from their start to the end of the last of them."""

import argparse
import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import psutil
import pytest

from console.client import embedded
from console.client.embedded import LOOK_EVERY
from console.client.service import ServiceClient
from console.demo import keeping, opening
from console.domain.accounts import Account
from console.domain.calls import Call, CallStatus
from console.domain.errors import ConsoleError
from console.session import connect
from console.state.store import Store
from console.wire import paths, run_file
from console.wire.events import Event, Topic
from console.wire.run_file import RunFile
from tests.conftest import ServiceProcess

Serve = Callable[..., ServiceProcess]
PATIENCE = 60.0
"""Seconds until a test gives up: far more than anything takes, for a machine that is busy."""

CONSOLE = """
import sys
from pathlib import Path
from console.demo import opening
company = opening.company(Path(sys.argv[1]))
print(company.pid, flush=True)
company.wait()
"""
"""What of the console matters here: it has started the company, and lives on."""


class Onlooker:
    """A console's process, and the company that it started."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", CONSOLE, str(home)], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.company = psutil.Process(int(self.process.stdout.readline()))

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "town"
    keeping.make_anew(home, seed=1)
    return home


@pytest.fixture
def town(serve: Serve, home: Path) -> ServiceProcess:
    """A demonstration's service on whose clock ten minutes pass in a second."""
    return serve(*opening.service_options(600.0), home=home)


@pytest.fixture
def look_on(home: Path) -> Iterator[Callable[[], Onlooker]]:
    """Start consoles; they are ended with the test."""
    started: list[Onlooker] = []

    def start() -> Onlooker:
        started.append(Onlooker(home))
        return started[-1]

    yield start
    for onlooker in started:
        onlooker.end()


@pytest.fixture
async def client(town: ServiceProcess) -> AsyncIterator[ServiceClient]:
    client = ServiceClient(town.url, town.token)
    yield client
    await client.close()


async def calls_told(client: ServiceClient) -> AsyncIterator[Call]:
    """Yield calls as the service tells of them."""
    async for heard in client.listen(None):
        if isinstance(heard, Event) and heard.topic is Topic.CALL:
            for item in heard.items:
                yield msgspec.json.decode(item, type=Call)


async def a_call_goes_by(client: ServiceClient) -> datetime:
    """Wait until a call has been seen running and then ended; return when it ended."""
    running: set[str] = set()
    async with asyncio.timeout(PATIENCE):
        async for call in calls_told(client):
            if call.status is CallStatus.RUNNING:
                running.add(call.id)
            if call.status is CallStatus.ENDED and call.id in running and call.ended_at is not None:
                return call.ended_at
    raise AssertionError("the service has stopped telling")


async def has_ended(process: psutil.Process) -> None:
    await asyncio.to_thread(process.wait, PATIENCE)


async def test_day_passes_until_the_console_is_killed(
    home: Path, client: ServiceClient, look_on: Callable[[], Onlooker]
) -> None:
    console = look_on()
    await a_call_goes_by(client)
    assert (await client.organisation()).demonstration

    console.process.kill()

    await has_ended(console.company)


async def test_company_plays_on_in_the_service_that_comes_after_its_own(
    serve: Serve, town: ServiceProcess, client: ServiceClient, look_on: Callable[[], Onlooker]
) -> None:
    console = look_on()
    ended_at = await a_call_goes_by(client)

    town.process.kill()
    town.process.wait()
    next_one = serve(*opening.service_options(600.0), home=town.home)

    another = ServiceClient(next_one.url, next_one.token)
    assert (await another.health()).clock.now >= ended_at
    await a_call_goes_by(another)
    await another.close()
    assert console.company.is_running()


async def test_console_that_leaves_need_not_ask_though_the_town_is_full_of_people(
    home: Path, client: ServiceClient, look_on: Callable[[], Onlooker]
) -> None:
    look_on()
    await a_call_goes_by(client)
    session = await connect(argparse.Namespace(service=None, home=home))
    async with asyncio.timeout(PATIENCE):
        await has_loaded(session.store)

    needed_by = await session.needed_by()

    await session.close(stop=False)
    assert (await client.presence()).agents > 0
    assert not needed_by.anybody


async def has_loaded(store: Store) -> None:
    loaded = asyncio.Event()
    store.subscribe(lambda: loaded.set() if store.snapshot.organisation else None)
    await loaded.wait()


async def test_second_console_plays_on_when_the_first_is_gone(
    client: ServiceClient, look_on: Callable[[], Onlooker]
) -> None:
    first = look_on()
    await a_call_goes_by(client)
    second = look_on()

    first.process.kill()
    await has_ended(first.company)

    await a_call_goes_by(client)
    assert second.company.is_running()
    assert len((await client.page(Account, paths.ACCOUNTS)).items) == 42


async def test_what_is_kept_in_the_home_has_the_whole_staff_and_tells_no_secret_to_others(
    home: Path, town: ServiceProcess, client: ServiceClient, look_on: Callable[[], Onlooker]
) -> None:
    console = look_on()
    await a_call_goes_by(client)

    words = " ".join(console.company.cmdline())
    kept = keeping.read(home)
    assert kept is not None
    secrets = [town.token, *kept.tokens.values(), *(identity.token for identity in kept.agents.values())]
    assert not any(secret in words for secret in secrets)
    assert (home / keeping.NAME).stat().st_mode & 0o077 == 0
    log = (home / opening.LOG).read_text()
    assert not any(secret in log for secret in secrets)
    lines = (home / keeping.STAFF_LIST).read_text("utf-8-sig").splitlines()
    assert lines[0] == "number;name;userName;email;department;unit"
    assert len(lines) == 341


@pytest.fixture
async def ended(home: Path) -> AsyncIterator[None]:
    """End the detached service that a test has begun in the home."""
    yield
    run = run_file.read(home)
    assert run is not None
    process = psutil.Process(run.pid)
    process.kill()
    await has_ended(process)


@pytest.mark.usefixtures("ended")
async def test_demonstration_begins_anew_in_its_home(home: Path) -> None:
    (home / "of-yesterday").write_text("")

    await opening.begin(home, seed=5, speed=1.0)

    assert not (home / "of-yesterday").exists()
    assert keeping.read(home) == keeping.Demonstration(seed=5)


@pytest.mark.usefixtures("ended")
async def test_two_that_begin_at_once_get_one_demonstration(home: Path) -> None:
    await asyncio.gather(*(opening.begin(home, seed, 1.0) for seed in (5, 6)))

    run, kept = run_file.read(home), keeping.read(home)
    assert run is not None and psutil.Process(run.pid).is_running()
    assert kept is not None and kept.seed in {5, 6}
    services = [one for one in psutil.process_iter(["cmdline"]) if str(home) in (one.info["cmdline"] or [])]
    assert [one.pid for one in services] == [run.pid]


async def test_folder_that_holds_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bedside.sqlite3").write_text("of a real town")

    with pytest.raises(ConsoleError) as refusal:
        await opening.begin(tmp_path, seed=1, speed=1.0)

    assert refusal.value.code == "home-unusable"
    assert (tmp_path / "bedside.sqlite3").read_text() == "of a real town"


async def test_home_of_a_real_service_is_refused(serve: Serve) -> None:
    real = serve()

    with pytest.raises(ConsoleError) as refusal:
        await opening.begin(real.home, seed=1, speed=1.0)

    assert refusal.value.title == "The service of this home is no demonstration."


async def test_home_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ConsoleError) as refusal:
        await opening.begin(tmp_path / "file" / "town", seed=1, speed=1.0)

    assert refusal.value.title == "This home can't be written."


async def test_running_demonstration_is_joined_as_it_is(home: Path, town: ServiceProcess) -> None:
    await opening.begin(home, seed=9, speed=1.0)

    kept = keeping.read(home)
    assert kept is not None and kept.seed == 1


class Headless:
    """A `bedside demo --headless` in a home."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "console", "demo", "--headless", "--speed", "60", "--home", str(home)]
        self.home = home
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    async def answers(self) -> None:
        assert self.process.stdout is not None
        assert "http://127.0.0.1" in await asyncio.to_thread(self.process.stdout.readline)

    def service(self) -> RunFile:
        run = run_file.read(self.home)
        assert run is not None
        return run

    async def another_service(self, before: RunFile) -> RunFile:
        """Wait until the home has another service than before."""
        async with asyncio.timeout(PATIENCE):
            while (run := await embedded.find(self.home)) is None or run == before:  # noqa: ASYNC110 - a process of its own
                await asyncio.sleep(LOOK_EVERY)
        return run

    def end(self) -> None:
        """End everything, where the test has not come so far."""
        self.process.kill()
        self.process.communicate()
        if (run := run_file.read(self.home)) is not None and psutil.pid_exists(run.pid):
            psutil.Process(run.pid).kill()


@pytest.fixture
def headless(tmp_path: Path) -> Iterator[Headless]:
    """The command without a console; it and its service are ended with the test."""
    headless = Headless(tmp_path / "town")
    yield headless
    headless.end()


async def a_call_goes_by_in(run: RunFile) -> datetime:
    """Wait until a call has gone by; return when it ended."""
    client = ServiceClient(run.url, run.admin_token)
    ended_at = await a_call_goes_by(client)
    await client.close()
    return ended_at


async def test_command_without_a_console_lets_the_day_pass_and_stops_everything_it_started(headless: Headless) -> None:
    await headless.answers()
    service = psutil.Process(headless.service().pid)
    await a_call_goes_by_in(headless.service())

    headless.process.send_signal(signal.SIGTERM)

    assert await asyncio.to_thread(headless.process.wait, PATIENCE) == 0
    await has_ended(service)


async def test_day_goes_on_where_it_was_when_the_service_is_killed(headless: Headless) -> None:
    await headless.answers()
    first = headless.service()
    ended_at = await a_call_goes_by_in(first)

    psutil.Process(first.pid).kill()

    second = await headless.another_service(first)
    client = ServiceClient(second.url, second.admin_token)
    resumed = (await client.health()).clock.now
    accounts = (await client.page(Account, paths.ACCOUNTS)).items
    await client.close()
    assert resumed >= ended_at
    assert len(accounts) == 42
    await a_call_goes_by_in(second)
