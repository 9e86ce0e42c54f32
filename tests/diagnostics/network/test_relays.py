"""STUN and TURN, with a real coturn, a server that answers nonsense, one that is silent, and none."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from aioice import stun

from console.diagnostics.network import relays
from console.diagnostics.network.quality import quality
from console.diagnostics.network.ways import turn_servers
from console.domain.diagnosis.evidence import Hop, HopFailure
from console.wire.ice import IceServer
from tests.certificates import Authority
from tests.conftest import ServiceProcess
from tests.diagnostics.network.surveying import now, survey
from tests.turn_server import SECRET, TurnServer, turn_server

TURNS = {Hop.TURN_UDP, Hop.TURN_TCP, Hop.TURN_TLS}


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def turn(tmp_path: Path, authority: Authority) -> Iterator[TurnServer]:
    with turn_server(tmp_path, authority.pair("turn.example")) as server:
        yield server


@pytest.fixture
def served(serve: Callable[..., ServiceProcess], tmp_path: Path) -> Callable[..., ServiceProcess]:
    """Start a service that tells of these TURN servers."""

    def start(*urls: str, secret: str = SECRET) -> ServiceProcess:
        file = tmp_path / "secret"
        file.write_text(secret)
        options = [option for url in urls for option in ("--stun" if url.startswith("stun") else "--turn", url)]
        return serve(*options, "--turn-secret-file", str(file))

    return start


async def test_a_relay_is_had_over_udp_tcp_and_tls(
    turn: TurnServer,
    served: Callable[..., ServiceProcess],
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    service = served(*turn.urls)

    found = await survey(service.url, service.token)

    assert found.failed == {}
    assert TURNS | {Hop.STUN} <= found.worked
    assert found.paths[Hop.STUN].samples == 20
    assert found.paths[Hop.STUN].loss == 0
    assert found.paths[Hop.STUN].round_trip < 100


async def test_refused_credentials_are_told_from_a_server_that_is_not_there(
    turn: TurnServer, served: Callable[..., ServiceProcess]
) -> None:
    service = served(turn.urls[0], turn.urls[1], "turns:127.0.0.1:9", secret="another secret")

    found = await survey(service.url, service.token)

    assert found.failed == {
        Hop.TURN_UDP: HopFailure.CREDENTIALS_REFUSED,
        Hop.TURN_TCP: HopFailure.CREDENTIALS_REFUSED,
        Hop.TURN_TLS: HopFailure.REFUSED,
    }
    assert Hop.STUN in found.worked


async def test_expired_credentials_are_refused(turn: TurnServer) -> None:
    from console.service.connectivity import time_limited

    username, credential = time_limited(SECRET, "1", datetime.now(UTC) - timedelta(hours=1))
    server = IceServer(urls=turn.urls, username=username, credential=credential)
    (_hop, address, _server), *_others = turn_servers((server,))

    with pytest.raises(relays.Failed) as refusal:
        await relays.allocate("127.0.0.1", address, server, None)

    assert refusal.value.failure is HopFailure.CREDENTIALS_REFUSED


async def test_a_server_that_has_no_relay_left_is_told_from_one_that_refuses(
    tmp_path: Path, served: Callable[..., ServiceProcess]
) -> None:
    with turn_server(tmp_path, None, "--total-quota", "1", "--user-quota", "1") as full:
        service = served(full.urls[1])
        from console.client.service import ServiceClient

        client = ServiceClient(service.url, service.token)
        (server,) = (await client.ice_servers()).ice_servers
        await client.close()
        from aioice import turn as protocol

        held, _ = await protocol.create_turn_endpoint(
            asyncio.DatagramProtocol, ("127.0.0.1", full.port), server.username, server.credential, transport="tcp"
        )
        found = await survey(service.url, service.token)
        held.close()

    assert found.failed == {Hop.TURN_TCP: HopFailure.NO_CANDIDATE}


async def test_a_relay_whose_certificate_nobody_vouches_for_is_named(
    turn: TurnServer, served: Callable[..., ServiceProcess]
) -> None:
    service = served(turn.urls[2])

    assert (await survey(service.url, service.token)).failed == {Hop.TURN_TLS: HopFailure.UNTRUSTED}


class Datagrams(asyncio.DatagramProtocol):
    """Answers each datagram as it was told to."""

    def __init__(self, answer: Callable[[bytes], bytes | None]) -> None:
        self.answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = self.answer(data)
        if answer is not None:
            self.transport.sendto(answer, addr)


@asynccontextmanager
async def datagrams(answer: Callable[[bytes], bytes | None]) -> AsyncIterator[str]:
    transport, _protocol = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Datagrams(answer), local_addr=("127.0.0.1", 0)
    )
    try:
        yield f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"
    finally:
        transport.close()


def bound(data: bytes) -> bytes:
    """Return the answer to a binding request."""
    asked = stun.parse_message(data)
    answer = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, transaction_id=asked.transaction_id)
    answer.attributes["XOR-MAPPED-ADDRESS"] = ("127.0.0.1", 1)
    return bytes(answer)


async def test_udp_that_gets_no_answer_is_seen_beside_a_service_that_is_reached(
    served: Callable[..., ServiceProcess],
) -> None:
    async with datagrams(lambda data: None) as silent:
        service = served(f"stun:{silent}", f"turn:{silent}")
        found = await survey(service.url, service.token)

    assert found.failed == {Hop.STUN: HopFailure.NO_ANSWER, Hop.TURN_UDP: HopFailure.NO_ANSWER}
    assert Hop.TCP in found.worked


async def test_nonsense_over_udp_is_a_wrong_answer(served: Callable[..., ServiceProcess]) -> None:
    async with datagrams(lambda data: b"\xff" * 40) as strange:
        service = served(f"stun:{strange}")
        found = await survey(service.url, service.token)

    assert found.failed == {Hop.STUN: HopFailure.WRONG_ANSWER}


async def test_lost_answers_are_counted_exactly() -> None:
    asked = 0

    def every_fourth_is_lost(data: bytes) -> bytes | None:
        nonlocal asked
        asked += 1
        return None if asked > 1 and asked % 4 == 0 else bound(data)

    async with datagrams(every_fourth_is_lost) as lossy:
        host, port = lossy.split(":")
        took = await relays.bindings(host, int(port), count=20, every=0.005, last=0.3)

    path = quality(Hop.STUN, took, now)
    assert path is not None
    assert (path.samples, path.loss) == (20, 25.0)


def test_jitter_is_the_mean_change_and_the_round_trip_a_median() -> None:
    path = quality(Hop.STUN, [10.0, 20.0, None, 10.0, 30.0], now)

    assert path is not None
    assert (path.round_trip, path.jitter, path.loss, path.samples) == (15.0, 13.3, 20.0, 5)
    assert quality(Hop.STUN, [None, None], now) is None
    assert quality(Hop.STUN, [], now) is None


@pytest.mark.root
async def test_udp_blocked_by_a_firewall_is_seen_while_tcp_relays(
    turn: TurnServer, served: Callable[..., ServiceProcess]
) -> None:
    if os.geteuid() != 0 or shutil.which("nft") is None:
        pytest.skip("blocking UDP needs root and nftables")
    service = served(turn.urls[0], turn.urls[1])
    rule = f"add rule inet bedside_test input ip daddr 127.0.0.1 udp dport {turn.port} drop"
    chain = "add chain inet bedside_test input { type filter hook input priority 0 ; }"
    try:
        for command in ("add table inet bedside_test", chain, rule):
            done = subprocess.run(["nft", command], check=False, capture_output=True, text=True)
            if done.returncode:
                pytest.skip(f"no firewall here: {done.stderr.splitlines()[0]}")
        found = await survey(service.url, service.token)
    finally:
        subprocess.run(["nft", "delete table inet bedside_test"], check=False, capture_output=True)

    assert found.failed == {Hop.STUN: HopFailure.NO_ANSWER, Hop.TURN_UDP: HopFailure.NO_ANSWER}
    assert Hop.TURN_TCP in found.worked
