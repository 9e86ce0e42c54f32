"""The commands, as a person runs them: real processes, exit statuses, one line of what to do."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from console.wire import run_file
from console.wire.run_file import RunFile
from tests.conftest import ServiceProcess
from tests.service.making import changed, listed, made


@pytest.fixture
def service(shared_service: ServiceProcess) -> ServiceProcess:
    return shared_service


def bedside(
    service: ServiceProcess | None, *arguments: str, typed: str | None = None, **env: str
) -> "subprocess.CompletedProcess[str]":
    """Run `bedside` against a service, as a remote one."""
    told = {} if service is None else {"BEDSIDE_SERVICE": service.url, "BEDSIDE_TOKEN": service.token}
    return subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        capture_output=True,
        text=True,
        input=typed if typed is not None else "",
        env={**os.environ, **told, **env},
        timeout=60,
        check=False,
    )


def created(service: ServiceProcess, user_name: str = "maija.saari") -> dict[str, object]:
    done = bedside(
        service,
        *("accounts", "create", "--json", "--user-name", user_name),
        *("--display-name", "Maija Saari", "--email", f"{user_name}@example.org"),
    )
    assert done.returncode == 0, done.stderr
    account: dict[str, object] = json.loads(done.stdout)
    return account


def one_line(done: "subprocess.CompletedProcess[str]") -> str:
    """The one sentence (with what to do) that a failure says."""
    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_admin_creates_changes_and_shows_an_account(service: ServiceProcess) -> None:
    created(service)

    changed = bedside(service, "accounts", "update", "maija.saari", "--unit", "Kirjasto", "--json")
    shown = bedside(service, "accounts", "show", "maija.saari")

    assert json.loads(changed.stdout)["version"] == 2
    assert "Maija Saari" in shown.stdout
    assert "Unit: Kirjasto" in shown.stdout


def test_list_as_json_has_items_and_where_it_goes_on(service: ServiceProcess) -> None:
    for number in range(3):
        created(service, f"paged{number}")
    wanted = ("accounts", "list", "--json", "--find", "paged", "--limit", "2")

    first = json.loads(bedside(service, *wanted).stdout)
    rest = json.loads(bedside(service, *wanted, "--cursor", first["next"]).stdout)

    assert [item["userName"] for item in first["items"] + rest["items"]] == ["paged0", "paged1", "paged2"]
    assert rest["next"] is None


def test_support_schedules_and_cancels_a_call(service: ServiceProcess) -> None:
    created(service, "host.busy")

    call = json.loads(
        bedside(service, "calls", "create", "--host", "host.busy", "--at", "2030-03-12T09:30", "--json").stdout
    )
    cancelled = json.loads(bedside(service, "calls", "cancel", call["id"], "--json").stdout)
    listed = bedside(service, "calls", "list", "--json", "--from", "2030-03-12T00:00", "--to", "2030-03-13T00:00")

    assert call["dtstart"] == "2030-03-12T07:30:00Z"
    assert [seat["role"] for seat in call["seats"]] == ["host", "guest"]
    assert cancelled["status"] == "cancelled"
    assert [item["id"] for item in json.loads(listed.stdout)["items"]] == [call["id"]]


def test_a_new_calls_seats_have_links_that_open_until_newer_ones_are_made(service: ServiceProcess) -> None:
    created(service, "host.linked")
    soon = ("--host", "host.linked", "--at", (datetime.now(UTC) + timedelta(hours=1)).isoformat())
    call = json.loads(bedside(service, "calls", "create", *soon, "--guests", "2", "--json").stdout)
    assert [seat["role"] for seat in call["seats"]] == ["host", "guest", "guest"]

    def opens(url: str) -> int:
        address, _hash, secret = url.partition("#")
        return httpx.post(address, json={"secret": secret}).status_code

    assert [opens(seat["url"]) for seat in call["seats"]] == [200, 200, 200]
    said = bedside(service, "calls", "links", call["id"]).stdout
    newer = [line.split()[-1] for line in said.splitlines() if "/call#" in line]
    assert [opens(url) for url in newer] == [200, 200, 200]
    assert [opens(seat["url"]) for seat in call["seats"]] == [410, 410, 410]


def test_host_who_never_signed_in_becomes_an_alert_that_a_watcher_sees(service: ServiceProcess) -> None:
    host = created(service, "host.new")
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()

    with watching(service, "alerts", "list") as lines:
        call = json.loads(bedside(service, "calls", "create", "--host", "host.new", "--at", soon, "--json").stdout)
        alert = next(alert for alert in lines if alert["callId"] == call["id"])

    assert (alert["kind"], alert["accountId"]) == ("host-never-signed-in", host["id"])
    listed = json.loads(bedside(service, "today", "--json").stdout)
    assert alert["id"] in {known["id"] for known in listed["alerts"]}


def test_token_is_made_works_and_is_worthless_after_it_was_revoked(service: ServiceProcess) -> None:
    token = json.loads(bedside(service, "tokens", "create", "--name", "wall", "--role", "viewer", "--json").stdout)
    viewer = {"BEDSIDE_TOKEN": token["secret"]}

    read = bedside(service, "accounts", "list", "--json", **viewer)
    written = bedside(
        service,
        *["accounts", "create", "--user-name", "a", "--display-name", "A", "--email", "a@example.org"],
        **viewer,
    )
    revoked = bedside(service, "tokens", "revoke", token["id"])
    refused = bedside(service, "accounts", "list", "--json", **viewer)

    assert read.returncode == 0
    assert "Ask an admin for a token with the right role." in one_line(written)
    assert revoked.returncode == 0
    assert "bedside login" in one_line(refused)


def test_commands_on_a_home_start_its_service_and_leave_nothing_running(tmp_path: Path) -> None:
    home = tmp_path / "home"

    done = bedside(None, "accounts", "list", "--json", "--home", str(home))

    assert json.loads(done.stdout) == {"items": [], "next": None}
    assert (home / "bedside.sqlite3").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frobnicate"], "There is no command frobnicate."),
        (["accounts", "show", "nobody"], "There is no account nobody."),
        (["calls", "create", "--host", "x", "--at", "half past nine"], "half past nine is not a time."),
        (["accounts", "list", "--limit", "many"], "--limit: write a whole number from 1 to 1000"),
        (["tokens", "create", "--name", "x", "--role", "viewer", "--days", "0"], "--days: write a whole number"),
        (["demo", "--speed", "fast"], "--speed: the speed is a number from 0.1 to 120"),
        (["calls", "create", "--host", "x", "--at", "09:30", "--service", "Dog walks"], "no service called Dog walks."),
        (["accounts"], "ACTION"),
        (["accounts", "list", "--limit", "0"], "a whole number from 1 to 1000"),
        (["accounts", "list", "--limit", "1001"], "a whole number from 1 to 1000"),
        (["accounts", "show", ""], "There is no account"),
        (["accounts", "show", "../calls"], "There is no account ../calls."),
        (["calls", "show", "../accounts"], "There is no such thing here."),
        (["calls", "show", ".."], "There is no such thing here."),
        (["calls", "create", "--host", "x", "--at", "09:30", "--minutes", "9" * 12], "a whole number from 1 to 1440"),
        (["calls", "create", "--host", "x", "--at", "9999-12-31T23:59"], "9999-12-31T23:59 is not a time."),
        (["calls", "create", "--host", "x", "--at", "09:30", "--guests", "4"], "a whole number from 0 to 3"),
        (["tokens", "create", "--name", "x", "--role", "viewer", "--days", "0"], "a whole number from 1 to 3650"),
        (["tokens", "create", "--name", "x", "--role", "viewer", "--days=-3"], "a whole number from 1 to 3650"),
        (["tokens", "revoke", ".."], "There is no such thing here."),
    ],
)
def test_what_can_not_be_done_is_said_in_one_line(service: ServiceProcess, arguments: list[str], said: str) -> None:
    assert said in one_line(bedside(service, *arguments))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:9", "does not answer. Nothing answers at that address."),
        ("http://town.invalid", "does not answer. No machine of that name is known."),
        ("video.town.example", "not a service's address"),
        ("http://127.0.0.1:99999", "not a service's address"),
    ],
)
def test_service_that_is_not_there_is_said_in_one_line(url: str, said: str) -> None:
    assert said in one_line(bedside(None, "accounts", "list", BEDSIDE_SERVICE=url, BEDSIDE_TOKEN="x"))


@pytest.mark.parametrize("token", ["sécret", "sec ret", "sec\nret"])
def test_what_can_be_no_token_is_said_without_telling_it(service: ServiceProcess, token: str) -> None:
    line = one_line(bedside(service, "accounts", "list", BEDSIDE_TOKEN=token))

    assert line.startswith("That is not a token.")
    assert "ret" not in line


def test_address_is_looked_at_before_a_token_is_asked_for(tmp_path: Path) -> None:
    for arguments in (("login", "nonsense"), ("today", "--service", "nonsense")):
        line = one_line(bedside(None, *arguments, XDG_CONFIG_HOME=str(tmp_path)))
        assert line.startswith("That is not a service's address. nonsense.")


def test_home_and_service_count_wherever_they_are_typed(service: ServiceProcess, tmp_path: Path) -> None:
    created(service, "typed.anywhere")
    for words in (
        ["--service", service.url, "accounts", "list"],
        ["accounts", "--service", service.url, "list"],
        ["accounts", "list", "--service", service.url],
    ):
        done = bedside(None, *words, BEDSIDE_TOKEN=service.token, BEDSIDE_HOME=str(tmp_path / "other"))
        assert "typed.anywhere" in done.stdout, done.stderr
    for number, words in enumerate((["--home", "HOME", "alerts", "list"], ["alerts", "--home", "HOME", "list"])):
        home = tmp_path / f"home{number}"
        typed = [str(home) if word == "HOME" else word for word in words]
        assert bedside(None, *typed, BEDSIDE_HOME=str(tmp_path / "other")).returncode == 0
        assert (home / "bedside.sqlite3").exists()
    assert not (tmp_path / "other").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_watcher_that_is_stopped_has_done_its_work_and_leaves_no_service(
    tmp_path: Path, number: signal.Signals
) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-m", "console", "alerts", "list", "--watch", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watcher:
        until(lambda: (run := run_file.read(home)) is not None and listened_to(run))
        watcher.send_signal(number)
        said = watcher.communicate(timeout=60)
    assert (watcher.returncode, said) == (0, ("", ""))
    until(lambda: run_file.read(home) is None)


def listened_to(run: RunFile) -> bool:
    headers = {"Authorization": f"Bearer {run.admin_token}"}
    answer: dict[str, int] = httpx.get(f"{run.url}/api/v1/presence", headers=headers).json()
    return answer["consoles"] > 0


def until(true: Callable[[], bool]) -> None:
    """Wait for something, for a minute at most."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_remote_service_without_a_token_says_how_to_get_one(tmp_path: Path) -> None:
    done = bedside(None, "accounts", "list", "--service", "http://127.0.0.1:9", XDG_CONFIG_HOME=str(tmp_path))

    assert "Run bedside login http://127.0.0.1:9" in one_line(done)


