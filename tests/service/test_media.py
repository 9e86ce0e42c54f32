"""What media peers need of the service: STUN and TURN servers, and a WebSocket for signalling."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from console.client.service import ServiceClient
from console.domain.errors import ConsoleError
from console.service.backend import Backend
from console.service.connectivity import Connectivity, time_limited
from console.wire.ice import ServerAddress, address_of
from console.wire.signalling import Offer, Ping, Pong, Refusal, decoded
from tests.conftest import ServiceProcess, SetClock
from tests.service.making import as_role
from tests.service.test_storage_failures import refused

PATIENCE = 30
SECRET = "a secret that two machines share"


async def servers(api: httpx.AsyncClient) -> dict[str, Any]:
    answer = await api.get("/api/v1/ice-servers")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_with_nothing_set_up_there_are_no_servers(api: httpx.AsyncClient) -> None:
    assert await servers(api) == {"iceServers": [], "expiresAt": None}


async def test_turn_credentials_are_the_askers_own_and_end(
    api: httpx.AsyncClient, backend: Backend, clock: SetClock
) -> None:
    turn = ("turn:turn.example", "turns:turn.example?transport=tcp")
    backend.connectivity = Connectivity(stun=("stun:stun.example",), turn=turn, turn_secret=SECRET, clock=clock)
    told = await servers(api)

    assert told["iceServers"][0] == {"urls": ["stun:stun.example"], "username": None, "credential": None}
    relay = told["iceServers"][1]
    assert relay["urls"] == list(turn)
    expiry, user = relay["username"].split(":")
    assert user == "owner"
    assert int(expiry) == (clock() + timedelta(hours=4)).timestamp() == at(told["expiresAt"]).timestamp()
    digest = hmac.new(SECRET.encode(), relay["username"].encode(), hashlib.sha1).digest()
    assert relay["credential"] == base64.b64encode(digest).decode()

    async with await as_role(api, "viewer") as viewer:
        assert (await servers(viewer))["iceServers"][1]["username"] != relay["username"]
    assert SECRET not in repr(backend.connectivity)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_credentials_are_what_the_draft_says() -> None:
    assert time_limited("north", "1433895918506", datetime.fromisoformat("2015-06-10T00:25:18+00:00")) == (
        "1433895918:1433895918506",
        base64.b64encode(hmac.digest(b"north", b"1433895918:1433895918506", "sha1")).decode(),
    )


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("stun:stun.example", ServerAddress("stun", "stun.example", 3478, "udp")),
        ("turn:10.0.0.1:99", ServerAddress("turn", "10.0.0.1", 99, "udp")),
        ("turn:[::1]:99?transport=tcp", ServerAddress("turn", "::1", 99, "tcp")),
        ("turns:turn.example", ServerAddress("turns", "turn.example", 5349, "tcp")),
        ("https://turn.example", None),
        ("turn:turn.example:0", None),
        ("turn:turn.example:99999", None),
        ("turn:turn.example?transport=sctp", None),
        ("stun:stun.example?transport=tcp", None),
        ("turn:", None),
        ("", None),
    ],
)
def test_a_servers_url_is_read_as_its_specification_says(url: str, address: ServerAddress | None) -> None:
    assert address_of(url) == address


def test_a_service_says_which_of_its_servers_options_can_not_be_used(tmp_path: Path) -> None:
    home, secret, empty = tmp_path / "home", tmp_path / "secret", tmp_path / "empty"
    secret.write_text(f"{SECRET}\n")
    empty.write_text(" \n")
    turn = ("--turn", "turn:turn.example")

    assert refused(home, *turn).startswith("A TURN server needs the secret")
    assert "can't be read" in refused(home, *turn, "--turn-secret-file", str(tmp_path / "none"))
    assert "is empty" in refused(home, *turn, "--turn-secret-file", str(empty))
    wrong = refused(home, "--turn", "stun:turn.example", "--turn-secret-file", str(secret))
    assert "is not the address of such a server" in wrong


async def test_a_service_started_with_servers_tells_them(serve: Callable[..., ServiceProcess], tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    options = ("--stun", "stun:stun.example", "--turn", "turn:turn.example", "--turn-secret-file", str(secret))
    service = serve(*options)
    client = ServiceClient(service.url, service.token)

    told = await client.ice_servers()
    await client.close()

    assert [server.urls for server in told.ice_servers] == [("stun:stun.example",), ("turn:turn.example",)]
    digest = hmac.digest(SECRET.encode(), (told.ice_servers[1].username or "").encode(), "sha1")
    assert told.ice_servers[1].credential == base64.b64encode(digest).decode()


@asynccontextmanager
async def speaking_with(
    service: ServiceProcess, token: str | None = None, language: str = "en"
) -> AsyncIterator[ClientConnection]:
    url = f"ws{service.url.removeprefix('http')}/api/v1/echo"
    headers = {"Authorization": f"Bearer {token or service.token}", "Accept-Language": language}
    async with connect(url, additional_headers=headers) as socket:
        yield socket


async def test_a_ping_is_answered(shared_service: ServiceProcess) -> None:
    client = ServiceClient(shared_service.url, shared_service.token)

    async with client.echo() as channel:
        assert await channel.ask(Ping(number=7)) == Pong(number=7)
    await client.close()


async def test_what_is_no_message_is_refused_and_the_talk_goes_on(shared_service: ServiceProcess) -> None:
    async with speaking_with(shared_service) as socket:
        for garbage in ("", "[]", '{"kind": "dance"}', '{"kind": "offer"}', '{"kind": "pong"}'):
            await socket.send(garbage)
            answer = decoded(await socket.recv())
            assert isinstance(answer, Refusal), garbage
            assert answer.problem.status == 400
        await socket.send(b"\xff\x00")
        assert isinstance(decoded(await socket.recv()), Refusal)
        await socket.send('{"kind": "ping", "number": 1}')
        assert decoded(await socket.recv()) == Pong(number=1)


async def test_a_refusal_is_in_the_askers_language(shared_service: ServiceProcess) -> None:
    async with speaking_with(shared_service, language="fi") as socket:
        await socket.send("")
        answer = decoded(await socket.recv())

    assert isinstance(answer, Refusal)
    assert answer.problem.title == "Pyyntö ei ole vaaditussa muodossa."


async def test_a_message_that_is_too_long_ends_the_talk(shared_service: ServiceProcess) -> None:
    async with speaking_with(shared_service) as socket:
        await socket.send("x" * 100_000)
        with pytest.raises(ConnectionClosed):
            await socket.recv()


@pytest.mark.parametrize("role", ["scrape"])
async def test_who_may_not_test_is_refused(shared_service: ServiceProcess, role: str) -> None:
    with pytest.raises(InvalidStatus):
        async with speaking_with(shared_service, "bedside_nobody's"):
            pass
    headers = shared_service.headers
    made = httpx.post(f"{shared_service.url}/api/v1/tokens", json={"name": "x", "role": role}, headers=headers)
    with pytest.raises(InvalidStatus):
        async with speaking_with(shared_service, made.json()["secret"]):
            pass
    client = ServiceClient(shared_service.url, "bedside_nobody's")
    with pytest.raises(ConsoleError) as refusal:
        async with client.echo():
            pass
    await client.close()
    assert refusal.value.code == "unauthorized"


async def test_a_service_that_stops_ends_the_talk(serve: Callable[..., ServiceProcess]) -> None:
    service = serve()
    async with speaking_with(service) as socket:
        await socket.send('{"kind": "ping"}')
        await socket.recv()
        service.process.terminate()
        with pytest.raises(ConnectionClosed):
            await socket.recv()
    assert service.process.wait(timeout=10) == 0


async def test_a_service_without_an_echo_peer_says_so(backend: Backend) -> None:
    from console.domain.tokens import Principal, TokenRole
    from console.service.routes.media import _reply

    asker = Principal(token_id="1", name="x", role=TokenRole.ADMIN, organisation_id="1")
    answer = await _reply(backend, asker, "1", '{"kind": "offer", "sdp": "v=0"}')

    assert isinstance(answer, Refusal)
    assert answer.problem.type == "urn:bedside:problem:no-echo"
    assert Offer(sdp="v=0").sdp


async def test_talk_ends_when_its_token_is_revoked(shared_service: ServiceProcess) -> None:
    tokens = f"{shared_service.url}/api/v1/tokens"
    headers = shared_service.headers
    token = httpx.post(tokens, json={"name": "x", "role": "viewer"}, headers=headers).json()
    async with speaking_with(shared_service, token["secret"]) as socket, speaking_with(shared_service) as other:
        await socket.send('{"kind": "ping"}')
        await socket.recv()
        httpx.delete(f"{tokens}/{token['id']}", headers=headers)
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(ConnectionClosed):
                await socket.recv()
        await other.send('{"kind": "ping", "number": 3}')
        assert decoded(await other.recv()) == Pong(number=3)


async def test_talk_ends_when_its_token_expires(shared_service: ServiceProcess) -> None:
    soon = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    fields = {"name": "x", "role": "viewer", "expiresAt": soon}
    made = httpx.post(f"{shared_service.url}/api/v1/tokens", json=fields, headers=shared_service.headers)
    async with speaking_with(shared_service, made.json()["secret"]) as socket:
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(ConnectionClosed):
                await socket.recv()
