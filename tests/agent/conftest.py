"""What the agent's tests share: a private audio server, a service that takes reports, an agent process."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from console.agent.files import AgentFiles, Identity
from tests.agent.taker import IDENTITY, Taker
from tests.audio_server import audio, silent_audio

__all__ = ["audio", "silent_audio"]

END_WITHIN = 10.0


@pytest.fixture
def taker() -> Iterator[Taker]:
    """A service that takes reports."""
    service = Taker()
    service.start()
    yield service
    service.stop()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def files(home: Path) -> AgentFiles:
    return AgentFiles(home)


@pytest.fixture
def enrolled(files: AgentFiles, taker: Taker) -> AgentFiles:
    """The files of an agent that the taker knows."""
    identity = Identity(service_url=taker.url, workstation_id=IDENTITY.workstation_id, token=IDENTITY.token)
    files.write(files.identity_path, identity)
    return files


def bedside(home: Path, *arguments: str, given: str | None = None) -> "subprocess.CompletedProcess[str]":
    """Run `bedside agent` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "console", "agent", "--home", str(home), *arguments],
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


class AgentProcess:
    """A `bedside agent` that runs."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "console", "agent", "--home", str(home)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(os.environ),
            text=True,
        )

    @property
    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal, wait for the end, and return the exit status and what was said on standard error."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=END_WITHIN)
        return self.process.returncode, said


@pytest.fixture
def start(home: Path) -> Iterator[Callable[[], AgentProcess]]:
    """Start agents of the home; they are ended with the test."""
    started: list[AgentProcess] = []

    def starting() -> AgentProcess:
        started.append(AgentProcess(home))
        return started[-1]

    yield starting
    for agent in started:
        with contextlib.suppress(ProcessLookupError):
            agent.process.kill()
        agent.process.communicate()
