"""The stream of what changes: its order, what of it is hidden, and how it goes on after a gap."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
from httpx_sse import ServerSentEvent, aconnect_sse
from sqlalchemy import update

from console.domain import retention
from console.domain.tokens import Principal, TokenRole
from console.service import schema
from console.service.backend import Backend
from console.service.forgetting import forget
from console.service.hub import Listener, Message
from console.service.routes.events import missed
from console.wire.events import CHANGE, CLOCK, RELOAD, STOP
from tests.conftest import ServiceProcess, SetClock
from tests.service.making import account, changed, listed, made

PATIENCE = 20


@pytest.fixture
async def service(serve: Callable[..., ServiceProcess]) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a real service process: streams need one."""
    process = serve()
    async with httpx.AsyncClient(base_url=process.url, headers=process.headers, timeout=PATIENCE) as client:
        yield client


class Stream:
    """An open stream, read message by message with a deadline."""

    def __init__(self, messages: AsyncIterator[ServerSentEvent]) -> None:
        self._messages = messages

    async def next(self, name: str = CHANGE) -> ServerSentEvent:
        async with asyncio.timeout(PATIENCE):
            async for message in self._messages:
                if message.event == name:
                    return message
        raise AssertionError(f"the stream ended before {name}")

    async def topics_until(self, topic: str) -> list[dict[str, Any]]:
        """Return what is told up to and with the first change of a topic."""
        told = []
        while not told or told[-1]["topic"] != topic:
            told.append(msgspec.json.decode((await self.next()).data))
        return told


@asynccontextmanager
async def listening(
    client: httpx.AsyncClient, secret: str | None = None, since: str | None = None
) -> AsyncIterator[Stream]:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    if since is not None:
        headers["Last-Event-ID"] = since
    async with aconnect_sse(client, "GET", "/api/v1/events", headers=headers) as source:
        stream = Stream(source.aiter_sse())
        await stream.next(CLOCK)
        yield stream


async def secret_of(client: httpx.AsyncClient, role: str, account_id: str | None = None) -> str:
    secret: str = (await made(client, "tokens", name=role, role=role, accountId=account_id))["secret"]
    return secret


async def test_first_time_listener_is_told_to_read_all_and_from_where_to_go_on(service: httpx.AsyncClient) -> None:
    await made(service, "rooms", name="one")
    async with listening(service) as stream:
        latest = (await stream.next(RELOAD)).id
        await made(service, "rooms", name="two")
        told = (await stream.topics_until("room"))[-1]

    assert told["id"] > int(latest)
    assert [item["name"] for item in told["items"]] == ["two"]


async def test_listener_goes_on_after_the_event_last_seen(service: httpx.AsyncClient) -> None:
    async with listening(service) as stream:
        await stream.next(RELOAD)
        for name in ("one", "two", "three"):
            await made(service, "rooms", name=name)
        seen = [await stream.next() for _n in range(6)]  # each with its audit

    async with listening(service, since=seen[1].id) as again:
        told = [await again.next() for _n in range(4)]

    assert [(event.id, event.data) for event in told] == [(event.id, event.data) for event in seen[2:]]
    assert [int(event.id) for event in seen] == sorted(int(event.id) for event in seen)


async def test_event_hides_what_a_read_hides(service: httpx.AsyncClient) -> None:
    aino, eino = await account(service, "aino"), await account(service, "eino")
    confidential = await made(service, "services", name="Suojelu", department="Perusturva", confidential=True)
    host, other = [await secret_of(service, "employee", one["id"]) for one in (aino, eino)]
    viewer = await secret_of(service, "viewer")
    async with (
        listening(service, host) as to_host,
        listening(service, other) as to_other,
        listening(service, viewer) as to_viewer,
        listening(service) as to_admin,
    ):
        for stream in (to_host, to_other, to_viewer, to_admin):
            await stream.next(RELOAD)
        new = {"dtstart": "2030-03-12T10:00:00Z", "serviceId": confidential["id"], "guestNames": ["Kaisa Korhonen"]}
        await made(service, "calls", host="aino", **new)
        await made(service, "rooms", name="the end")
        told = {
            name: await stream.topics_until("room")
            for name, stream in {"host": to_host, "other": to_other, "viewer": to_viewer, "admin": to_admin}.items()
        }

    calls = {
        name: [item for event in events if event["topic"] == "call" for item in event["items"]]
        for name, events in told.items()
    }
    assert [call["serviceId"] for call in calls["host"]] == [confidential["id"]]
    assert calls["other"] == []
    assert [call["serviceId"] for call in calls["viewer"] + calls["admin"]] == [None, None]
    topics = {name: {event["topic"] for event in events} for name, events in told.items()}
    assert topics["viewer"].isdisjoint({"audit", "token"})
    assert "audit" in topics["admin"]
    assert "Korhonen" not in repr(told)
    assert confidential["id"] not in repr([told["viewer"], told["admin"]])


async def test_former_host_is_told_that_the_call_is_gone(service: httpx.AsyncClient) -> None:
    aino = await account(service, "aino")
    eino = await account(service, "eino")
    call = await made(service, "calls", host="aino", dtstart="2030-03-12T10:00:00Z")
    async with (
        listening(service, await secret_of(service, "employee", aino["id"])) as stream,
        listening(service) as all_of_it,
    ):
        await stream.next(RELOAD)
        await all_of_it.next(RELOAD)
        await changed(service, "calls", call, host="eino")
        told = msgspec.json.decode((await stream.next()).data)
        to_admin = [(await all_of_it.topics_until("call"))[-1] for _n in range(2)]

    assert (told["removed"], told["items"]) == ([call["id"]], [])
    assert [event["removed"] for event in to_admin] == [[call["id"]], []]
    assert [item["hostId"] for item in to_admin[1]["items"]] == [eino["id"]]


