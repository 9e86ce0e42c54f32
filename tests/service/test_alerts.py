"""Alerts: raised and closed by the service, acted on over the API."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from console.service.backend import Backend
from tests.conftest import SetClock
from tests.service.making import account, as_role, changed, listed, made
from tests.service.test_timekeeper import PASSING, Time


@pytest.fixture
def time(backend: Backend, clock: SetClock) -> Time:
    return Time(backend, clock)


async def call(api: httpx.AsyncClient, host: str, hour: int, **fields: object) -> dict[str, Any]:
    return await made(api, "calls", host=host, dtstart=f"2026-03-13T{hour:02}:00:00Z", **fields)


async def ready(api: httpx.AsyncClient, name: str) -> None:
    await changed(api, "accounts", await account(api, name), signedInAt="2026-03-01T08:00:00Z")


async def standing(api: httpx.AsyncClient) -> list[tuple[str, str]]:
    return [(alert["kind"], alert["state"]) for alert in await listed(api, "alerts")]


async def act(api: httpx.AsyncClient, alert: dict[str, Any], **fields: object) -> httpx.Response:
    path = f"/api/v1/alerts/{alert['id']}"
    return await api.patch(path, json=fields, headers={"If-Match": f'"{alert["version"]}"'})


async def test_host_who_never_signed_in_is_an_alert_until_signed_in(api: httpx.AsyncClient, time: Time) -> None:
    aino = await account(api, "aino")
    scheduled = await call(api, "aino", 9)
    await time.passes(PASSING)

    (alert,) = await listed(api, "alerts")
    assert (alert["kind"], alert["callId"], alert["accountId"]) == ("host-never-signed-in", scheduled["id"], aino["id"])

    await changed(api, "accounts", aino, signedInAt="2026-03-12T10:00:00Z")
    await time.passes(PASSING)

    assert await listed(api, "alerts") == []
    (closed,) = await listed(api, "alerts", state="closed")
    assert closed["id"] == alert["id"]
    actors = {entry["actor"] for entry in await listed(api, "audit", subject=alert["id"])}
    assert actors == {"Bedside"}


async def test_double_booked_host_and_place_are_alerts(api: httpx.AsyncClient, time: Time) -> None:
    for name in ("aino", "eino"):
        await ready(api, name)
    place = await made(api, "places", name="Archive")
    await call(api, "aino", 9)
    await call(api, "aino", 9, placeId=place["id"])
    await call(api, "eino", 9, placeId=place["id"])
    await time.passes(PASSING)

    assert sorted(await standing(api)) == [("host-double-booked", "open"), ("place-double-booked", "open")]


async def test_guest_who_waits_long_is_an_alert_though_nothing_changes(api: httpx.AsyncClient, time: Time) -> None:
    desk = await made(api, "desks", name="Asioi heti")
    await changed(api, "desks", desk, isOpen=False)
    await made(api, f"desks/{desk['id']}/waits")
    await time.passes(timedelta(minutes=15))
    assert await standing(api) == []
    await time.passes(timedelta(seconds=20))
    assert await standing(api) == [("long-wait", "open")]


async def test_alert_that_gets_worse_shows_it(api: httpx.AsyncClient, time: Time) -> None:
    desk = await made(api, "desks", name="Asioi heti")
    await changed(api, "desks", desk, isOpen=True)
    await time.passes(PASSING)
    before = await listed(api, "alerts")
    await made(api, f"desks/{desk['id']}/waits")
    await time.passes(PASSING)
    after = await listed(api, "alerts")

    assert [(alert["id"], alert["severity"]) for alert in before + after] == [
        (before[0]["id"], "warning"),
        (before[0]["id"], "urgent"),
    ]


async def test_taker_is_shown_to_everyone(api: httpx.AsyncClient, time: Time) -> None:
    await account(api, "aino")
    await call(api, "aino", 9)
    await time.passes(PASSING)
    (alert,) = await listed(api, "alerts")
    async with await as_role(api, "support") as support:
        assert (await act(support, alert, state="taken")).json()["takenBy"] == "support's"
        late = await act(api, alert, state="taken")
    assert late.status_code == 412
    assert [item["takenBy"] for item in await listed(api, "alerts")] == ["support's"]


async def test_alert_that_was_put_off_opens_when_its_time_comes(api: httpx.AsyncClient, time: Time) -> None:
    await account(api, "aino")
    await call(api, "aino", 9)
    await time.passes(PASSING)
    (alert,) = await listed(api, "alerts")
    assert (await act(api, alert, state="later")).status_code == 422
    assert (await act(api, alert, state="later", laterUntil="2026-03-12T09:00:00Z")).status_code == 422
    assert (await act(api, alert, state="later", laterUntil="2026-03-12T10:30:00Z")).status_code == 200

    await time.passes(timedelta(minutes=29))
    assert await standing(api) == [("host-never-signed-in", "later")]
    await time.passes(timedelta(minutes=2))
    assert await standing(api) == [("host-never-signed-in", "open")]


async def test_alert_closed_by_hand_stays_closed_until_its_trouble_was_gone_once(
    api: httpx.AsyncClient, time: Time
) -> None:
    desk = await made(api, "desks", name="Asioi heti")
    opened = await changed(api, "desks", desk, isOpen=True)
    await time.passes(PASSING)
    (alert,) = await listed(api, "alerts")
    await act(api, alert, state="closed")
    await time.passes(timedelta(minutes=5))
    assert await standing(api) == []

    closed = await changed(api, "desks", opened, isOpen=False)
    await time.passes(PASSING)
    await changed(api, "desks", closed, isOpen=True)
    await time.passes(PASSING)

    assert await standing(api) == [("desk-unstaffed", "open")]
    assert (await listed(api, "alerts"))[0]["id"] != alert["id"]


async def test_alert_closed_by_hand_is_opened_again_by_hand_while_it_stands(api: httpx.AsyncClient, time: Time) -> None:
    desk = await made(api, "desks", name="Asioi heti")
    opened = await changed(api, "desks", desk, isOpen=True)
    await time.passes(PASSING)
    (alert,) = await listed(api, "alerts")
    closed = (await act(api, alert, state="closed")).json()
    again = (await act(api, closed, state="open")).json()
    assert again["state"] == "open"

    await changed(api, "desks", opened, isOpen=False)
    await time.passes(PASSING)
    over = (await api.get(f"/api/v1/alerts/{alert['id']}")).json()
    assert (await act(api, over, state="open")).status_code == 409


async def test_each_organisation_has_its_own_alerts(api: httpx.AsyncClient, time: Time) -> None:
    from tests.service.making import with_secret

    founded = await made(api, "organisations", name="Kela")
    async with with_secret(api, founded["token"]["secret"]) as kela:
        await account(kela, "aino")
        await call(kela, "aino", 9)
        await time.passes(PASSING)
        assert await standing(kela) == [("host-never-signed-in", "open")]
    assert await standing(api) == []


async def test_viewer_sees_alerts_and_acts_on_none(api: httpx.AsyncClient, time: Time) -> None:
    aino = await account(api, "aino")
    await call(api, "aino", 9)
    await time.passes(PASSING)
    (alert,) = await listed(api, "alerts")
    async with await as_role(api, "viewer") as viewer:
        assert len(await listed(viewer, "alerts")) == 1
        assert (await act(viewer, alert, state="taken")).status_code == 403
    async with await as_role(api, "employee", aino["id"]) as employee:
        assert (await employee.get("/api/v1/alerts")).status_code == 403
        assert (await employee.get(f"/api/v1/alerts/{alert['id']}")).status_code == 404
