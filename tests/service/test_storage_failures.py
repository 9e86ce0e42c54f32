"""What a disk, a file or another program can do to the service: each gets one clear sentence, and nothing is lost."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import httpx
import pytest
from alembic import command
from alembic.config import Config

from console.service.migrating import bring_up_to_date
from tests.conftest import ServiceProcess

PATIENCE = 60
Serve = Callable[..., ServiceProcess]


def refused(home: Path, *options: str) -> str:
    """Start a service that can't start and return the one line that it says of it."""
    done = subprocess.run(
        [sys.executable, "-m", "console", "serve", "--home", str(home), "--json", *options],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    return line


def api_of(service: ServiceProcess) -> httpx.Client:
    return httpx.Client(base_url=service.url, headers=service.headers, timeout=PATIENCE)


def new_account(number: int) -> dict[str, str]:
    return {"userName": f"u{number}", "displayName": f"U {number}", "email": f"u{number}@example.org"}


def stopped(service: ServiceProcess) -> None:
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(PATIENCE) == 0


def file_of(home: Path) -> Path:
    return home / "bedside.sqlite3"


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mount small file systems; they are taken away with the test."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a file system needs root")
    places: list[Path] = []

    def mount(options: str) -> Path:
        place = tmp_path / f"mount{len(places)}"
        place.mkdir()
        tried = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, text=True, check=False
        )
        if tried.returncode != 0:
            pytest.skip(f"this machine lets nothing be mounted: {tried.stderr.strip()}")
        places.append(place)
        return place

    yield mount
    for place in places:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_change_waits_for_another_program_and_is_refused_when_that_takes_too_long(serve: Serve) -> None:
    service = serve()
    with api_of(service) as api, closing(sqlite3.connect(file_of(service.home))) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = api.post("/api/v1/accounts", json=new_account(1))
        assert (answer.status_code, answer.json()["title"]) == (503, "Another program holds the database.")
        assert answer.headers["Retry-After"]
        assert api.get("/api/v1/accounts").json()["items"] == []
        other.rollback()
        assert api.post("/api/v1/accounts", json=new_account(1)).status_code == 201


@pytest.mark.root
def test_service_says_that_a_home_can_only_be_read(serve: Serve, mounted: Callable[[str], Path]) -> None:
    place = mounted("size=20m")
    stopped(serve(home=place / "home"))
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)

    assert refused(place / "home").startswith("This home can't be written.")


@pytest.mark.root
def test_service_says_that_a_database_can_only_be_read(
    serve: Serve, mounted: Callable[[str], Path], tmp_path: Path
) -> None:
    place = mounted("size=20m")
    stopped(serve(home=place / "home"))
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)

    line = refused(tmp_path / "other", "--database", f"sqlite:///{file_of(place / 'home')}")

    assert line.startswith(("The database can be read but not written.", "The database file can't be opened."))


@pytest.mark.root
def test_change_is_refused_when_the_disk_is_full_and_taken_when_there_is_room(
    serve: Serve, mounted: Callable[[str], Path]
) -> None:
    place = mounted("size=3m")
    service = serve(home=place / "home")
    with api_of(service) as api:
        (place / "ballast").write_bytes(bytes(256 * 1024))
        with suppress(OSError), (place / "more").open("wb", buffering=0) as ballast:
            while True:
                ballast.write(bytes(4096))
        kept: list[str] = []
        for number in count():
            answer = api.post("/api/v1/accounts", json=new_account(number))
            if answer.status_code != 201:
                break
            kept.append(answer.json()["id"])
        assert (answer.status_code, answer.json()["title"]) == (507, "The disk is full: the change was not kept.")
        assert [item["id"] for item in api.get("/api/v1/accounts?limit=1000").json()["items"]] == kept

        (place / "ballast").unlink()
        assert api.post("/api/v1/accounts", json=new_account(9999)).status_code == 201
    stopped(service)


@pytest.mark.root
def test_service_says_that_there_is_no_room_for_a_new_database(mounted: Callable[[str], Path]) -> None:
    line = refused(mounted("size=64k") / "home")

    assert "full" in line or "room on the disk" in line


def test_service_says_that_its_database_is_damaged(serve: Serve) -> None:
    service = serve()
    stopped(service)
    file_of(service.home).write_bytes(b"this was a database once" * 1000)

    line = refused(service.home)

    assert line == (
        "The database file is damaged or is not a database. Stop the service and put the latest copy in its place."
    )


def test_service_says_that_its_database_is_of_a_newer_version(serve: Serve) -> None:
    service = serve()
    stopped(service)
    with closing(sqlite3.connect(file_of(service.home))) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    before = file_of(service.home).read_bytes()

    assert refused(service.home).startswith("The database was made by a newer version of Bedside.")
    assert file_of(service.home).read_bytes() == before