def test_login_tries_the_token_and_keeps_it_where_only_this_user_can_read(
    service: ServiceProcess, tmp_path: Path
) -> None:
    place = {"XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": NO_KEYRING}

    done = bedside(None, "login", service.url, typed=service.token + "\n", **place)
    then = bedside(None, "accounts", "list", "--json", "--service", service.url, **place)

    kept = tmp_path / "bedside" / "tokens.json"
    assert done.returncode == 0, done.stderr
    assert "There is no keyring here" in done.stdout
    assert kept.stat().st_mode & 0o777 == 0o600
    assert then.returncode == 0, then.stderr


def test_login_with_a_wrong_token_keeps_nothing(service: ServiceProcess, tmp_path: Path) -> None:
    done = bedside(
        None,
        "login",
        service.url,
        typed="bedside_wrong\n",
        XDG_CONFIG_HOME=str(tmp_path),
        PYTHON_KEYRING_BACKEND=NO_KEYRING,
    )

    assert "does not know this token" in one_line(done)
    assert not (tmp_path / "bedside" / "tokens.json").exists()


@pytest.mark.parametrize(
    ("language", "why"), [("fi", "Osoitteesta ei vastaa mikään."), ("sv", "Ingenting svarar på den adressen.")]
)
def test_why_a_service_does_not_answer_is_said_in_the_readers_language(language: str, why: str) -> None:
    arguments = ("accounts", "list", "--lang", language)

    said = one_line(bedside(None, *arguments, BEDSIDE_SERVICE="http://127.0.0.1:9", BEDSIDE_TOKEN="x"))

    assert why in said


