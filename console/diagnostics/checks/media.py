"""The way of a call's sound: through encoder, network and decoder to the service's echo peer, and back.

A full test plays it on the speaker and sends what the microphone captures, where the one hears the other.
"""

from functools import partial

from console.client.service import ServiceClient
from console.diagnostics.bench import Bench
from console.diagnostics.network.attempt import skipped
from console.diagnostics.network.connecting import is_loopback, target_of
from console.diagnostics.network.through_devices import through_devices
from console.diagnostics.network.ways import without
from console.diagnostics.relaying import relay
from console.domain.diagnosis.evidence import Evidence, Hop, HopFailure, NetworkStep
from console.domain.diagnosis.result import Depth
from console.domain.errors import ConsoleError
from console.media.echo.round_trip import RoundTrip, round_trip
from console.media.sound.messages import Request
from console.media.sound.news import Tell
from console.wire.signalling import Answer, Offer, Prepare

LONGEST = 30.0
"""Seconds of a watch: both machines are busy meanwhile."""
SECONDS = {Depth.QUICK: 1.7, Depth.FULL: 3.0}


async def check(bench: Bench) -> None:
    """Learn what becomes of sound on its way to the service and back. Only a full test makes a sound."""
    service = bench.service
    target = "" if service is None else str(target_of(service.url))
    if service is None or not _answers(bench.evidence):
        _learn(bench, skipped(Hop.MEDIA, target, bench.clock))
        return
    try:
        result = await _through_devices(bench, service) or await _call(bench, service, partial(relay, bench))
    except ConsoleError as error:
        _learn(bench, _refused(bench, target, error))
        return
    step = NetworkStep(
        at=bench.clock(),
        hop=Hop.MEDIA,
        target=target,
        failure=result.failure,
        milliseconds=result.after,
        detail=result.detail,
    )
    _learn(bench, step)
    if result.signal is not None and result.path is not None:
        bench.learn(round_trip_signal=result.signal, paths=(*bench.evidence.paths, result.path))


async def _through_devices(bench: Bench, service: ServiceClient) -> RoundTrip | None:
    if bench.plan.depth is not Depth.FULL:
        return None
    return await through_devices(bench, partial(_call, bench, service))


async def _call(bench: Bench, service: ServiceClient, tell: Tell, devices: Request | None = None) -> RoundTrip:
    broken = {step.hop for step in bench.evidence.steps if step.failure}
    servers = without(await service.ice_servers(), broken)
    async with service.echo() as channel:
        await channel.ask(Prepare())

        async def exchange(sdp: str) -> str:
            answer = await channel.ask(Offer(sdp=sdp))
            return answer.sdp if isinstance(answer, Answer) else ""

        return await round_trip(
            exchange,
            servers,
            seconds=SECONDS.get(bench.plan.depth) or min(bench.plan.seconds, LONGEST),
            on_this_machine=is_loopback(target_of(service.url).host),
            clock=bench.clock,
            tell=tell,
            devices=devices,
        )


def _answers(evidence: Evidence) -> bool:
    """Whether the service was found to answer, or was not asked."""
    needed = {Hop.DNS, Hop.TCP, Hop.TLS, Hop.HTTP, Hop.WEBSOCKET}
    return not any(step.failure for step in evidence.steps if step.hop in needed)


def _refused(bench: Bench, target: str, error: ConsoleError) -> NetworkStep:
    if error.code in ("unauthorized", "forbidden"):
        failure = HopFailure.NOT_AUTHORISED
        return NetworkStep(at=bench.clock(), hop=Hop.MEDIA, target=target, failure=failure, detail=error.detail)
    # Without an echo peer, or asked too often, nothing is known of the way; that is no fault of it.
    return skipped(Hop.MEDIA, target, bench.clock)


def _learn(bench: Bench, step: NetworkStep) -> None:
    bench.learn(steps=(*bench.evidence.steps, step))


CHECK = check
