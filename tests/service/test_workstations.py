"""Enrolments, workstations and what agents report, over the API."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.conftest import SetClock
from tests.service.making import account, as_role, changed, listed, made, with_secret

MACHINE = {
    "hostname": "pc-0231",
    "system": "Debian 12",
    "cpuPercent": 3.5,
    "cpuCount": 4,
    "memoryTotal": 8_000_000_000,
    "memoryPercent": 40.0,
    "diskTotal": 200_000_000_000,
    "diskPercent": 50.0,
    "uptime": 3600,
}
HEADSET = {"deviceId": "jabra", "kind": "audioinput", "label": "Jabra 20", "isDefault": True}


def report(**fields: Any) -> dict[str, Any]:
    return {"at": "2026-03-12T10:00:00Z", "life": "a", "machine": MACHINE, **fields}


def removal(number: int) -> dict[str, Any]:
    return {"number": number, "at": "2026-03-12T10:00:00Z", "change": "removed", "device": HEADSET}


async def inform_staff(api: httpx.AsyncClient) -> None:
    answer = await api.patch("/api/v1/organisation", json={"staffInformedOn": "2026-03-12"}, headers={"If-Match": "*"})
    assert answer.is_success


async def enrolled(api: httpx.AsyncClient, **fields: object) -> dict[str, Any]:
    code = (await made(api, "enrolments", name="PC-0231", **fields))["code"]
    return await made(api, "enrolments/redeem", code=code)


@pytest.fixture
async def identity(api: httpx.AsyncClient) -> dict[str, Any]:
    await inform_staff(api)
    return await enrolled(api)


@pytest.fixture
async def agent(api: httpx.AsyncClient, identity: dict[str, Any]) -> AsyncIterator[httpx.AsyncClient]:
    async with with_secret(api, identity["token"]) as client:
        yield client


async def send(agent: httpx.AsyncClient, identity: dict[str, Any], **fields: Any) -> None:
    answer = await agent.post(f"/api/v1/workstations/{identity['workstationId']}/reports", json=report(**fields))
    assert answer.status_code == 204, answer.text


async def shown(api: httpx.AsyncClient, identity: dict[str, Any]) -> dict[str, Any]:
    workstation: dict[str, Any] = (await api.get(f"/api/v1/workstations/{identity['workstationId']}")).json()
    return workstation


async def test_no_code_is_made_before_staff_were_informed(api: httpx.AsyncClient) -> None:
    answer = await api.post("/api/v1/enrolments", json={"name": "PC-0231"})
    assert (answer.status_code, answer.json()["title"]) == (409, "The staff have not been told yet what agents report.")

    await api.patch("/api/v1/organisation", json={"staffInformedOn": "2026-03-13"}, headers={"If-Match": "*"})
    assert (await api.post("/api/v1/enrolments", json={"name": "PC-0231"})).status_code == 409

    await inform_staff(api)
    assert (await api.post("/api/v1/enrolments", json={"name": "PC-0231"})).status_code == 201


async def test_code_opens_nothing_while_staff_are_not_informed_any_more(api: httpx.AsyncClient) -> None:
    await inform_staff(api)
    code = (await made(api, "enrolments", name="Reception"))["code"]
    organisation = (await api.get("/api/v1/organisation")).json()
    seen = {"If-Match": f'"{organisation["version"]}"'}
    assert (await api.patch("/api/v1/organisation", json={"staffInformedOn": None}, headers=seen)).is_success

    refused = await api.post("/api/v1/enrolments/redeem", json={"code": code})

    assert refused.status_code == 409
    assert await listed(api, "workstations") == []


async def test_code_works_once(api: httpx.AsyncClient) -> None:
    await inform_staff(api)
    code = (await made(api, "enrolments", name="PC-0231"))["code"]

    async with httpx.AsyncClient(transport=api._transport, base_url=api.base_url) as anybody:
        first = await anybody.post("/api/v1/enrolments/redeem", json={"code": code.lower()})
        second = await anybody.post("/api/v1/enrolments/redeem", json={"code": code})

    assert (first.status_code, second.status_code) == (201, 404)
    assert [item["name"] for item in await listed(api, "workstations")] == ["PC-0231"]


async def test_code_works_for_a_day(api: httpx.AsyncClient, clock: SetClock) -> None:
    await inform_staff(api)
    code = (await made(api, "enrolments", name="PC-0231"))["code"]
    clock.forward(timedelta(hours=24))

    assert (await api.post("/api/v1/enrolments/redeem", json={"code": code})).status_code == 404


async def test_who_guesses_codes_must_wait_a_minute(api: httpx.AsyncClient, clock: SetClock) -> None:
    await inform_staff(api)
    code = (await made(api, "enrolments", name="PC-0231"))["code"]

    async def tried(code: str) -> httpx.Response:
        return await api.post("/api/v1/enrolments/redeem", json={"code": code})

    assert [(await tried("AAA-AAA")).status_code for _n in range(11)] == [404] * 10 + [429]
    refused = await tried(code)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    clock.forward(timedelta(minutes=1))
    assert (await tried(code)).status_code == 201


async def test_report_shows_the_machine_and_its_devices(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    await send(agent, identity, inventory={"devices": [HEADSET], "source": "pulse"}, changes=[removal(1)])

    workstation = await shown(api, identity)
    assert workstation["online"] is True
    assert workstation["lastSeenAt"] == "2026-03-12T10:00:00Z"
    assert workstation["machine"]["hostname"] == "pc-0231"
    assert workstation["inventory"]["devices"] == [HEADSET]
    assert [change["number"] for change in workstation["changes"]] == [1]


async def test_inventory_stays_when_a_report_leaves_it_out(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    await send(agent, identity, inventory={"devices": [HEADSET]})
    await send(agent, identity)

    assert (await shown(api, identity))["inventory"]["devices"] == [HEADSET]


async def test_change_that_is_sent_again_is_taken_once(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    await send(agent, identity, changes=[removal(1), removal(2)])
    await send(agent, identity, changes=[removal(2), removal(3)])
    assert [change["number"] for change in (await shown(api, identity))["changes"]] == [3, 2, 1]

    await send(agent, identity, life="b")
    await send(agent, identity, life="b", changes=[removal(1)])
    assert [change["number"] for change in (await shown(api, identity))["changes"]] == [1, 3, 2, 1]


@pytest.mark.parametrize("number", [0, 2**31, 10**30])
async def test_number_that_no_change_can_have_is_refused(
    agent: httpx.AsyncClient, identity: dict[str, Any], number: int
) -> None:
    path = f"/api/v1/workstations/{identity['workstationId']}/reports"

    assert (await agent.post(path, json=report(changes=[removal(number)]))).status_code == 400


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
async def test_change_at_a_time_with_which_nobody_can_reckon_is_refused(
    agent: httpx.AsyncClient, identity: dict[str, Any], at: str
) -> None:
    path = f"/api/v1/workstations/{identity['workstationId']}/reports"

    assert (await agent.post(path, json=report(changes=[{**removal(1), "at": at}]))).status_code == 400


async def test_heartbeat_is_told_once_a_minute_and_never_audited(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any], clock: SetClock
) -> None:
    audited = await listed(api, "audit")
    versions = []
    for _n in range(5):
        await send(agent, identity)
        workstation = await shown(api, identity)
        versions.append(workstation["version"])
        assert workstation["lastSeenAt"] == clock.now.isoformat().replace("+00:00", "Z")
        clock.forward(timedelta(seconds=30))

    assert versions == [2, 2, 3, 3, 4]
    assert await listed(api, "audit") == audited


async def test_agent_reports_for_its_own_workstation_and_reads_nothing(
    api: httpx.AsyncClient, agent: httpx.AsyncClient
) -> None:
    other = await enrolled(api)

    answer = await agent.post(f"/api/v1/workstations/{other['workstationId']}/reports", json=report())

    assert answer.status_code == 404
    for path in ("workstations", "accounts", "calls", "organisation", "audit"):
        assert (await agent.get(f"/api/v1/{path}")).status_code == 403


async def test_nobody_else_reports(api: httpx.AsyncClient, identity: dict[str, Any]) -> None:
    path = f"/api/v1/workstations/{identity['workstationId']}/reports"

    assert (await api.post(path, json=report())).status_code == 403


async def test_employee_sees_the_own_workstation_only(api: httpx.AsyncClient, identity: dict[str, Any]) -> None:
    aino = await account(api, "aino")
    own = await enrolled(api, accountId=aino["id"])
    async with await as_role(api, "employee", aino["id"]) as employee:
        assert [item["id"] for item in await listed(employee, "workstations")] == [own["workstationId"]]


async def test_support_gives_a_workstation_to_somebody(api: httpx.AsyncClient, identity: dict[str, Any]) -> None:
    aino = await account(api, "aino")
    async with await as_role(api, "support") as support:
        after = await changed(support, "workstations", await shown(api, identity), accountId=aino["id"])

    assert after["accountId"] == aino["id"]


async def test_removed_workstation_reports_no_more(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    await send(agent, identity)
    path = f"/api/v1/workstations/{identity['workstationId']}"

    assert (await api.delete(path)).status_code == 204

    assert (await agent.post(f"{path}/reports", json=report())).status_code == 401
    assert (await api.get(path)).status_code == 404