def test_what_is_to_be_filled_in_is_said_in_the_readers_language() -> None:
    done = bedside(None, "calls", "create", "--help", "--lang", "fi")

    assert "--host KÄYTTÄJÄTUNNUS --at AIKA" in " ".join(done.stdout.split())


def test_tokens_are_listed_with_their_roles_in_words(service: ServiceProcess) -> None:
    bedside(service, "tokens", "create", "--name", "Reception", "--role", "viewer")

    done = bedside(service, "tokens", "list", "--lang", "sv")

    assert [line.split()[1] for line in done.stdout.splitlines() if line.endswith("Reception")] == ["läsare"]


NO_KEYRING = "keyring.backends.fail.Keyring"


@contextmanager
def watching(service: ServiceProcess, *command: str) -> Iterator[Iterator[dict[str, object]]]:
    """Watch a list: the things that are told, as they come."""
    with watching_lines([*command, "--json"], BEDSIDE_SERVICE=service.url, BEDSIDE_TOKEN=service.token) as lines:
        yield (json.loads(line) for line in lines)


@contextmanager
def watching_lines(command: list[str], **env: str) -> Iterator[Iterator[str]]:
    """Watch a list: the lines that are told, as they come."""
    process = subprocess.Popen(
        [sys.executable, "-m", "console", *command, "--watch"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **env},
    )
    try:
        assert process.stdout is not None
        yield iter(process.stdout)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def test_watching_tells_each_change(service: ServiceProcess) -> None:
    with watching(service, "accounts", "list") as lines:
        created(service, "watched")
        assert any(account["userName"] == "watched" for account in lines)
        bedside(service, "accounts", "update", "watched", "--unit", "Museo")
        assert next(account for account in lines if account["userName"] == "watched")["unit"] == "Museo"


