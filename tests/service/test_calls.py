"""Calls and their seats over the API."""

from datetime import timedelta

import httpx
import pytest

from console.domain.retention import GUEST_NAME_AFTER_CALL
from tests.conftest import SetClock
from tests.service.making import account, as_role, changed, listed, made


async def call(api: httpx.AsyncClient, host: str, **fields: object) -> dict:
    return await made(api, "calls", host=host, **{"dtstart": "2026-03-12T12:00:00+02:00", **fields})


async def sit(api: httpx.AsyncClient, call: dict, number: int, state: str, **fields: str) -> httpx.Response:
    path = f"/api/v1/calls/{call['id']}/seats/{call['seats'][number]['id']}"
    return await api.patch(path, json={"state": state, **fields})


async def test_support_schedules_a_call_by_user_name(api: httpx.AsyncClient) -> None:
    host = await account(api, department="Sivistysosasto")
    async with await as_role(api, "support") as support:
        made_call = await call(support, "MAIJA.saari", guests=2)

    assert made_call["hostId"] == host["id"]
    assert made_call["dtend"] == "2026-03-12T10:30:00Z"
    assert made_call["department"] == "Sivistysosasto"
    assert [(seat["role"], seat["number"]) for seat in made_call["seats"]] == [("host", 1), ("guest", 1), ("guest", 2)]


async def test_call_for_nobody_is_refused(api: httpx.AsyncClient) -> None:
    answer = await api.post("/api/v1/calls", json={"host": "nobody", "dtstart": "2026-03-12T12:00:00Z"})

    assert (answer.status_code, answer.json()["title"]) == (409, "There is no account nobody.")


async def test_call_that_ends_before_it_starts_is_refused(api: httpx.AsyncClient) -> None:
    await account(api)
    times = {"dtstart": "2026-03-12T12:00:00Z", "dtend": "2026-03-12T11:00:00Z"}

    answer = await api.post("/api/v1/calls", json={"host": "maija.saari", **times})

    assert answer.status_code == 422


async def test_time_without_an_offset_is_refused(api: httpx.AsyncClient) -> None:
    answer = await api.post("/api/v1/calls", json={"host": "maija.saari", "dtstart": "2026-03-12T12:00:00"})

    assert answer.status_code == 400


async def test_list_is_narrowed_by_time_host_and_status(api: httpx.AsyncClient) -> None:
    for name in ("aino", "eino"):
        await account(api, name)
    first = await call(api, "aino", dtstart="2026-03-12T08:00:00Z")
    second = await call(api, "eino", dtstart="2026-03-12T12:00:00Z")
    await changed(api, "calls", second, status="cancelled")

    async def found(**params: str) -> list[str]:
        return [item["id"] for item in await listed(api, "calls", **params)]

    assert await found() == [first["id"], second["id"]]
    assert await found(**{"from": "2026-03-12T08:29:59Z"}) == [first["id"], second["id"]]
    assert await found(**{"from": "2026-03-12T08:30:00Z"}) == [second["id"]]
    assert await found(to="2026-03-12T12:00:00Z") == [first["id"]]
    assert await found(host="EINO") == [second["id"]]
    assert await found(status="scheduled,running") == [first["id"]]
    assert (await api.get("/api/v1/calls", params={"status": "scheduled,lost"})).status_code == 400


async def test_call_runs_while_two_are_there_and_ends_when_all_have_left(
    api: httpx.AsyncClient, clock: SetClock
) -> None:
    host = await account(api)
    made_call = await call(api, "maija.saari")

    seen = []
    for number, state in ((1, "waiting"), (0, "joined"), (1, "joined"), (1, "left"), (0, "left")):
        clock.forward(timedelta(minutes=1))
        seen.append((await sit(api, made_call, number, state)).json())

    assert [after["status"] for after in seen] == ["waiting", "waiting", "running", "running", "ended"]
    assert seen[-1]["startedAt"] == "2026-03-12T10:03:00Z"
    assert seen[-1]["endedAt"] == "2026-03-12T10:05:00Z"
    assert (await sit(api, made_call, 1, "joined")).status_code == 409
    host_after = (await api.get(f"/api/v1/accounts/{host['id']}")).json()
    assert host_after["signedInAt"] == host_after["lastUsedAt"] == "2026-03-12T10:02:00Z"
    assert host_after["onboardingStage"] == "signed-in"


