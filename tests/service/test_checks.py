"""Runs of checks on workstations: asked, answered, done, and what of them is kept."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from console.domain.tokens import Principal, TokenRole
from console.service.backend import Backend
from console.service.hub import Listener, drain
from console.service.timekeeper import Timekeeper
from tests.conftest import SetClock
from tests.service.making import as_role, changed, listed, made, with_secret
from tests.service.test_workstations import enrolled, inform_staff, report

HEALTHY = {"verdict": "healthy", "at": "2026-03-12T10:00:00Z", "seconds": 3.5}
MUTED = {
    "verdict": "fault",
    "at": "2026-03-12T10:00:00Z",
    "seconds": 3.5,
    "causes": [{"code": "microphone-muted", "certainty": "certain", "subject": "Jabra 20"}],
    "evidence": {"startedAt": "2026-03-12T10:00:00Z"},
}


@pytest.fixture
async def identity(api: httpx.AsyncClient) -> dict[str, Any]:
    await inform_staff(api)
    return await enrolled(api)


@pytest.fixture
async def agent(api: httpx.AsyncClient, identity: dict[str, Any]) -> AsyncIterator[httpx.AsyncClient]:
    async with with_secret(api, identity["token"]) as client:
        answer = await client.post(f"/api/v1/workstations/{identity['workstationId']}/reports", json=report())
        assert answer.status_code == 204
        yield client


async def asked(api: httpx.AsyncClient, identity: dict[str, Any]) -> dict[str, Any]:
    return await made(api, "checks", workstationId=identity["workstationId"], complaint="cannot-be-heard")


async def goes_on(client: httpx.AsyncClient, run: dict[str, Any], state: str, **fields: Any) -> httpx.Response:
    return await client.patch(
        f"/api/v1/checks/{run['id']}", json={"state": state, **fields}, headers={"If-Match": f'"{run["version"]}"'}
    )


async def shown(api: httpx.AsyncClient, identity: dict[str, Any]) -> dict[str, Any]:
    workstation: dict[str, Any] = (await api.get(f"/api/v1/workstations/{identity['workstationId']}")).json()
    return workstation


async def test_what_was_asked_answered_and_found_is_shown_and_on_record(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    run = await asked(api, identity)
    assert (run["state"], run["askedBy"]) == ("asked", "tester")
    assert [one["id"] for one in await listed(agent, "checks")] == [run["id"]]

    running = (await goes_on(agent, run, "running")).json()
    assert running["answeredAt"] == "2026-03-12T10:00:00Z"
    done = (await goes_on(agent, running, "done", diagnosis=MUTED)).json()

    assert (done["state"], done["diagnosis"]["verdict"]) == ("done", "fault")
    assert done["diagnosis"]["evidence"] is None
    assert (await shown(api, identity))["latestCheck"] == {
        "at": "2026-03-12T10:00:00Z",
        "outcome": "fault",
        "causes": ["microphone-muted"],
        "withSound": True,
    }
    acts = [entry["action"] for entry in await listed(api, "audit", subject=run["id"])]
    assert acts == ["check.done", "check.running", "check.created"]


async def test_a_no_is_a_no(api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]) -> None:
    refused = (await goes_on(agent, await asked(api, identity), "refused")).json()

    assert (refused["state"], refused["endedAt"]) == ("refused", "2026-03-12T10:00:00Z")
    assert (await goes_on(agent, refused, "running")).status_code == 409


async def test_no_answer_is_a_no(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any], backend: Backend, clock: SetClock
) -> None:
    run = await asked(api, identity)
    clock.forward(timedelta(seconds=90))
    await Timekeeper(backend).tick()

    assert (await api.get(f"/api/v1/checks/{run['id']}")).json()["state"] == "unanswered"


async def test_a_workstation_that_is_offline_or_busy_is_not_asked(
    api: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    new = {"workstationId": identity["workstationId"]}
    offline = await api.post("/api/v1/checks", json=new)
    assert (offline.status_code, offline.json()["title"]) == (
        409,
        "This workstation is offline, so its user can't be asked.",
    )
    async with with_secret(api, identity["token"]) as agent:
        await agent.post(f"/api/v1/workstations/{identity['workstationId']}/reports", json=report())
    assert (await api.post("/api/v1/checks", json=new)).status_code == 201
    assert (await api.post("/api/v1/checks", json=new)).status_code == 409


async def test_only_support_cancels_and_only_the_agent_answers(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    run = await asked(api, identity)

    assert (await goes_on(api, run, "running")).status_code == 403
    assert (await goes_on(agent, run, "cancelled")).status_code == 403
    assert (await goes_on(api, run, "cancelled")).json()["state"] == "cancelled"


async def test_a_result_comes_with_done_and_with_nothing_else(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    run = (await goes_on(agent, await asked(api, identity), "running")).json()

    assert (await goes_on(agent, run, "done")).status_code == 400
    assert (await goes_on(agent, run, "failed", diagnosis=HEALTHY)).status_code == 400


async def test_an_agent_tells_what_it_found_by_itself_of_its_own_workstation_only(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    other = await enrolled(api)
    own = f"/api/v1/workstations/{identity['workstationId']}/checks"

    assert (await agent.post(own, json={"diagnosis": HEALTHY})).status_code == 201
    elsewhere = own.replace(identity["workstationId"], other["workstationId"])
    assert (await agent.post(elsewhere, json={"diagnosis": HEALTHY})).status_code == 404

    assert [(run["state"], run["depth"], run["askedBy"]) for run in await listed(api, "checks")] == [
        ("done", "silent", None)
    ]
    assert (await shown(api, identity))["latestCheck"]["outcome"] == "healthy"


async def test_an_agent_sees_the_runs_of_its_own_workstation_only(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    run = await asked(api, identity)
    other = await enrolled(api)
    async with with_secret(api, other["token"]) as stranger:
        assert await listed(stranger, "checks") == []
        assert (await stranger.get(f"/api/v1/checks/{run['id']}")).status_code == 404
        assert (await goes_on(stranger, run, "running")).status_code == 404


async def test_runs_are_listed_newest_first_from_a_time_on(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any], clock: SetClock
) -> None:
    first = await asked(api, identity)
    await goes_on(agent, first, "refused")
    clock.forward(timedelta(hours=1))
    second = await asked(api, identity)

    assert [run["id"] for run in await listed(api, "checks")] == [second["id"], first["id"]]
    late = await listed(api, "checks", **{"from": "2026-03-12T10:30:00Z"})
    assert [run["id"] for run in late] == [second["id"]]


async def test_a_viewer_looks_on_and_asks_for_nothing(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    run = await asked(api, identity)
    async with await as_role(api, "viewer") as viewer:
        assert [one["id"] for one in await listed(viewer, "checks")] == [run["id"]]
        assert (
            await viewer.post("/api/v1/checks", json={"workstationId": identity["workstationId"]})
        ).status_code == 403


async def test_an_agent_hears_of_its_own_workstations_runs_and_of_nothing_else(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any], backend: Backend
) -> None:
    own, other = [Listener(one) for one in await _agents(api, identity)]
    backend.hub.join(own)
    backend.hub.join(other)

    run = await asked(api, identity)
    await made(api, "rooms", name="Region")
    await made(api, "organisations", name="Kela")  # is written after, so what came before has been told by now
    backend.hub.close()

    heard = [message async for message in drain(own)]
    assert [message.name for message in heard] == ["change", "stop"]
    assert run["id"].encode() in heard[0].data
    assert [message.name async for message in drain(other)] == ["stop"]


async def _agents(api: httpx.AsyncClient, identity: dict[str, Any]) -> list[Principal]:
    organisation = (await api.get("/api/v1/organisation")).json()["id"]
    workstations = [identity["workstationId"], (await enrolled(api))["workstationId"]]
    return [
        Principal(token_id=one, name=one, role=TokenRole.AGENT, organisation_id=organisation, workstation_id=one)
        for one in workstations
    ]


async def test_a_removed_workstation_takes_its_runs_with_it_and_everyone_hears_of_it(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any], backend: Backend
) -> None:
    run = await asked(api, identity)
    listener = Listener(await backend.principal(backend.owner_secret))
    backend.hub.join(listener)

    assert (await api.delete(f"/api/v1/workstations/{identity['workstationId']}")).status_code == 204
    backend.hub.close()

    told = [msgspec.json.decode(message.data) async for message in drain(listener) if message.name == "change"]
    assert [event["removed"] for event in told if event["topic"] == "check"] == [[run["id"]]]
    assert await listed(api, "checks") == []


async def test_a_run_is_held_against_the_baseline_that_the_workstation_had_when_it_was_asked_for(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any]
) -> None:
    earlier = {"at": "2026-03-01T10:00:00Z", "inputLabel": "Jabra 20", "outputLabel": "Jabra 20", "level": -22.0}
    await changed(api, "workstations", await shown(api, identity), baseline=earlier)

    run = await asked(api, identity)

    assert (run["heldAgainst"]["level"], run["heldAgainst"]["inputLabel"]) == (-22.0, "Jabra 20")


@pytest.mark.parametrize(
    ("found", "where"),
    [
        ({"measures": {str(number): 1.0 for number in range(501)}}, "diagnosis.measures"),
        ({"causes": [{**MUTED["causes"][0], "subject": "J" * 1001}]}, "diagnosis.causes.subject"),
        ({"measures": {"m" * 1001: 1.0}}, "diagnosis.measures"),
        ({"causes": [{**MUTED["causes"][0], "subject": "J"}] * 501}, "diagnosis.causes"),
    ],
)
async def test_a_result_with_more_in_it_than_any_test_finds_is_refused(
    api: httpx.AsyncClient, agent: httpx.AsyncClient, identity: dict[str, Any], found: dict[str, Any], where: str
) -> None:
    run = (await goes_on(agent, await asked(api, identity), "running")).json()
    diagnosis = {**HEALTHY, **found}

    own = f"/api/v1/workstations/{identity['workstationId']}/checks"
    for answer in (
        await agent.post(own, json={"diagnosis": diagnosis}),
        await goes_on(agent, run, "done", diagnosis=diagnosis),
    ):
        assert answer.status_code == 422, answer.text
        assert answer.json()["detail"] == where
    assert (await goes_on(agent, run, "done", diagnosis=MUTED)).status_code == 200
