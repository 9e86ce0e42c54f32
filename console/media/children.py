"""Child programs: whatever a library does in one, this process goes on and knows how it ended."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from enum import StrEnum

if sys.platform == "win32":
    NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    NO_WINDOW = 0
DIES_WITHIN = 5.0
"""Seconds for the system to end what was killed."""
LONGEST_LINE = 1024 * 1024
"""Bytes: far more than any line of theirs needs."""


class Ending(StrEnum):
    """How a child program ended."""

    DONE = "done"
    LATE = "late"
    """It did not end within its time and was ended."""
    CRASHED = "crashed"


async def run(
    module: str,
    arguments: Sequence[str] = (),
    *,
    within: float,
    hear: Callable[[bytes], None],
    environment: Mapping[str, str] | None = None,
) -> Ending:
    """Run a module as a child to its end, at most for so many seconds, and tell each line that it prints.

    environment: what differs from ours. What it told before it was ended has been told. Cancelling ends it.
    """
    async with child([sys.executable, "-P", "-m", module, *arguments], environment) as process:
        assert process.stdout is not None
        try:
            async with asyncio.timeout(within):
                async for line in process.stdout:
                    hear(line)
                return Ending.CRASHED if await process.wait() else Ending.DONE
        except TimeoutError:
            return Ending.LATE


@asynccontextmanager
async def child(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a child that sees none of the terminal: no Ctrl+C, no window, and its end when this process ends."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        limit=LONGEST_LINE,
        start_new_session=True,
        creationflags=NO_WINDOW,
        env={**os.environ, **environment} if environment else None,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            _kill(process)
        with suppress(TimeoutError):  # one that hangs in a driver can't be ended by anybody: it is left behind
            async with asyncio.timeout(DIES_WITHIN):
                await process.wait()


def _kill(process: asyncio.subprocess.Process) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    # Process.kill() looks first whether the child has ended, and so takes its exit status from asyncio's own watcher,
    # which then complains on the terminal.
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
