"""`bedside check invite`: a link and a code, told once."""

import json
import re

import httpx
import pytest

from tests.cli.test_commands import bedside, created, one_line
from tests.conftest import ServiceProcess
from tests.service.making import listed


@pytest.fixture
def service(shared_service: ServiceProcess) -> ServiceProcess:
    return shared_service


def test_a_guest_is_invited_by_the_number_of_the_seat(service: ServiceProcess) -> None:
    created(service)
    made = bedside(service, "calls", "create", "--host", "maija.saari", "--at", "23:00", "--guests", "2", "--json")
    call = json.loads(made.stdout)
    told = bedside(service, "check", "invite", "--call", call["id"], "--seat", "2", "--json")
    assert told.returncode == 0, told.stderr
    invitation = json.loads(told.stdout)
    assert set(invitation) == {"id", "url", "code", "expiresAt"}
    check = httpx.get(f"{service.url}/api/v1/browser-checks/{invitation['id']}", headers=service.headers).json()
    assert check["seatId"] == next(seat["id"] for seat in call["seats"] if seat["number"] == 2)
    opened = httpx.post(f"{service.url}/check", json={"code": invitation["code"]})
    assert opened.is_success
    assert "guest 3" in one_line(bedside(service, "check", "invite", "--call", call["id"], "--seat", "3"))


async def test_an_employee_is_invited_in_words(service: ServiceProcess) -> None:
    account = created(service, "anna.aalto")
    told = bedside(service, "check", "invite", "--account", "anna.aalto")
    assert told.returncode == 0, told.stderr
    link, code, good = told.stdout.splitlines()
    assert link.startswith(f"Link: {service.url}/check#bedside_")
    assert re.fullmatch(r"Code: [2-9A-Z]{4}-[2-9A-Z]{4}", code)
    assert re.fullmatch(r"Either works once, until \d\d:\d\d\.", good)
    async with httpx.AsyncClient(base_url=service.url, headers=service.headers) as api:
        assert [one["stage"] for one in await listed(api, "browser-checks", account=str(account["id"]))] == ["invited"]


def test_nobody_and_somebody_unknown_are_said_in_one_line(service: ServiceProcess) -> None:
    assert "--call" in one_line(bedside(service, "check", "invite"))
    assert "There is no account nobody" in one_line(bedside(service, "check", "invite", "--account", "nobody"))
