"""Queue desks and waits over the API."""

from datetime import timedelta

import httpx

from tests.conftest import SetClock
from tests.service.making import account, as_role, changed, listed, made


async def wait(api: httpx.AsyncClient, desk: dict) -> dict:
    return await made(api, f"desks/{desk['id']}/waits")


async def test_support_opens_and_staffs_a_desk(api: httpx.AsyncClient) -> None:
    desk = await made(api, "desks", name="Asioi heti", department="Hallinto")
    aino = await account(api, "aino")
    async with await as_role(api, "support") as support:
        after = await changed(support, "desks", desk, isOpen=True, staffedBy=[aino["id"]])

    assert (after["isOpen"], after["staffedBy"]) == (True, [aino["id"]])
    answer = await api.patch(f"/api/v1/desks/{desk['id']}", json={"staffedBy": ["x"]}, headers={"If-Match": "*"})
    assert answer.status_code == 409


async def test_guests_of_a_day_are_numbered_and_the_town_has_its_own_midnight(
    api: httpx.AsyncClient, clock: SetClock
) -> None:
    desk = await made(api, "desks", name="Asioi heti")
    first = (await wait(api, desk))["waits"][0]
    await api.patch(f"/api/v1/desks/{desk['id']}/waits/{first['id']}", json={"state": "left"})
    await wait(api, desk)

    clock.forward(timedelta(hours=11, minutes=59))  # 23:59 in Helsinki
    await wait(api, desk)
    clock.forward(timedelta(minutes=1))
    after = await wait(api, desk)

    assert first["number"] == 1
    assert [guest["number"] for guest in after["waits"]] == [2, 3, 1]


async def test_guest_who_is_served_waits_no_more(api: httpx.AsyncClient) -> None:
    desk = await made(api, "desks", name="Asioi heti")
    guest = (await wait(api, desk))["waits"][0]
    path = f"/api/v1/desks/{desk['id']}/waits/{guest['id']}"

    assert (await api.patch(path, json={"state": "waiting"})).status_code == 422
    assert (await api.patch(path, json={"state": "served", "callId": "none"})).status_code == 409
    assert (await api.patch(path, json={"state": "served"})).json()["waits"] == []
    assert (await api.patch(path, json={"state": "served"})).status_code == 404
    actions = [entry["action"] for entry in await listed(api, "audit", subject=desk["id"])]
    assert actions == ["desk.wait-served", "desk.wait-began", "desk.created"]


async def test_employee_neither_reads_nor_changes_desks(api: httpx.AsyncClient) -> None:
    desk = await made(api, "desks", name="Asioi heti")
    aino = await account(api, "aino")
    async with await as_role(api, "employee", aino["id"]) as employee:
        assert (await employee.get("/api/v1/desks")).status_code == 403
        path = f"/api/v1/desks/{desk['id']}"
        assert (await employee.patch(path, json={"isOpen": True}, headers={"If-Match": "*"})).status_code == 403
        assert (await employee.post(f"{path}/waits")).status_code == 403