async def test_change_of_many_things_is_one_event(service: httpx.AsyncClient) -> None:
    await account(service, "aino")
    advice = await made(service, "services", name="Neuvonta", department="Hallinto")
    for hour in range(5):
        await made(service, "calls", host="aino", dtstart=f"2030-03-12T1{hour}:00:00Z", serviceId=advice["id"])
    async with listening(service) as stream:
        await stream.next(RELOAD)
        await changed(service, "services", advice, confidential=True)
        told = await stream.topics_until("service")

    assert [len(event["items"]) for event in told if event["topic"] == "call"] == [5]


async def test_stream_of_a_revoked_token_ends(service: httpx.AsyncClient) -> None:
    token = await made(service, "tokens", name="Reception", role="viewer")
    async with listening(service, token["secret"]) as stream:
        await stream.next(RELOAD)
        await service.delete(f"/api/v1/tokens/{token['id']}")
        await stream.next(STOP)


async def test_alert_reaches_whoever_listens(service: httpx.AsyncClient) -> None:
    desk = await made(service, "desks", name="Asioi heti")
    async with listening(service) as stream:
        await stream.next(RELOAD)
        await changed(service, "desks", desk, isOpen=True)
        told = (await stream.topics_until("alert"))[-1]

    assert [(item["kind"], item["deskId"]) for item in told["items"]] == [("desk-unstaffed", desk["id"])]


def admin(backend_organisation: str) -> Principal:
    return Principal(token_id="t", name="t", role=TokenRole.ADMIN, organisation_id=backend_organisation)


async def told_since(backend: Backend, api: httpx.AsyncClient, since: object) -> list[str]:
    organisation = (await api.get("/api/v1/organisation")).json()["id"]
    messages = await backend.read(lambda connection: missed(connection, admin(organisation), str(since)))
    return [message.name for message in messages]


async def test_listener_who_was_away_for_more_than_a_day_reads_all_anew(
    api: httpx.AsyncClient, backend: Backend, clock: SetClock
) -> None:
    await made(api, "rooms", name="one")
    clock.forward(retention.EVENTS / 2)
    await made(api, "rooms", name="two")
    clock.forward(retention.EVENTS / 2 + timedelta(seconds=1))
    assert await told_since(backend, api, 1) == [CHANGE] * 5

    await forget(backend)

    assert await told_since(backend, api, 1) == [RELOAD]
    assert await told_since(backend, api, 4) == [CHANGE] * 2


@pytest.mark.parametrize("strange", ["999999", "-1", "1.5", "latest", "٣", "9" * 40, ""])
async def test_listener_who_names_no_event_of_ours_reads_all_anew(
    api: httpx.AsyncClient, backend: Backend, strange: str
) -> None:
    assert await told_since(backend, api, strange) == [RELOAD]


async def test_slow_listener_is_told_to_read_anew_and_harms_nobody(api: httpx.AsyncClient, backend: Backend) -> None:
    organisation = (await api.get("/api/v1/organisation")).json()["id"]
    slow, quick = Listener(admin(organisation), size=3), Listener(admin(organisation), size=100)
    for listener in (slow, quick):
        backend.hub.join(listener)
    for number in range(10):
        await made(api, "rooms", name=f"room {number}")
    await listed(api, "rooms")

    async with asyncio.timeout(PATIENCE):
        told_quickly = [await quick.next() for _n in range(20)]
        told_slowly = [await slow.next()]
    assert [message.name for message in told_quickly] == [CHANGE] * 20
    assert told_slowly[0].name == RELOAD
    seen: Message = told_slowly[0]
    assert seen.id in {message.id for message in told_quickly}


async def test_end_of_a_stream_is_not_pushed_out_by_what_comes_after() -> None:
    slow = Listener(admin("o"), size=3)
    slow.offer(Message(CHANGE, id=1))
    slow.offer(Message(STOP))
    for number in range(2, 9):
        slow.offer(Message(CHANGE, id=number))

    assert [(await slow.next()).name for _n in range(2)] == [CHANGE, STOP]


async def test_stream_that_was_being_opened_while_its_token_was_revoked_ends(
    api: httpx.AsyncClient, backend: Backend
) -> None:
    token = await made(api, "tokens", name="Reception", role="viewer")
    principal = await backend.principal(token["secret"])
    await api.delete(f"/api/v1/tokens/{token['id']}")
    listener = Listener(principal)
    backend.hub.join(listener)

    await backend.dismiss_unwelcome()

    async with asyncio.timeout(PATIENCE):
        assert (await listener.next()).name == STOP


async def test_event_that_an_earlier_version_told_differently_is_read_anew(
    api: httpx.AsyncClient, backend: Backend
) -> None:
    await made(api, "rooms", name="one")
    await backend.database.write(
        lambda connection: connection.execute(update(schema.event).values(items='[{"id": "1"}]')), lambda _done: None
    )

    assert await told_since(backend, api, 1) == [RELOAD]
