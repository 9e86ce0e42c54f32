"""`bedside calls import` as it is typed, against a real service."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.conftest import ServiceProcess
from tests.service.calendar_files import calendar, event
from tests.service.making import account

HOST = "ORGANIZER:mailto:maija.saari@example.org"
WEEKLY = event("weekly", HOST, "SUMMARY:Matti Virtanen", "RRULE:FREQ=WEEKLY", start="20250106T090000")


@pytest.fixture
async def service(serve: Callable[..., ServiceProcess]) -> ServiceProcess:
    started = serve()
    async with httpx.AsyncClient(base_url=started.url, headers=started.headers) as client:
        await account(client)
    return started


def bedside(service: ServiceProcess, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "console", "calls", *arguments, "--service", service.url],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "BEDSIDE_TOKEN": service.token},
    )


def write(directory: Path, data: bytes, name: str = "calendar.ics") -> str:
    path = directory / name
    path.write_bytes(data)
    return str(path)


def test_calendar_is_imported_once_however_often(service: ServiceProcess, tmp_path: Path) -> None:
    file = write(tmp_path, calendar(WEEKLY))

    first = bedside(service, "import", file, "--json")
    second = bedside(service, "import", file)

    created = json.loads(first.stdout)["created"]
    assert (first.returncode, second.returncode, first.stderr, second.stderr) == (0, 0, "", "")
    assert 61 <= created <= 63
    assert second.stdout == f"Calls: 0 created, 0 changed, 0 cancelled, {created} as they were.\n"
    assert len(json.loads(bedside(service, "list", "--json", "--limit", "1000").stdout)["items"]) == created


def test_what_was_left_out_is_said(service: ServiceProcess, tmp_path: Path) -> None:
    others = [
        event("private", HOST, "CLASS:PRIVATE", start="20990105T090000"),
        event("nobodys", start="20990105T090000"),
        event("holiday", "DTSTART;VALUE=DATE:20990105", start=""),
        event("zone", HOST, "DTSTART;TZID=Nowhere:20250105T090000", "DURATION:PT1H", start=""),
    ]

    said = bedside(service, "import", write(tmp_path, calendar(*others)))

    assert said.returncode == 0
    assert said.stdout.splitlines()[1:] == [
        "1 private event was left out.",
        "1 event was left out: nobody in it has an account. To take it, name its host with --host.",
        "1 event was left out: it lasts all day, or no time at all.",
        'The time zone "Nowhere" is not known: its times are taken as the town\'s (Europe/Helsinki).',
    ]


def test_calendar_with_a_refused_event_is_done_in_part(service: ServiceProcess, tmp_path: Path) -> None:
    file = write(tmp_path, calendar(WEEKLY, event("often", HOST, "RRULE:FREQ=MINUTELY")))

    said = bedside(service, "import", file)

    assert said.returncode == 1
    assert said.stdout.splitlines()[1:] == ["1 event was refused: it repeats more often than once a day."]
    assert said.stderr == "1 event was refused: mend it in the calendar, then import it again.\n"


def test_what_can_not_be_imported_is_told_in_one_line(service: ServiceProcess, tmp_path: Path) -> None:
    for file, told in {
        write(tmp_path, b"PK\x03\x04", "sheet.xlsx"): "This is not a calendar file.",
        write(tmp_path, b"BEGIN:VCALENDAR\r\n" + b" " * 20_000_000): "The calendar file is larger than 20 MB.",
        str(tmp_path / "nothing.ics"): "can't be read.",
    }.items():
        said = bedside(service, "import", file)

        assert (said.returncode, said.stdout) == (2, "")
        assert told in said.stderr
        assert said.stderr.count("\n") == 1


def test_host_can_be_named_and_all_needs_one(service: ServiceProcess, tmp_path: Path) -> None:
    file = write(tmp_path, calendar(event("nobodys", start="20990105T090000")))

    everyone = bedside(service, "import", file, "--all")
    named = bedside(service, "import", file, "--host", "Maija.Saari", "--json")
    nobody = bedside(service, "import", file, "--host", "nobody")

    assert (everyone.returncode, named.returncode, nobody.returncode) == (2, 0, 2)
    assert "--host USERNAME" in everyone.stderr
    assert json.loads(named.stdout)["skippedNoHost"] == 0
    assert "no account nobody" in nobody.stderr
