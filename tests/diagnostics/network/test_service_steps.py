"""The way to the service, step by step: what works, and each thing that can be wrong with it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from console.diagnostics.network import connecting
from console.diagnostics.network.attempt import attempt
from console.domain.diagnosis.evidence import Hop, HopFailure
from tests.certificates import Authority
from tests.conftest import ServiceProcess
from tests.diagnostics.network.surveying import now, survey

TO_SERVICE = {Hop.TCP, Hop.HTTP, Hop.EVENTS, Hop.WEBSOCKET}
TURNS = {Hop.TURN_UDP, Hop.TURN_TCP, Hop.TURN_TLS}


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def test_without_a_service_no_step_is_tried() -> None:
    found = await survey(None)

    assert found.skipped == set(Hop) - {Hop.MEDIA}
    assert found.paths == {}


async def test_a_service_in_reach_is_reached_in_every_way(shared_service: ServiceProcess) -> None:
    found = await survey(shared_service.url, shared_service.token)

    assert found.worked == TO_SERVICE
    assert found.skipped == {Hop.DNS, Hop.TLS, Hop.STUN} | TURNS
    assert found.order == [hop for hop in Hop if hop is not Hop.MEDIA]
    assert found.paths[Hop.HTTP].samples == 5
    assert found.paths[Hop.HTTP].loss == 0
    assert all(found.steps[hop].milliseconds is not None for hop in TO_SERVICE)


async def test_a_name_is_looked_up(shared_service: ServiceProcess) -> None:
    found = await survey(shared_service.url.replace("127.0.0.1", "localhost"), shared_service.token)

    assert found.worked == TO_SERVICE | {Hop.DNS}


async def test_a_name_that_nobody_knows_ends_the_way() -> None:
    step, _addresses = await attempt(
        Hop.DNS, "nobody.invalid", lambda: connecting.resolve("nobody.invalid", 443, unknown_name), clock=now
    )
    assert step.failure is HopFailure.UNKNOWN_NAME


async def test_name_servers_that_are_silent_are_told_from_unknown_names() -> None:
    async def ask() -> list[str]:
        return await connecting.resolve("town.example", 443, no_resolver)

    step, _addresses = await attempt(Hop.DNS, "town.example", ask, clock=now)

    assert step.failure is HopFailure.NO_RESOLVER


def unknown_name(host: str, port: int) -> list[str]:
    raise connecting.socket.gaierror(connecting.socket.EAI_NONAME, "Name or service not known")


def no_resolver(host: str, port: int) -> list[str]:
    raise connecting.socket.gaierror(connecting.socket.EAI_AGAIN, "Temporary failure in name resolution")


@pytest.mark.parametrize("host", ["a" * 80 + ".example", "two..dots", "xn--\u00e4"])
async def test_what_can_not_be_a_name_is_an_unknown_one(host: str) -> None:
    step, _addresses = await attempt(Hop.DNS, host, lambda: connecting.resolve(host, 443), clock=now)

    assert step.failure in (HopFailure.UNKNOWN_NAME, HopFailure.NO_RESOLVER)


async def test_a_port_that_nobody_has_refuses(serve: Callable[..., ServiceProcess]) -> None:
    service = serve()
    service.process.kill()
    service.process.wait()

    found = await survey(service.url, service.token)

    assert found.failed == {Hop.TCP: HopFailure.REFUSED}
    assert found.worked == set()


async def test_a_token_that_is_not_known_is_told(shared_service: ServiceProcess) -> None:
    found = await survey(shared_service.url, "bedside_unknown")

    assert found.failed == {Hop.HTTP: HopFailure.NOT_AUTHORISED}


async def test_an_agent_reaches_the_service_as_a_console_does(shared_service: ServiceProcess) -> None:
    async with httpx.AsyncClient(base_url=shared_service.url, headers=shared_service.headers) as api:
        await api.patch("/api/v1/organisation", json={"staffInformedOn": "2026-03-12"}, headers={"If-Match": "*"})
        code = (await api.post("/api/v1/enrolments", json={"name": "PC-0231"})).json()["code"]
        token = (await api.post("/api/v1/enrolments/redeem", json={"code": code})).json()["token"]

    found = await survey(shared_service.url, token)

    assert found.worked == TO_SERVICE


async def test_a_token_for_figures_is_not_asked_to_hear_events(shared_service: ServiceProcess) -> None:
    new = {"name": "Prometheus", "role": "scrape"}
    made = httpx.post(f"{shared_service.url}/api/v1/tokens", json=new, headers=shared_service.headers)

    found = await survey(shared_service.url, made.json()["secret"])

    assert Hop.EVENTS in found.skipped
    assert found.failed == {Hop.WEBSOCKET: HopFailure.NOT_AUTHORISED}


@pytest.mark.parametrize(
    ("address", "days", "trusted", "failure"),
    [
        ("127.0.0.1", 2, True, None),
        ("127.0.0.1", 2, False, HopFailure.UNTRUSTED),
        ("127.0.0.1", -1, True, HopFailure.EXPIRED),
        (None, 2, True, HopFailure.WRONG_NAME),
    ],
    ids=["good", "unknown authority", "expired", "wrong name"],
)
async def test_a_certificate_is_good_unknown_expired_or_for_another_name(
    serve: Callable[..., ServiceProcess],
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    address: str | None,
    days: int,
    trusted: bool,
    failure: HopFailure | None,
) -> None:
    certfile, keyfile = authority.pair("town.example", address=address, days=days)
    service = serve("--certfile", str(certfile), "--keyfile", str(keyfile))
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))

    found = await survey(service.url, service.token)

    if failure is None:
        assert found.worked == TO_SERVICE | {Hop.TLS}
        assert found.steps[Hop.TLS].detail == ""
    else:
        assert found.failed == {Hop.TLS: failure}
        assert {Hop.HTTP, Hop.WEBSOCKET} <= found.skipped


@asynccontextmanager
async def answering(answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]) -> AsyncIterator[str]:
    """A server of one's own that answers as it likes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await answer(reader, writer)  # type: ignore[misc]
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def garbage(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\xff" * 100 + b"\r\n\r\n")
    await writer.drain()


async def another_program(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
    await writer.drain()


async def silence(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("answer", [garbage, another_program, silence])
async def test_whatever_answers_in_the_services_place_becomes_a_failed_step(
    scheme: str,
    answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("console.diagnostics.checks.network.STEP_WITHIN", 1.0)
    async with answering(answer) as address:
        found = await survey(f"{scheme}://{address}", "x")

    assert set(found.failed) == {Hop.TLS if scheme == "https" else Hop.HTTP}
    expected = HopFailure.NO_ANSWER if answer is silence else HopFailure.WRONG_ANSWER
    assert set(found.failed.values()) <= {expected, HopFailure.NO_ANSWER}


async def test_a_proxy_that_lets_no_websocket_pass_is_named(shared_service: ServiceProcess) -> None:
    async def without_upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            if b"upgrade: websocket" in head.lower():
                writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
                return
            await _pass_on(head, shared_service.url, writer)

    async with answering(without_upgrade) as address:
        found = await survey(f"http://{address}", shared_service.token)

    assert found.failed == {Hop.WEBSOCKET: HopFailure.WRONG_ANSWER}
    assert {Hop.HTTP, Hop.EVENTS} <= found.worked


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


async def _pass_on(head: bytes, url: str, writer: asyncio.StreamWriter) -> None:
    host, port = url.removeprefix("http://").split(":")
    there, back = await asyncio.open_connection(host, int(port))
    back.write(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n").replace(b"Connection: keep-alive\r\n", b""))
    await back.drain()
    while (part := await there.read(65536)) and not writer.is_closing():
        writer.write(part)
        if b"event: clock" in part:
            break
    back.close()
    writer.close()
