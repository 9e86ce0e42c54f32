"""What the workstation agent costs: processor and memory, its children included, beside a real service."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import psutil

from bench import Row
from tests.audio_server import AudioServer, private_server

SECONDS = 180.0
SAMPLE = 0.05
CHANGE_EVERY = 20.0
ALLOWED_CPU = 1.0
"""Per cent of one core."""
ALLOWED_MEMORY = 80.0
"""MB resident, the child's added though it shares pages with the agent."""


def rows() -> Iterator[Row]:
    """Measure with a sound server whose devices come and go, and without one."""
    yield from _measured("beside a sound server", True)
    yield from _measured("without a sound server", False)


def _measured(name: str, with_server: bool) -> Iterator[Row]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = dict(os.environ)
        server = None
        if with_server:
            server = stack.enter_context(private_server(folder / "audio"))
            server.start()
            environment.update(server.environment)
        agent = stack.enter_context(_agent(folder, environment))
        started = time.monotonic()
        memory = _watched(agent, server, started + SECONDS)
        spent = _processor_time(agent) / (time.monotonic() - started) * 100
    yield Row(f"agent {name}: of a core, start included", spent, "%", at_most=ALLOWED_CPU)
    yield Row(f"agent {name}: memory, most", memory, "MB", at_most=ALLOWED_MEMORY)


def _watched(agent: psutil.Process, server: AudioServer | None, until: float) -> float:
    """Watch the agent until then, with a device that comes or goes now and then; return its largest size in MB."""
    most = 0.0
    module: str | None = None
    change_at = time.monotonic() + CHANGE_EVERY
    while time.monotonic() < until:
        most = max(most, sum(map(_resident, _family(agent))) / 1e6)
        if server is not None and time.monotonic() >= change_at:
            change_at += CHANGE_EVERY
            if module is None:
                module = server.control("load-module", "module-null-sink", "sink_name=projector")
            else:
                server.control("unload-module", module)
                module = None
        time.sleep(SAMPLE)
    return most


def _family(agent: psutil.Process) -> list[psutil.Process]:
    return [agent, *agent.children(recursive=True)]


def _resident(process: psutil.Process) -> int:
    """Return its bytes; none of one that has ended meanwhile: a check's child lives for a moment."""
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


def _processor_time(agent: psutil.Process) -> float:
    """Return the seconds that the agent, its living children and those that have ended have used."""
    own = agent.cpu_times()
    living = [child.cpu_times() for child in agent.children(recursive=True)]
    return own.user + own.system + own.children_user + own.children_system + sum(c.user + c.system for c in living)


@contextmanager
def _agent(folder: Path, environment: dict[str, str]) -> Iterator[psutil.Process]:
    """A running agent, enrolled with a service of its own."""
    command = [sys.executable, "-m", "console"]
    quiet = subprocess.DEVNULL
    service = subprocess.Popen(
        [*command, "serve", "--json", "--home", folder / "service"], stdout=subprocess.PIPE, stderr=quiet
    )
    agent: subprocess.Popen[bytes] | None = None
    try:
        assert service.stdout is not None
        told = json.loads(service.stdout.readline())
        home = str(folder / "agent")
        enrol = [*command, "agent", "--home", home, "--service", told["url"], "--enrol"]
        subprocess.run(enrol, input=_code(told).encode(), stdout=quiet, check=True)
        agent = subprocess.Popen([*command, "agent", "--home", home], env=environment, stderr=quiet)
        yield psutil.Process(agent.pid)
    finally:
        for process in (agent, service):
            if process is not None:
                process.terminate()
                process.wait()
        if service.stdout is not None:
            service.stdout.close()


def _code(told: dict[str, str]) -> str:
    headers = {"Authorization": f"Bearer {told['admin_token']}"}
    with httpx.Client(base_url=f"{told['url']}/api/v1/", headers=headers) as http:
        informed = http.patch("organisation", json={"staffInformedOn": "2026-01-01"}, headers={"If-Match": "*"})
        informed.raise_for_status()
        answer = http.post("enrolments", json={"name": "bench"})
        answer.raise_for_status()
        return str(answer.json()["code"])
