"""The agents of the town's workstations: each reports its machine, and what comes and goes on it."""

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import count, cycle
from random import Random

from console.client.service import ServiceClient
from console.demo.founding import Doors
from console.demo.machines import SILENT, Condition, PlannedMachine, figures, inventory
from console.demo.pace import Pace
from console.domain.devices import HEARTBEAT, AgentIdentity, DeviceChange, Inventory, Report, changes_between
from console.domain.errors import ConsoleError

MOST_REPORTS = 60
"""Reports a second of real time: however fast the town's clock runs, its agents load the machine no more than this."""
PAUSED_FOR = timedelta(hours=2)
_REMOVED = frozenset({"unauthorized", "not-found"})


class Agent:
    """One workstation's agent. condition: what its machine is like now."""

    def __init__(self, client: ServiceClient, workstation_id: str, machine: PlannedMachine, now: datetime) -> None:
        self.condition = machine.at_first
        self._client = client
        self._workstation_id = workstation_id
        self._machine = machine
        self._begun = now
        self._random = Random(machine.name)
        self._life = secrets.token_hex(8)
        self._numbers = count(1)
        self._told: Inventory | None = None
        self._paused_until: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    async def report(self, now: datetime) -> None:
        """Report as an agent does: the figures each time, the devices when they have changed."""
        async with self._one_at_a_time:
            if not self._is_silent(now):
                await self._send(now)

    def _is_silent(self, now: datetime) -> bool:
        if self.condition is not Condition.PAUSED:
            self._paused_until = None
            return self.condition in SILENT
        was_told = self._paused_until is not None
        self._paused_until = self._paused_until or now + PAUSED_FOR
        return was_told

    async def _send(self, now: datetime) -> None:
        seen = inventory(self.condition)
        differences = [] if self._told is None else changes_between(self._told, seen)
        report = Report(
            at=now,
            life=self._life,
            machine=figures(self._machine, self._random, int((now - self._begun).total_seconds())),
            inventory=None if seen == self._told else seen,
            changes=tuple(
                DeviceChange(number=next(self._numbers), at=now, change=change, device=device)
                for change, device in differences
            ),
            paused_until=self._paused_until,
        )
        try:
            await self._client.report(self._workstation_id, report)
        except ConsoleError as error:
            if error.code not in _REMOVED:
                raise
            self.condition = Condition.NEVER_SEEN  # somebody has removed the workstation
        self._told = seen

    async def close(self) -> None:
        """Let the connection go."""
        await self._client.close()


def manned(
    doors: Doors, identities: Mapping[str, AgentIdentity], machines: Iterable[PlannedMachine], now: datetime
) -> dict[str, Agent]:
    """Return the agents of the enrolled workstations by name."""
    return {
        machine.name: Agent(doors(identity.token), identity.workstation_id, machine, now)
        for machine in machines
        if (identity := identities.get(machine.name)) is not None
    }


class Fleet:
    """All agents of the town, by the name of their workstation."""

    def __init__(self, agents: Mapping[str, Agent], pace: Pace) -> None:
        self._agents = agents
        self._pace = pace

    async def becomes(self, machine: str, condition: Condition) -> None:
        """Let something happen to a workstation; its agent reports it at once."""
        self._agents[machine].condition = condition
        await self._agents[machine].report(self._pace.now())

    async def beat(self) -> None:
        """Have every agent report in turn, each once a heartbeat, for ever."""
        between = max(HEARTBEAT / len(self._agents), timedelta(seconds=self._pace.rate / MOST_REPORTS))
        due = self._pace.now()
        for agent in cycle(self._agents.values()):
            await self._pace.until(due)
            now = self._pace.now()
            await agent.report(now)
            due = max(due + between, now)

    async def report(self) -> None:
        """Have every agent report now."""
        for agent in self._agents.values():
            await agent.report(self._pace.now())

    async def close(self) -> None:
        """Let the connections go."""
        for agent in self._agents.values():
            await agent.close()
