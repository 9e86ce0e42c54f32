"""The reporter in front of a real HTTP service that takes, refuses, is away and comes back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from console.agent import files as files_module
from console.agent import reporter as reporter_module
from console.agent.files import AgentFiles, Identity, Pause
from console.agent.recorder import Recorder
from console.agent.reporter import LONGEST_REST, RARELY, Reporter, rest_after
from console.agent.spool import MOST_AT_ONCE, Spool
from console.client.http import Busy
from console.domain.devices import HEARTBEAT, DeviceKind, DeviceSource, Inventory, MediaDevice, Report
from console.domain.errors import ConsoleError
from tests.agent.taker import Taker


def now() -> datetime:
    return datetime.now(UTC)


def devices(*names: str) -> Inventory:
    found = (MediaDevice(device_id=name, kind=DeviceKind.MICROPHONE, label=name) for name in names)
    return Inventory(devices=tuple(found), source=DeviceSource.PULSE)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits: what is tested is what is said, not when."""
    monkeypatch.setattr(reporter_module, "HEARTBEAT", timedelta(seconds=0.1))
    monkeypatch.setattr(reporter_module, "GATHER", 0.0)
    monkeypatch.setattr(files_module, "LOOK", 0.02)
    monkeypatch.setattr(reporter_module, "LOOK", 0.02)


class Desk:
    """An agent without its watch: inventories are observed by the test."""

    def __init__(self, files: AgentFiles, spool: Spool) -> None:
        self.spool = spool
        self.recorder = Recorder(spool, now)
        self.reporter = Reporter(files, spool, self.recorder, now)


@asynccontextmanager
async def reporting(files: AgentFiles, first: Inventory) -> AsyncIterator[Desk]:
    """Report from the first inventory on, for as long as the context lasts."""
    with Spool(files.spool_path) as spool:
        desk = Desk(files, spool)
        desk.recorder.observe(first)
        task = asyncio.create_task(desk.reporter.run())
        try:
            yield desk
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await desk.reporter.close()


async def taken(taker: Taker, fits: Callable[[Report], bool] = lambda report: True) -> Report:
    return await asyncio.to_thread(taker.until, fits)


async def refused(taker: Taker) -> Report:
    return await asyncio.to_thread(taker.refused.get, True, 30)


async def status_becomes(files: AgentFiles, fits: Callable[[str | None], bool]) -> str | None:
    async with asyncio.timeout(30):
        await files_module.seen(lambda: (status := files.status()) is not None and fits(status.trouble))
    status = files.status()
    assert status is not None
    return status.trouble


async def test_the_inventory_is_in_the_first_report_and_then_only_when_it_changed(
    enrolled: AgentFiles, taker: Taker
) -> None:
    async with reporting(enrolled, devices("a")) as desk:
        first = await taken(taker)
        assert first.inventory == devices("a")
        assert first.changes == ()
        assert first.machine.memory_total > 0
        assert (await taken(taker)).inventory is None
        desk.recorder.observe(devices("a", "b"))
        changed = await taken(taker, lambda report: bool(report.changes))
        assert changed.inventory == devices("a", "b")
        assert [(change.number, change.device.device_id) for change in changed.changes] == [(1, "b")]
        assert (await taken(taker)).changes == ()
    assert {first.life, changed.life} == {first.life}


async def test_changes_made_while_the_service_is_away_are_told_when_it_is_back(
    enrolled: AgentFiles, taker: Taker
) -> None:
    async with reporting(enrolled, devices()) as desk:
        await taken(taker)
        await asyncio.to_thread(taker.stop)
        for step in range(MOST_AT_ONCE + 50):
            desk.recorder.observe(devices(*(["a"] if step % 2 == 0 else [])))
        assert "does not answer" in str(await status_becomes(enrolled, bool))
        taker.start()
        told = []
        while len(told) < MOST_AT_ONCE + 50:
            told += (await taken(taker)).changes
        assert [change.number for change in told] == list(range(1, MOST_AT_ONCE + 51))
        assert await status_becomes(enrolled, lambda trouble: trouble is None) is None


async def test_a_report_whose_answer_was_lost_is_sent_again_under_the_same_numbers(
    enrolled: AgentFiles, taker: Taker
) -> None:
    async with reporting(enrolled, devices()) as desk:
        await taken(taker)
        taker.refuse(503, "database-locked", retry_after="0")
        desk.recorder.observe(devices("a"))
        lost = await refused(taker)
        while not lost.changes:
            lost = await refused(taker)
        taker.accept()
        assert (await taken(taker, lambda report: bool(report.changes))).changes == lost.changes


async def test_an_agent_whose_token_was_revoked_says_so_and_reports_again_once_enrolled_anew(
    enrolled: AgentFiles, taker: Taker
) -> None:
    async with reporting(enrolled, devices("a")) as desk:
        await taken(taker)
        taker.token = "another"
        trouble = await status_becomes(enrolled, bool)
        assert "no longer knows this workstation" in str(trouble)
        assert "bedside agent --enrol" in str(trouble)
        desk.recorder.observe(devices("a", "b"))
        assert desk.spool.waiting == 1
        enrolled.write(enrolled.identity_path, Identity(service_url=taker.url, workstation_id="w-2", token="another"))
        report = await taken(taker, lambda report: report.inventory is not None)
        assert report.inventory == devices("a", "b")
        assert report.changes == (), "what another workstation saw is not told as this one's"
        desk.recorder.observe(devices("b"))
        told = await taken(taker, lambda report: bool(report.changes))
        assert [(change.number, change.device.device_id) for change in told.changes] == [(1, "a")]


async def test_a_pause_is_told_once_with_its_end_and_nothing_else(enrolled: AgentFiles, taker: Taker) -> None:
    until = now() + timedelta(hours=2)
    enrolled.write(enrolled.pause_path, Pause(until=until))
    with Spool(enrolled.spool_path) as spool:
        desk = Desk(enrolled, spool)
        desk.recorder.observe(devices("a"))
        desk.recorder.observe(devices("b"))
        telling = asyncio.create_task(desk.reporter.tell_pause())
        report = await taken(taker)
        assert report.paused_until == until
        assert report.inventory is None
        assert report.changes == ()
        later = until + timedelta(hours=1)
        enrolled.write(enrolled.pause_path, Pause(until=later))
        assert (await taken(taker)).paused_until == later
        telling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await telling
        await desk.reporter.close()
    assert taker.reports.empty()


def test_the_wait_before_the_next_try_follows_the_refusal() -> None:
    def code(code: str) -> ConsoleError:
        return ConsoleError("No", code=code)

    for unknown in ("unauthorized", "forbidden", "not-found", "gone", "invalid"):
        assert 0.9 * RARELY <= rest_after(code(unknown)) <= 1.1 * RARELY
    assert 120 <= rest_after(Busy(code("too-many-requests"), 120)) <= 145
    assert rest_after(Busy(code("database-locked"), 1e9)) == LONGEST_REST
    heartbeat = HEARTBEAT.total_seconds()
    assert rest_after(code("unreachable")) <= 1.5 * heartbeat