def test_service_leaves_another_programs_database_alone(tmp_path: Path) -> None:
    # With a table of a name that ours has too, and without.
    for name in ("account", "recipe"):
        path = tmp_path / f"{name}.db"
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(f"CREATE TABLE {name} (precious)")
            database.execute(f"INSERT INTO {name} VALUES ('keep me')")

        line = refused(tmp_path / "home", "--database", f"sqlite:///{path}")

        assert line.startswith("The database file belongs to another program.")
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("SELECT name FROM sqlite_master").fetchall() == [(name,)]
            assert database.execute(f"SELECT * FROM {name}").fetchall() == [("keep me",)]


def test_service_says_that_its_port_is_in_use(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        line = refused(tmp_path / "home", "--port", str(port))

    assert line.startswith(f"The service can't listen at 127.0.0.1, port {port}.")


def test_second_service_of_a_home_says_that_there_is_one(serve: Serve) -> None:
    service = serve()

    assert refused(service.home).startswith("A service is running in this home already.")


def test_service_does_not_listen_in_the_open_without_tls(tmp_path: Path) -> None:
    line = refused(tmp_path / "home", "--host", "0.0.0.0")

    assert line.startswith("Others on the network could read along at 0.0.0.0 without TLS.")


def test_service_says_that_its_log_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert refused(tmp_path / "home", "--log", str(tmp_path / "file" / "log")).startswith("The log can't be written.")


def test_service_that_is_told_to_stop_stops_with_streams_open_and_leaves_nothing_behind(serve: Serve) -> None:
    service = serve()
    with api_of(service) as api, api.stream("GET", "/api/v1/events") as one, api.stream("GET", "/api/v1/events") as two:
        streams = [one.iter_lines(), two.iter_lines()]
        for lines in streams:
            next(lines)
        service.process.send_signal(signal.SIGTERM)
        assert all("event: stop" in list(lines) for lines in streams)
    assert service.process.wait(PATIENCE) == 0
    assert service.process.stderr is not None
    assert "Traceback" not in service.process.stderr.read()
    assert not (service.home / "service.json").exists()


def test_what_was_answered_is_there_after_a_kill_in_mid_write_and_nothing_is_half_there(serve: Serve) -> None:
    service = serve()
    numbers = count()
    kept: list[str] = []

    def create_until_it_dies(_worker: int) -> None:
        with api_of(service) as api, suppress(httpx.HTTPError):
            while True:
                kept.append(api.post("/api/v1/accounts", json=new_account(next(numbers))).json()["id"])
                if len(kept) == 150:
                    service.process.send_signal(signal.SIGKILL)

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(create_until_it_dies, range(4)))
    assert service.process.wait(PATIENCE) == -signal.SIGKILL

    with api_of(serve(home=service.home)) as api:
        items = api.get("/api/v1/accounts?limit=1000").json()["items"]
    with closing(sqlite3.connect(file_of(service.home))) as database:
        audited = {row[0] for row in database.execute("SELECT subject_id FROM audit WHERE action = 'account.created'")}
        told = "".join(row[0] for row in database.execute("SELECT items FROM event WHERE topic = 'account'"))
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    there = {item["id"] for item in items}
    assert there >= set(kept)
    assert audited == there
    assert all(account_id in told for account_id in there)


# Half of the way up to date: one migration is done, then it says so and waits for its end.
DIES_HALF_WAY = """
import sys, time
from alembic import command
from console.service import migrating

upgrade = command.upgrade

def half(config, _revision):
    upgrade(config, "0002")
    print("half", flush=True)
    time.sleep(600)

command.upgrade = half
migrating.bring_up_to_date(sys.argv[1])
"""


def old_database(path: Path) -> str:
    """Make a database of the first version with an organisation in it, and return its address."""
    url = f"sqlite:///{path}"
    command.upgrade(config_for(url), "0001")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO organisation VALUES ('o', 'Old town', 'Europe/Helsinki', NULL, 0, 1)")
    return url


def config_for(url: str) -> Config:
    from importlib.resources import files

    config = Config()
    config.set_main_option("script_location", str(files("console.service.migrations")))
    config.attributes["url"] = url
    return config


def names_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [row[0] for row in database.execute("SELECT name FROM organisation")]


def version_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        version: str = database.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        return version


def test_kill_in_mid_migration_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bedside.sqlite3"
    url = old_database(path)
    with subprocess.Popen([sys.executable, "-c", DIES_HALF_WAY, url], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        process.kill()
    assert version_of(path) == "0002"
    assert path.with_name("bedside.sqlite3.before-migration").exists()

    bring_up_to_date(url)

    assert names_in(path) == ["Old town"]
    assert version_of(path) > "0002"
    assert not path.with_name("bedside.sqlite3.before-migration").exists()


def test_failed_migration_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    from console.domain.errors import ConsoleError

    path = tmp_path / "bedside.sqlite3"
    url = old_database(path)
    upgrade = command.upgrade

    def half(config: Config, _revision: str) -> None:
        upgrade(config, "0002")
        raise OperationalError("ALTER TABLE", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(command, "upgrade", half)
    with pytest.raises(ConsoleError) as told:
        bring_up_to_date(url)

    assert told.value.code == "migration-failed"
    assert (names_in(path), version_of(path)) == (["Old town"], "0001")


def test_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bedside.sqlite3'}"
    bring_up_to_date(url)
    command.check(config_for(url))
