"""What the workstation agent costs: processor and memory, its children included, beside a real service.

A library that the agent and its children share is in memory once, but in the resident size of each of them. So the
figure that is held to the target counts what they share once. It is not PSS, which looks the smaller the more of the
machine's other programs are written in Python too, as the benchmark itself and the service are. The sum of the resident
sizes stands beside it.
"""

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil

import console
from bench import Row
from tests.audio_server import AudioServer, private_server

SECONDS = 180.0
SAMPLE = 0.02
"""Seconds between two looks: a check's child lives for less than one."""
NEAR = 0.9
"""Of the largest resident size so far: what is shared is looked at from there on, which takes some time."""
CHANGE_EVERY = 20.0
ALLOWED_CPU = 1.0
"""Per cent of one core."""
ALLOWED_MEMORY = 80.0
"""MB."""


class Memory(NamedTuple):
    """Of the agent and its children, in MB. alone: with what they share counted once. added: their resident sizes."""

    alone: float
    added: float


def rows() -> Iterator[Row]:
    """Measure with a sound server whose devices come and go, and without one."""
    _compile()
    yield from _measured("beside a sound server", True)
    yield from _measured("without a sound server", False)


def _compile() -> None:
    """Do once what Python does on a workstation: where it may not keep its bytecode, each start takes twice as long."""
    folders = (Path(console.__file__).parent, sysconfig.get_path("purelib"))
    subprocess.run([sys.executable, "-m", "compileall", "-q", *folders], stdout=subprocess.DEVNULL, check=False)


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
    yield Row(f"agent {name}: memory, most", memory.alone, "MB", at_most=ALLOWED_MEMORY)
    yield Row(f"agent {name}: the same, resident sizes added", memory.added, "MB")


def _watched(agent: psutil.Process, server: AudioServer | None, until: float) -> Memory:
    """Watch the agent until then, with a device that comes or goes now and then; return its largest sizes."""
    most = Memory(0.0, 0.0)
    module: str | None = None
    change_at = time.monotonic() + CHANGE_EVERY
    while time.monotonic() < until:
        family = [agent, *agent.children(recursive=True)]
        if sum(map(_resident, family)) / 1e6 >= NEAR * most.added:
            most = Memory(*map(max, most, _memory(family)))
        if server is not None and time.monotonic() >= change_at:
            change_at += CHANGE_EVERY
            if module is None:
                module = server.control("load-module", "module-null-sink", "sink_name=projector")
            else:
                server.control("unload-module", module)
                module = None
        time.sleep(SAMPLE)
    return most


def _resident(process: psutil.Process) -> int:
    """Return its bytes; none of one that has ended meanwhile."""
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


def _memory(family: Iterable[psutil.Process]) -> Memory:
    own, added = 0, 0
    shared: Counter[str] = Counter()
    for process in family:
        with suppress(psutil.NoSuchProcess):
            for mapped in process.memory_maps():
                private = mapped.private_clean + mapped.private_dirty
                own += private
                added += mapped.rss
                shared[mapped.path] = max(shared[mapped.path], mapped.rss - private)
    return Memory((own + shared.total()) / 1e6, added / 1e6)


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
