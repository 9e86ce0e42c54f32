"""That a thing was changed in the meantime is told before what is wrong with a change: that was meant for another."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from console.service.alerting import Alerting
from console.service.backend import Backend
from tests.service.making import account, listed, made, with_secret
from tests.service.test_workstations import enrolled, inform_staff, report

# What the service would refuse of each, or end it with; where nothing can be wrong, nothing but a change.
CHANGES: dict[str, dict[str, Any]] = {
    "change_account": {"externalId": "taken"},
    "change_alert": {"state": "later"},
    "change_call": {"host": "nobody"},
    "change_check": {"state": "cancelled"},
    "change_desk": {"staffedBy": ["nobody"]},
    "change_organisation": {"timezone": "Nowhere/Land"},
    "change_place": {"name": "taken"},
    "change_room": {"name": "taken"},
    "change_service": {"name": "taken"},
    "change_workstation": {"accountId": "nobody"},
}


def conditional(document: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield method, path and operation of what takes If-Match."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if any(each["name"] == "If-Match" for each in operation.get("parameters", ())):
                yield method, path, operation["operationId"]


@pytest.fixture
async def town(api: httpx.AsyncClient, backend: Backend) -> AsyncIterator[httpx.AsyncClient]:
    """One of everything that can be changed, and what the changes would come into conflict with."""
    await inform_staff(api)
    identity = await enrolled(api)
    async with with_secret(api, identity["token"]) as agent:
        await agent.post(f"/api/v1/workstations/{identity['workstationId']}/reports", json=report())
    host = await account(api)
    await account(api, "aino.kallio", externalId="taken")
    for path in ("rooms", "places", "desks"):
        await made(api, path, name="one")
    await made(api, "services", name="one", department="one")
    await made(api, "calls", host=host["id"], dtstart="2026-03-12T12:00:00Z")
    await made(api, "checks", workstationId=identity["workstationId"])
    await Alerting(backend).look_everywhere()
    assert await listed(api, "alerts")
    yield api


async def test_what_was_changed_in_the_meantime_is_told_first(town: httpx.AsyncClient) -> None:
    document = (await town.get("/api/v1/openapi.json")).json()
    tried = set()
    for method, path, operation in conditional(document):
        things = path.removesuffix("/{thing_id}").removeprefix("/api/v1/")
        thing = (await listed(town, things))[0]["id"] if path.endswith("}") else ""
        answer = await town.request(
            method, path.format(thing_id=thing), json=CHANGES[operation], headers={"If-Match": '"999"'}
        )
        assert answer.status_code == 412, (operation, answer.text)
        tried.add(operation)
    assert tried == set(CHANGES)
