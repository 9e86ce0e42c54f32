"""A real service process to measure, and a load on it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Served(NamedTuple):
    """Where a process answers, and the token for it."""

    url: str
    token: str


@contextmanager
def service() -> Iterator[Served]:
    """Run a service on a home of its own."""
    with tempfile.TemporaryDirectory() as home, _process(["-m", "console", "serve", "--json", "--home", home]) as told:
        yield Served(told["url"], told["admin_token"])


@contextmanager
def echo() -> Iterator[Served]:
    """Run the bare ASGI echo."""
    with _process(["-m", "bench.echo"]) as told:
        yield Served(told["url"], "none")


@contextmanager
def _process(arguments: Sequence[str]) -> Iterator[dict[str, str]]:
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


class Load(NamedTuple):
    """What wrk measured. refused: answers that were no success."""

    requests: int
    seconds: float
    refused: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def wrk(served: Served, path: str, script: Path, clients: int, seconds: int, run: str) -> Load:
    """Load a service with wrk. run: makes what the script sends unlike that of any other run."""
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", str(script), f"{served.url}{path}"]
    environment = {**os.environ, "TOKEN": served.token, "RUN": run}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told = json.loads(result.stdout.strip().splitlines()[-1])
    return Load(told["requests"], told["microseconds"] / 1e6, told["refused"])
