"""The network: each step on the way to the service and to the relays, and how good the way is."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from console.client.http import public_trust
from console.client.service import ServiceClient
from console.diagnostics.bench import Bench, Fraction
from console.diagnostics.network import asking, connecting, relays, ways
from console.diagnostics.network.attempt import attempt, skipped
from console.diagnostics.network.connecting import Target, target_of
from console.diagnostics.network.quality import quality
from console.domain.diagnosis.evidence import Hop, PathQuality
from console.domain.diagnosis.result import Depth
from console.domain.errors import ConsoleError
from console.domain.tokens import TokenRole
from console.wire.ice import IceServer, ServerAddress

T = TypeVar("T")
HOPS = tuple(hop for hop in Hop if hop is not Hop.MEDIA)  # media has its own check
BINDINGS = {Depth.SILENT: 10, Depth.QUICK: 20}
MOST_BINDINGS = 100
STEP_WITHIN = 5.0
"""Seconds: whoever waits longer for a step calls the network broken too."""
EVERY = 0.03
"""Seconds between two bindings: near the 20 ms of a call's own sound."""


async def check(bench: Bench) -> None:
    """Learn how far this machine gets on the way to the service, and how good that way is."""
    survey = Survey(bench)
    service = bench.service
    if service is not None and await survey.reaches(service):
        await survey.relays(await _servers(service))
    survey.skip_the_rest()


async def _servers(service: ServiceClient) -> tuple[IceServer, ...]:
    try:
        return (await service.ice_servers()).ice_servers
    except ConsoleError:  # the service's own steps have told of it
        return ()


class Survey:
    """Takes the steps one by one and learns how each went."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._target = "" if bench.service is None else str(target_of(bench.service.url))

    async def reaches(self, service: ServiceClient) -> bool:
        """Take the steps that build on one another, from the name to a WebSocket; tell whether the service answers."""
        target = target_of(service.url)
        address = await self._connects(target)
        if address is None:
            return False
        if target.is_encrypted:
            valid_until = await self._take(Hop.TLS, partial(connecting.encrypt, address, target, service.trust))
            if valid_until is None:
                return False
        principal = await self._take(Hop.HTTP, partial(asking.greet, service))
        if principal is None:
            return False
        if principal.role is not TokenRole.SCRAPE:  # it hears no events
            await self._take(Hop.EVENTS, partial(asking.events, service))
        await self._take(Hop.WEBSOCKET, partial(asking.websocket, service))
        self._measured(quality(Hop.HTTP, await asking.round_trips(service, 5), self._bench.clock))
        return True

    async def relays(self, servers: tuple[IceServer, ...]) -> None:
        """Ask the STUN server, and the TURN servers for a relay each, all at once: silence takes its time."""
        stun = ways.stun_server(servers)
        async with asyncio.TaskGroup() as tasks:
            if stun is not None:
                tasks.create_task(self._stun(stun))
            for hop, address, server in ways.turn_servers(servers):
                work = partial(_allocate, address, server)
                tasks.create_task(self._take(hop, work, target=_name(address)))

    async def _stun(self, server: ServerAddress) -> None:
        took = await self._take(Hop.STUN, partial(self._bindings, server), target=_name(server), within=10.0)
        self._measured(quality(Hop.STUN, took or (), self._bench.clock))

    def skip_the_rest(self) -> None:
        """Learn of the steps that were not taken."""
        evidence, clock = self._bench.evidence, self._bench.clock
        taken = {step.hop for step in evidence.steps}
        left = tuple(skipped(hop, self._target, clock) for hop in HOPS if hop not in taken)
        in_order = sorted((*evidence.steps, *left), key=lambda step: HOPS.index(step.hop))
        self._bench.learn(steps=tuple(in_order))

    async def _connects(self, target: Target) -> str | None:
        addresses: list[str] | None = [target.host]
        if not connecting.is_address(target.host):
            addresses = await self._take(
                Hop.DNS, partial(connecting.resolve, target.host, target.port), target=target.host
            )
        if addresses is None:
            return None
        return await self._take(Hop.TCP, partial(connecting.connect, addresses, target.port))

    async def _bindings(self, server: ServerAddress) -> list[float | None]:
        where = await connecting.resolve(server.host, server.port)
        count = BINDINGS.get(self._bench.plan.depth, MOST_BINDINGS)
        return await relays.bindings(where[0], server.port, count=count, every=EVERY)

    async def _take(
        self, hop: Hop, work: Callable[[], Awaitable[T]], *, target: str = "", within: float | None = None
    ) -> T | None:
        """Take a step; return what it gives, None where it failed."""
        bench = self._bench
        step, result = await attempt(hop, target or self._target, work, clock=bench.clock, within=within or STEP_WITHIN)
        bench.learn(steps=(*bench.evidence.steps, step))
        bench.tell(Fraction(done=(HOPS.index(hop) + 1) / len(HOPS)))
        return result

    def _measured(self, path: PathQuality | None) -> None:
        if path is not None:
            self._bench.learn(paths=(*self._bench.evidence.paths, path))


async def _allocate(address: ServerAddress, server: IceServer) -> bool:
    where = await connecting.resolve(address.host, address.port)
    trust = public_trust() if address.scheme == "turns" else None
    return await relays.allocate(where[0], address, server, trust)


def _name(address: ServerAddress) -> str:
    return f"{address.host}:{address.port}"


CHECK = check
