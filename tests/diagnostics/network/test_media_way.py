"""The way of a call's sound through a real service: its echo peer, and services that have none or stop."""

from collections.abc import Callable

import psutil
import pytest

from console.client.service import ServiceClient
from console.diagnostics.bench import Bench, Fraction, Plan, Progress
from console.diagnostics.checks import media
from console.diagnostics.network.ways import without
from console.domain.diagnosis.evidence import Evidence, Hop, HopFailure, NetworkStep
from console.domain.diagnosis.result import Depth, Subject
from console.domain.errors import ConsoleError
from console.wire.ice import IceServer, IceServers
from tests.conftest import ServiceProcess
from tests.diagnostics.network.surveying import now
from tests.turn_server import SECRET


async def way(
    service: ServiceProcess | None, told: list[Progress] | None = None, steps: tuple[NetworkStep, ...] = ()
) -> Evidence:
    client = None if service is None else ServiceClient(service.url, service.token)
    bench = Bench(
        plan=Plan(subject=Subject.NETWORK, depth=Depth.QUICK),
        clock=now,
        evidence=Evidence(started_at=now(), steps=steps),
        tell=(told if told is not None else []).append,
        service=client,
    )
    await media.check(bench)
    if client is not None:
        await client.close()
    return bench.evidence


async def test_the_probe_comes_back_through_the_services_echo_peer(serve: Callable[..., ServiceProcess]) -> None:
    service = serve()
    told: list[Progress] = []

    evidence = await way(service, told)

    assert [(step.hop, step.failure, step.skipped) for step in evidence.steps] == [(Hop.MEDIA, None, False)]
    assert evidence.steps[0].milliseconds is not None
    assert evidence.round_trip_signal is not None
    assert evidence.round_trip_signal.matched
    assert [path.over for path in evidence.paths] == [Hop.MEDIA]
    assert any(isinstance(one, Fraction) for one in told)

    workers = psutil.Process(service.process.pid).children()
    assert workers
    service.process.terminate()
    assert service.process.wait(timeout=20) == 0
    assert psutil.wait_procs(workers, timeout=10)[1] == []


async def test_a_killed_service_leaves_no_echo_peer_behind(serve: Callable[..., ServiceProcess]) -> None:
    service = serve()
    await way(service)
    workers = psutil.Process(service.process.pid).children()

    service.process.kill()

    assert psutil.wait_procs(workers, timeout=10)[1] == []


async def test_without_a_service_or_behind_a_failed_step_it_is_not_tried(shared_service: ServiceProcess) -> None:
    failed = NetworkStep(at=now(), hop=Hop.HTTP, target="", failure=HopFailure.NO_ANSWER)

    for evidence in (await way(None), await way(shared_service, steps=(failed,))):
        assert (evidence.steps[-1].hop, evidence.steps[-1].skipped) == (Hop.MEDIA, True)
        assert evidence.round_trip_signal is None


@pytest.mark.parametrize(("code", "skipped"), [("too-many-requests", True), ("invalid", True), ("unauthorized", False)])
async def test_what_the_service_refuses_is_no_fault_of_the_way(
    code: str, skipped: bool, shared_service: ServiceProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refusing(client: ServiceClient) -> IceServers:
        raise ConsoleError("No.", code=code)

    monkeypatch.setattr(ServiceClient, "ice_servers", refusing)

    assert (await way(shared_service)).steps[-1].skipped is skipped


async def test_servers_that_are_not_there_do_not_stop_a_way_that_needs_none(
    serve: Callable[..., ServiceProcess], tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("turn") / "secret"
    secret.write_text(SECRET)
    service = serve("--stun", "stun:127.0.0.1:9", "--turn", "turn:127.0.0.1:9", "--turn-secret-file", str(secret))

    broken = tuple(
        NetworkStep(at=now(), hop=hop, target="", failure=HopFailure.REFUSED) for hop in (Hop.STUN, Hop.TURN_UDP)
    )

    evidence = await way(service, steps=broken)

    assert evidence.steps[-1].failure is None


def test_ways_that_were_found_broken_are_left_out() -> None:
    urls = ("turn:a.example", "turn:a.example?transport=tcp", "turns:a.example")
    servers = IceServers(ice_servers=(IceServer(urls=("stun:a.example",)), IceServer(urls=urls, username="u")))

    left = without(servers, {Hop.STUN, Hop.TURN_UDP})

    assert [server.urls for server in left.ice_servers] == [urls[1:]]
    assert left.ice_servers[0].username == "u"