async def test_running_call_is_ended_by_hand_and_not_cancelled(api: httpx.AsyncClient) -> None:
    await account(api)
    made_call = await call(api, "maija.saari")
    for number in (0, 1):
        running = (await sit(api, made_call, number, "joined")).json()
    path, seen = f"/api/v1/calls/{running['id']}", {"If-Match": "*"}

    assert (await api.patch(path, json={"status": "cancelled"}, headers=seen)).status_code == 409
    assert (await api.patch(path, json={"status": "missed"}, headers=seen)).status_code == 422
    ended = (await api.patch(path, json={"status": "ended"}, headers=seen)).json()

    assert ended["status"] == "ended"
    assert {seat["state"] for seat in ended["seats"]} == {"left"}
    assert (await api.patch(path, json={"dtend": "2026-03-12T15:00:00Z"}, headers=seen)).status_code == 409


class TestDemonstration:
    """A town that is invented has a past that was told afterwards."""

    @pytest.fixture
    def demonstration(self) -> bool:
        return True

    async def test_what_happened_earlier_has_its_true_time(self, api: httpx.AsyncClient) -> None:
        await account(api)
        made_call = await call(api, "maija.saari", dtstart="2026-03-12T09:00:00Z")

        await sit(api, made_call, 1, "waiting", at="2026-03-12T10:58:00+02:00")
        await sit(api, made_call, 0, "joined", at="2026-03-12T09:02:00Z")
        await sit(api, made_call, 1, "joined", at="2026-03-12T09:02:20Z")
        await sit(api, made_call, 1, "left", at="2026-03-12T09:29:00Z")
        ended = (await sit(api, made_call, 0, "left", at="2026-03-12T09:29:04Z")).json()

        assert (ended["startedAt"], ended["endedAt"]) == ("2026-03-12T09:02:20Z", "2026-03-12T09:29:04Z")
        assert [seat["since"] for seat in ended["seats"]] == ["2026-03-12T09:29:04Z", "2026-03-12T09:29:00Z"]
        [host] = await listed(api, "accounts")
        assert (host["signedInAt"], host["lastUsedAt"]) == ("2026-03-12T09:02:00Z", "2026-03-12T09:02:00Z")

    async def test_a_time_to_come_or_before_the_latest_is_refused(self, api: httpx.AsyncClient) -> None:
        await account(api)
        made_call = await call(api, "maija.saari")
        await sit(api, made_call, 1, "waiting", at="2026-03-12T09:58:00Z")

        for at in ("2026-03-12T10:00:01Z", "2026-03-12T09:57:59Z"):
            assert (await sit(api, made_call, 0, "joined", at=at)).status_code == 422


async def test_nobody_writes_the_past_of_a_real_town(api: httpx.AsyncClient) -> None:
    await account(api)
    made_call = await call(api, "maija.saari")

    answer = await sit(api, made_call, 0, "joined", at="2026-03-12T09:59:00Z")

    assert answer.status_code == 422
    assert answer.json()["title"] == "What people do in a call is told when they do it."


async def test_another_host_takes_the_hosts_seat(api: httpx.AsyncClient) -> None:
    await account(api, "aino", department="Hallinto")
    eino = await account(api, "eino", department="Tekninen osasto")
    before = await call(api, "aino")

    after = await changed(api, "calls", before, host="eino")

    assert after["hostId"] == after["seats"][0]["accountId"] == eino["id"]
    assert after["department"] == "Tekninen osasto"


