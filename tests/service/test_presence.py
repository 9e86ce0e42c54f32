"""Who needs the service, and its stopping by its owner."""

from collections.abc import Callable

import httpx

from tests.conftest import ServiceProcess
from tests.service.making import account, as_role, made, with_secret
from tests.service.test_workstations import enrolled, inform_staff, send


async def test_owner_learns_who_would_lose_something(api: httpx.AsyncClient) -> None:
    await inform_staff(api)
    identity = await enrolled(api)
    async with with_secret(api, identity["token"]) as agent:
        await send(agent, identity)
    await account(api)
    call = await made(api, "calls", host="maija.saari", dtstart="2026-03-12T10:00:00Z")
    await api.patch(f"/api/v1/calls/{call['id']}/seats/{call['seats'][1]['id']}", json={"state": "waiting"})
    founded = await made(api, "organisations", name="Kela")

    assert (await api.get("/api/v1/presence")).json() == {"consoles": 0, "agents": 1, "seats": 1}
    async with with_secret(api, founded["token"]["secret"]) as kela:
        assert (await kela.get("/api/v1/presence")).json() == {"consoles": 0, "agents": 0, "seats": 0}


async def test_open_console_is_counted(serve: Callable[..., ServiceProcess]) -> None:
    service = serve()
    async with (
        httpx.AsyncClient(base_url=service.url, headers=service.headers) as client,
        client.stream("GET", "/api/v1/events") as stream,
    ):
        lines = stream.aiter_lines()
        await anext(lines)
        assert (await client.get("/api/v1/presence")).json()["consoles"] == 1


async def test_admin_who_is_not_the_owner_stops_nothing(api: httpx.AsyncClient) -> None:
    async with await as_role(api, "admin") as admin:
        assert (await admin.post("/api/v1/shutdown")).status_code == 403


async def test_owner_stops_the_service_with_a_stream_open(serve: Callable[..., ServiceProcess]) -> None:
    service = serve()
    async with (
        httpx.AsyncClient(base_url=service.url, headers=service.headers) as client,
        client.stream("GET", "/api/v1/events") as stream,
    ):
        lines = stream.aiter_lines()
        await anext(lines)
        assert (await client.post("/api/v1/shutdown")).status_code == 202
        told = [line async for line in lines]
    assert "event: stop" in told
    assert service.process.wait(timeout=30) == 0
    assert not (service.home / "service.json").exists()
