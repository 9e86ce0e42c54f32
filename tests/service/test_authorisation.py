"""Who may do what: every route of the API's document, every role, and none."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from console.service.backend import Backend
from console.service.timekeeper import Timekeeper
from tests.service.making import account, as_role, listed, made, with_secret
from tests.service.test_checks import HEALTHY
from tests.service.test_workstations import enrolled, inform_staff, report

ALL = frozenset({"owner", "admin", "support", "viewer", "employee", "agent", "scrape"})
ADMINS = frozenset({"owner", "admin"})
HELPERS = ADMINS | {"support"}
STAFF = HELPERS | {"viewer"}
PEOPLE = STAFF | {"employee"}

MAY: Mapping[str, frozenset[str]] = {
    "me": ALL,
    "metrics": ADMINS | {"scrape"},
    "events": PEOPLE | {"agent"},
    "presence": STAFF,
    "ice_servers": PEOPLE | {"agent"},
    "shutdown": frozenset({"owner"}),
    "show_organisation": PEOPLE,
    "change_organisation": ADMINS,
    "create_organisation": frozenset({"owner"}),
    "list_unit": PEOPLE,
    "show_unit": PEOPLE,
    "create_unit": ADMINS,
    "list_service": PEOPLE,
    "show_service": PEOPLE,
    "create_service": ADMINS,
    "change_service": ADMINS,
    "list_account": PEOPLE,
    "show_account": PEOPLE,
    "create_account": ADMINS,
    "change_account": ADMINS,
    "list_room": PEOPLE,
    "show_room": PEOPLE,
    "create_room": ADMINS,
    "change_room": ADMINS,
    "list_place": PEOPLE,
    "show_place": PEOPLE,
    "create_place": ADMINS,
    "change_place": ADMINS,
    "list_desk": STAFF,
    "show_desk": PEOPLE,  # an employee is told that there is none
    "create_desk": ADMINS,
    "change_desk": HELPERS,
    "begin_wait": HELPERS,
    "end_wait": HELPERS,
    "list_call": PEOPLE,
    "show_call": PEOPLE,
    "create_call": HELPERS,
    "change_call": HELPERS,
    "change_seat": HELPERS | {"employee"},
    "reveal_guest": HELPERS,
    "create_link": HELPERS,
    "support_call": HELPERS,
    "revoke_link": HELPERS,
    "import_calendar": HELPERS,
    "list_workstation": PEOPLE,
    "show_workstation": PEOPLE,
    "change_workstation": HELPERS,
    "remove_workstation": HELPERS,
    "report": frozenset({"agent"}),
    "list_check": STAFF | {"agent"},
    "show_check": STAFF | {"agent"},
    "create_check": HELPERS,
    "change_check": HELPERS | {"agent"},
    "report_check": frozenset({"agent"}),
    "create_check_invitation": HELPERS,
    "list_browser_check": STAFF,
    "show_browser_check": STAFF,
    "create_enrolment": HELPERS,
    "list_alert": STAFF,
    "show_alert": PEOPLE,  # an employee is told that there is none
    "change_alert": HELPERS,
    "show_feedback": HELPERS,
    "list_token": ADMINS,
    "create_token": ADMINS,
    "revoke_token": ADMINS,
    "list_audit": HELPERS,
}
OPEN = frozenset({"health", "redeem_enrolment"})


async def operations(api: httpx.AsyncClient) -> dict[str, tuple[str, str]]:
    """Return method and path of every operation in the document."""
    document = (await api.get("/api/v1/openapi.json")).json()
    return {
        operation["operationId"]: (method.upper(), path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


@pytest.fixture
async def clients(api: httpx.AsyncClient) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """A client of each role."""
    await inform_staff(api)
    employee_id = (await account(api, "employee"))["id"]
    async with AsyncExitStack() as stack:
        found = {"owner": api, "agent": with_secret(api, (await enrolled(api))["token"])}
        for role in ALL - {"owner", "agent"}:
            found[role] = await as_role(api, role, employee_id if role == "employee" else None)
        for role in ALL - {"owner"}:
            await stack.enter_async_context(found[role])
        yield found


def attempts(all_operations: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield what is tried: with ids that nothing has, so that nothing comes of it."""
    for name, (method, path) in all_operations.items():
        yield name, method, path.replace("{thing_id}", "0").replace("{seat_id}", "0").replace("{wait_id}", "0")


async def test_every_operation_says_who_may(api: httpx.AsyncClient) -> None:
    assert set(await operations(api)) == set(MAY) | OPEN


async def test_each_role_may_what_it_may_and_no_more(
    api: httpx.AsyncClient, clients: dict[str, httpx.AsyncClient]
) -> None:
    wrong = []
    for name, method, path in attempts(await operations(api)):
        for role, client in clients.items():
            may = role in MAY.get(name, ALL)
            if may and name in {"events", "shutdown"}:
                continue  # a stream has no end, and the others still need the service
            status = (await client.request(method, path, headers={"If-Match": "*"})).status_code
            if may == (status in {401, 403}) or status >= 500:
                wrong.append((name, role, status))
    assert wrong == []


