"""The repair knows the private parts of one version, and says so where there is another."""

import tomllib
from pathlib import Path

import pytest

from console.domain.errors import ConsoleError
from console.media.loss import pinned
from console.media.participant.messages import Start
from console.media.participant.running import participant
from console.wire.ice import IceServers


def test_the_version_that_is_installed_is_the_one_it_was_made_for() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]
    assert {f"{name}=={version}" for name, version in pinned.MADE_FOR.items()} <= set(project["dependencies"])
    pinned.require()


async def test_with_another_version_no_participant_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pinned.MADE_FOR, "aiortc", "1.13.0")
    with pytest.raises(ConsoleError) as refusal:
        async with participant(Start(servers=IceServers(), on_this_machine=True), "seat"):
            pass
    assert "1.13.0" in refusal.value.hint
