"""When an agent looks by itself: at the start, after each change of devices or settings, and not without a reason."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.agent import checking
from console.agent.checking import Checker
from console.agent.files import AgentFiles
from console.agent.recorder import Recorder
from console.agent.spool import Spool
from console.domain.devices import Inventory
from console.domain.diagnosis.baseline import FRESH_FOR

DEADLINE = 10.0


class Looking(Checker):
    """Says each time that it looks, and that all is well."""

    def __init__(self, files: AgentFiles, recorder: Recorder) -> None:
        super().__init__(files, recorder, lambda: datetime.now(UTC))
        self.looks: asyncio.Queue[None] = asyncio.Queue()

    async def _look(self) -> timedelta:
        self.looks.put_nowait(None)
        return FRESH_FOR


async def test_a_mute_is_a_reason_to_look_again(
    files: AgentFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "SETTLE", 0.0)
    monkeypatch.setattr(checking, "REST", 0.0)
    with Spool(tmp_path / "spool") as spool:
        recorder = Recorder(spool, lambda: datetime.now(UTC))
        checker = Looking(files, recorder)
        looking = asyncio.create_task(checker.check_quietly())
        async with asyncio.timeout(DEADLINE):
            recorder.observe(Inventory())
            await checker.looks.get()
            recorder.observe(Inventory())  # nothing has changed: no look comes of it
            recorder.note_setting()
            await checker.looks.get()
        looking.cancel()

    assert checker.looks.empty()
    assert not recorder.set_anew