async def test_without_a_token_only_open_operations_answer(api: httpx.AsyncClient) -> None:
    async with httpx.AsyncClient(transport=api._transport, base_url=api.base_url) as nobody:
        answered = {
            name: (await nobody.request(method, path)).status_code
            for name, method, path in attempts(await operations(api))
        }
    assert {name for name, status in answered.items() if status != 401} == OPEN


async def everything(api: httpx.AsyncClient, backend: Backend) -> dict[str, dict[str, Any]]:
    """Make one thing of each kind and return them by the first word of their path."""
    await inform_staff(api)
    host = await account(api, "aino")
    token = await made(api, "tokens", name="Reception", role="viewer")
    async with with_secret(api, (await enrolled(api))["token"]) as agent:
        workstation = (await listed(api, "workstations"))[0]
        await agent.post(f"/api/v1/workstations/{workstation['id']}/reports", json=report())
    desk = await made(api, "desks", name="Asioi heti")
    things = {
        "accounts": host,
        "tokens": token,
        "units": await made(api, "units", department="Hallinto"),
        "services": await made(api, "services", name="Neuvonta", department="Hallinto"),
        "rooms": await made(api, "rooms", name="Region"),
        "places": await made(api, "places", name="Archive"),
        "desks": await made(api, f"desks/{desk['id']}/waits"),
        "calls": await made(api, "calls", host="aino", dtstart="2026-03-13T10:00:00Z", guestNames=["Kaisa"]),
        "checks": await made(api, "checks", workstationId=workstation["id"]),
        "workstations": (await listed(api, "workstations"))[0],
    }
    await made(api, "checks/invitations", accountId=host["id"])
    things["browser-checks"] = (await listed(api, "browser-checks"))[0]
    await Timekeeper(backend).tick()
    return {**things, "alerts": (await listed(api, "alerts"))[0]}


BODIES: Mapping[str, Any] = {
    "change_account": {"unit": "x"},
    "change_service": {"name": "x"},
    "change_room": {"name": "x"},
    "change_place": {"name": "x"},
    "change_desk": {"name": "x"},
    "end_wait": {"state": "left"},
    "change_call": {"status": "cancelled"},
    "change_seat": {"state": "joined"},
    "reveal_guest": {"reason": "x"},
    "change_workstation": {"name": "x"},
    "change_alert": {"state": "taken"},
    "report": report(),
    "report_check": {"diagnosis": HEALTHY},
    "change_check": {"state": "cancelled"},
}


async def test_another_organisations_things_are_not_there(api: httpx.AsyncClient, backend: Backend) -> None:
    things = await everything(api, backend)
    founded = await made(api, "organisations", name="Kela")
    tried = []
    async with AsyncExitStack() as stack:
        kela = await stack.enter_async_context(with_secret(api, founded["token"]["secret"]))
        await inform_staff(kela)
        agent = await stack.enter_async_context(with_secret(api, (await enrolled(kela))["token"]))
        for name, (method, path) in (await operations(api)).items():
            if "{thing_id}" not in path:
                continue
            thing = things[path.split("/")[3]]
            own = path.replace("{thing_id}", thing["id"])
            own = own.replace("{seat_id}", thing.get("seats", [{}])[-1].get("id", ""))
            own = own.replace("{wait_id}", thing.get("waits", [{}])[-1].get("id", ""))
            asker = agent if name in {"report", "report_check"} else kela
            answer = await asker.request(method, own, json=BODIES.get(name), headers={"If-Match": "*"})
            tried.append((name, answer.status_code))

    assert tried == [(name, 404) for name, _status in tried]
    assert {name for name, _status in tried} >= set(BODIES)
    for kind, thing in things.items():
        if kind != "tokens":
            assert (await api.get(f"/api/v1/{kind}/{thing['id']}")).json()["version"] == thing["version"], kind


async def test_call_can_refer_to_no_other_organisations_things(api: httpx.AsyncClient, backend: Backend) -> None:
    things = await everything(api, backend)
    founded = await made(api, "organisations", name="Kela")
    async with with_secret(api, founded["token"]["secret"]) as kela:
        await account(kela, "eino")
        new = {"host": "eino", "dtstart": "2026-03-13T10:00:00Z"}
        for field, kind in {"serviceId": "services", "roomId": "rooms", "placeId": "places"}.items():
            assert (await kela.post("/api/v1/calls", json={**new, field: things[kind]["id"]})).status_code == 409
        assert (await kela.post("/api/v1/calls", json={**new, "host": "aino"})).status_code == 409
        host_id = things["accounts"]["id"]
        assert (await kela.post("/api/v1/calls", json={**new, "host": host_id})).status_code == 409
        assert (await kela.post("/api/v1/enrolments", json={"name": "x", "accountId": host_id})).status_code == 409


async def test_employee_finds_only_what_is_the_employees_own(api: httpx.AsyncClient, backend: Backend) -> None:
    things = await everything(api, backend)
    other = await account(api, "eino")
    async with await as_role(api, "employee", other["id"]) as employee:
        for kind in ("accounts", "calls", "workstations", "desks", "alerts"):
            assert (await employee.get(f"/api/v1/{kind}/{things[kind]['id']}")).status_code == 404, kind
        assert [item["id"] for item in await listed(employee, "accounts")] == [other["id"]]
        for kind in ("services", "rooms", "places", "units"):
            assert (await employee.get(f"/api/v1/{kind}/{things[kind]['id']}")).status_code == 200, kind