async def test_watching_the_day_goes_on_when_the_homes_service_is_killed_and_starts_again(
    serve: Callable[..., ServiceProcess],
) -> None:
    first = serve()
    created(first)
    async with httpx.AsyncClient(base_url=first.url, headers=first.headers) as api:
        await made(api, "desks", name="Asioi heti")
    with watching_lines(["today", "--home", str(first.home)]) as lines:
        assert any("Asioi heti" in line for line in lines)  # from here on it is live
        bedside(first, "calls", "create", "--host", "maija.saari", "--at", "2099-03-12T09:30")
        assert any("Maija Saari" in line for line in lines)

        first.process.kill()
        assert any(line.startswith("Not live:") for line in lines)
        second = serve(home=first.home)
        assert second.url != first.url

        assert any(line == "Live again.\n" for line in lines)
        bedside(second, "calls", "create", "--host", "maija.saari", "--at", "2099-03-13T09:30")
        assert any("Maija Saari" in line for line in lines)


async def test_watching_the_day_tells_of_the_desk_and_of_what_needs_help(service: ServiceProcess) -> None:
    async with httpx.AsyncClient(base_url=service.url, headers=service.headers) as api:
        desk = await made(api, "desks", name="Asioi heti")
        with watching_lines(["today"], BEDSIDE_SERVICE=service.url, BEDSIDE_TOKEN=service.token) as lines:
            assert any("Asioi heti  desk closed" in line for line in lines)
            await api.post(f"/api/v1/desks/{desk['id']}/waits")
            assert any("Asioi heti  desk closed" in line for line in lines)
            desk = (await listed(api, "desks"))[0]
            await changed(api, "desks", desk, isOpen=True)
            assert any("nobody at the desk" in line for line in lines)


def test_reader_that_goes_away_is_no_mistake(service: ServiceProcess) -> None:
    created(service, "read.by.nobody")

    done = subprocess.run(
        f"{sys.executable} -m console accounts list | true",
        shell=True,
        capture_output=True,
        text=True,
        env={**os.environ, "BEDSIDE_SERVICE": service.url, "BEDSIDE_TOKEN": service.token},
        timeout=60,
        check=False,
    )

    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [(), ("demo",)], ids=["console", "demo"])
def test_without_a_terminal_the_console_says_so_and_starts_nothing(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    home = tmp_path / "home"

    said = one_line(bedside(None, *arguments, "--home", str(home)))

    assert said == "The console needs a terminal. Open it in one; lines of text come from: bedside today --watch."
    assert not home.exists()