async def test_employee_sees_and_tells_of_own_calls_only(api: httpx.AsyncClient) -> None:
    aino = await account(api, "aino")
    await account(api, "eino")
    own, other = await call(api, "aino"), await call(api, "eino")
    async with await as_role(api, "employee", aino["id"]) as employee:
        assert [item["id"] for item in await listed(employee, "calls")] == [own["id"]]
        assert (await employee.get(f"/api/v1/calls/{other['id']}")).status_code == 404
        assert (await sit(employee, own, 0, "joined")).json()["status"] == "waiting"
        assert (await sit(employee, other, 0, "joined")).status_code == 404
        assert (
            await employee.post("/api/v1/calls", json={"host": "aino", "dtstart": own["dtstart"]})
        ).status_code == 403


async def test_confidential_service_is_known_to_the_host_alone(api: httpx.AsyncClient) -> None:
    aino = await account(api, "aino", department="Hallinto")
    service = await made(api, "services", name="Lastensuojelu", department="Perusturvaosasto", confidential=True)
    made_call = await call(api, "aino", serviceId=service["id"])
    path = f"/api/v1/calls/{made_call['id']}"

    assert (made_call["serviceId"], made_call["department"]) == (None, "Perusturvaosasto")
    assert (await api.get(path)).json()["serviceId"] is None
    assert (await changed(api, "calls", made_call, dtend="2026-03-12T11:00:00Z"))["serviceId"] is None
    assert service["id"] not in (await api.get("/api/v1/audit", params={"subject": made_call["id"]})).text
    async with await as_role(api, "employee", aino["id"]) as host:
        assert (await host.get(path)).json()["serviceId"] == service["id"]


async def test_calls_follow_when_a_service_becomes_confidential(api: httpx.AsyncClient) -> None:
    await account(api, "aino")
    service = await made(api, "services", name="Neuvonta", department="Hallinto")
    ahead, over = await call(api, "aino", serviceId=service["id"]), await call(api, "aino", serviceId=service["id"])
    await changed(api, "calls", over, status="cancelled")

    await changed(api, "services", service, confidential=True)

    confidential = {item["id"]: item["confidential"] for item in await listed(api, "calls")}
    assert confidential == {ahead["id"]: True, over["id"]: False}


async def test_support_learns_a_guests_name_for_a_reason_that_is_on_record(api: httpx.AsyncClient) -> None:
    await account(api)
    made_call = await call(api, "maija.saari", guestNames=["Kaisa Korhonen"])
    path = f"/api/v1/calls/{made_call['id']}/seats/{made_call['seats'][1]['id']}/reveal"

    async with await as_role(api, "support") as support:
        answer = await support.post(path, json={"reason": "She has to be rung up"})
    async with await as_role(api, "viewer") as viewer:
        assert (await viewer.post(path, json={"reason": "Curious"})).status_code == 403

    assert answer.json()["name"] == "Kaisa Korhonen"
    entry = (await listed(api, "audit", subject=made_call["id"]))[0]
    assert (entry["action"], entry["reason"], entry["actor"]) == (
        "call.guest-revealed",
        "She has to be rung up",
        "support's",
    )
    for read in ("audit", "calls", f"calls/{made_call['id']}"):
        assert "Korhonen" not in (await api.get(f"/api/v1/{read}")).text


async def test_guests_name_is_forgotten_a_month_after_the_call(api: httpx.AsyncClient, clock: SetClock) -> None:
    await account(api)
    made_call = await call(api, "maija.saari", guestNames=["Kaisa Korhonen"])
    path = f"/api/v1/calls/{made_call['id']}/seats/{made_call['seats'][1]['id']}/reveal"
    await changed(api, "calls", made_call, dtend="2026-03-12T11:00:00Z")

    clock.forward(timedelta(hours=1) + GUEST_NAME_AFTER_CALL - timedelta(seconds=1))
    assert (await api.post(path, json={"reason": "x"})).status_code == 200
    clock.forward(timedelta(seconds=1))
    assert (await api.post(path, json={"reason": "x"})).status_code == 404


async def test_host_has_no_name_to_reveal(api: httpx.AsyncClient) -> None:
    await account(api)
    made_call = await call(api, "maija.saari")
    path = f"/api/v1/calls/{made_call['id']}/seats/{made_call['seats'][0]['id']}/reveal"

    assert (await api.post(path, json={"reason": "x"})).status_code == 404
