"""Checks this workstation: quietly by itself, with sound when support asks and the user says yes."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from console.agent.connection import Connection
from console.agent.files import AgentFiles, seen
from console.agent.recorder import Recorder
from console.agent.reporter import rest_after
from console.client.service import ServiceClient
from console.client.stream import Reload
from console.diagnostics.bench import Plan
from console.diagnostics.runner import run
from console.domain.checks import ANSWER_WITHIN, CheckFailure, CheckRun, CheckRunPatch, CheckState, QuietResult
from console.domain.devices import CheckOutcome, Inventory
from console.domain.diagnosis.baseline import FRESH_FOR, baseline
from console.domain.diagnosis.result import Complaint, Depth, Diagnosis, Subject
from console.domain.errors import ConsoleError
from console.domain.noun import Clock
from console.wire import paths
from console.wire.events import Event, Topic
from console.words import _

SETTLE = 3.0
"""Seconds after a change of devices before they are looked at: a headset takes a moment to come up."""
REST = 60.0
"""Seconds after a look before the next one: each starts a program, and a loose cable is no reason to start many."""
LOOK_AGAIN = timedelta(hours=1)
"""After how long what was not well is looked at again."""
QUIETLY = Plan(subject=Subject.AUDIO, depth=Depth.SILENT)

log = logging.getLogger(__name__)


class Checker:
    """The checks of one agent."""

    def __init__(self, files: AgentFiles, recorder: Recorder, clock: Clock) -> None:
        self._connection = Connection(files)
        self._recorder = recorder
        self._clock = clock
        self._sound = asyncio.Lock()

    async def check_quietly(self) -> None:
        """Look at the audio system at the start, after each change of devices or settings, and while it is wrong."""
        looked_at: Inventory | None = None
        due = self._clock()
        while True:
            is_changed = self._recorder.latest != looked_at or self._recorder.set_anew
            if self._recorder.latest is not None and (is_changed or self._clock() >= due):
                await asyncio.sleep(SETTLE)
                looked_at, self._recorder.set_anew = self._recorder.latest, False
                due = self._clock() + await self._look()
                await asyncio.sleep(REST)
            await self._changed_or(due)

    async def _look(self) -> timedelta:
        """Look, tell, and return after how long to look again."""
        async with self._sound:
            diagnosis = await run(QUIETLY, clock=self._clock, tell=lambda _progress: None)
        try:
            identity = self._connection.known()
            client = await self._connection.open(identity)
            await client.report_check(identity.workstation_id, QuietResult(diagnosis=bare(diagnosis)))
        except ConsoleError as error:
            log.warning("%s", error)
            return timedelta(seconds=rest_after(error))
        return FRESH_FOR if diagnosis.verdict is CheckOutcome.HEALTHY else LOOK_AGAIN

    async def _changed_or(self, due: datetime) -> None:
        rest = max(0.0, (due - self._clock()).total_seconds())
        with suppress(TimeoutError):
            async with asyncio.timeout(min(rest, LOOK_AGAIN.total_seconds())):
                await self._recorder.changed.wait()
        self._recorder.changed.clear()

    async def answer_support(self) -> None:
        """Carry out what support asks for, until cancelled."""
        while True:
            try:
                client = await self._connection.open(self._connection.known())
                async for wish in asked(client):
                    await self._until_withdrawn(client, wish)
            except ConsoleError as error:
                log.info("%s", error)
                await self._rest(rest_after(error))

    async def close(self) -> None:
        """Let the connection to the service go."""
        await self._connection.close()

    async def _rest(self, seconds: float) -> None:
        """Wait that long, or until this workstation is enrolled anew."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await seen(self._connection.is_enrolled_anew)

    async def _until_withdrawn(self, client: ServiceClient, wish: CheckRun) -> None:
        """Carry a wish out; where support takes it back, the question or the test ends at once."""
        carrying = asyncio.create_task(self._carry_out(client, wish))
        withdrawing = asyncio.create_task(withdrawn(client, wish))
        try:
            await asyncio.wait({carrying, withdrawing}, return_when=asyncio.FIRST_COMPLETED)
            if not carrying.done() and withdrawing.exception() is None:
                carrying.cancel()
                await asyncio.wait({carrying})
                log.info(_("Support has taken the request back."))
                return
            await carrying
        finally:
            carrying.cancel()
            withdrawing.cancel()
            await asyncio.wait({carrying, withdrawing})

    async def _carry_out(self, client: ServiceClient, wish: CheckRun) -> None:
        from console.agent.consent import ask  # a server and its pages: in memory only once support has asked

        complaint = wish.complaint or Complaint.EVERYTHING
        try:
            yes = await ask(wish.asked_by or "", complaint, ANSWER_WITHIN.total_seconds())
        except ConsoleError as error:
            log.warning("%s", error)
            failed = CheckRunPatch(state=CheckState.FAILED, failure=CheckFailure.NOT_SHOWN)
            await client.change_check(wish, failed)
            return
        if not yes:
            state = CheckState.UNANSWERED if yes is None else CheckState.REFUSED
            await client.change_check(wish, CheckRunPatch(state=state))
            return
        log.info(_("A test was agreed to."))
        running = await client.change_check(wish, CheckRunPatch(state=CheckState.RUNNING))
        await client.change_check(running, await self._tested(client, wish))

    async def _tested(self, client: ServiceClient, wish: CheckRun) -> CheckRunPatch:
        """Test, and return how the run ends."""
        plan = Plan(complaint=wish.complaint, depth=wish.depth)
        try:
            async with self._sound:
                diagnosis = await run(
                    plan,
                    clock=self._clock,
                    tell=lambda _progress: None,
                    service=client,
                    earlier=wish.held_against,
                )
        except ConsoleError as error:
            log.warning("%s", error)
            return CheckRunPatch(state=CheckState.FAILED, failure=CheckFailure.NOT_TESTED)
        return CheckRunPatch(state=CheckState.DONE, diagnosis=bare(diagnosis), baseline=baseline(diagnosis))


async def asked(client: ServiceClient) -> AsyncIterator[CheckRun]:
    """Yield the runs that support asks this workstation for, from before and from now on."""
    async for heard in client.listen(None):
        if isinstance(heard, Reload):
            runs = (await client.page(CheckRun, paths.CHECKS, limit=10)).items
        elif isinstance(heard, Event) and heard.topic is Topic.CHECK:
            runs = [msgspec.json.decode(item, type=CheckRun) for item in heard.items]
        else:
            continue
        for one in runs:
            if one.state is CheckState.ASKED:
                yield one


async def withdrawn(client: ServiceClient, wish: CheckRun) -> None:
    """Return once support has taken the wish back; raise ConsoleError where the service can't be heard any more."""
    async for heard in client.listen(None):
        if isinstance(heard, Reload):
            runs = [await client.one(CheckRun, paths.CHECKS, wish.id)]
        elif isinstance(heard, Event) and heard.topic is Topic.CHECK:
            runs = [msgspec.json.decode(item, type=CheckRun) for item in heard.items]
        else:
            continue
        if any(run.id == wish.id and run.state is CheckState.CANCELLED for run in runs):
            return


def bare(diagnosis: Diagnosis) -> Diagnosis:
    """Return the diagnosis without its evidence, which names the programs that this user runs: that stays here."""
    return msgspec.structs.replace(diagnosis, evidence=None)
