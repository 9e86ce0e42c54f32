"""Runs a program that lists sound devices as a child: whatever becomes of it, what is known comes out."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec

from console.domain.devices import DeviceSource, MediaDevice
from console.domain.noun import Noun
from console.media.inventory.troubles import Trouble

if sys.platform == "win32":
    NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    NO_WINDOW = 0
LONGEST_LINE = 1024 * 1024
"""Bytes: far more than any machine's devices need."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """A child program. within: seconds that it may run, None for as long as it likes. again_after: seconds of rest."""

    module: str
    source: DeviceSource
    within: float | None = None
    again_after: float = 30.0


PULSE = Program(module="console.media.inventory.pulse", source=DeviceSource.PULSE)
PORTAUDIO = Program(module="console.media.inventory.portaudio", source=DeviceSource.PORTAUDIO, within=10.0)


class Sighting(Noun, frozen=True, kw_only=True):
    """A line that a program prints: the sound devices there are, or why they can't be seen."""

    devices: tuple[MediaDevice, ...] = ()
    trouble: Trouble | None = None


async def attend(program: Program, tell: Callable[[Sighting], None]) -> None:
    """Run the program once to its end and tell each of its sightings, and its own failure as one."""
    async with _child([sys.executable, "-P", "-m", program.module]) as child:
        try:
            async with asyncio.timeout(program.within):
                await _relay(child, tell)
                code = await child.wait()
        except TimeoutError:
            tell(Sighting(trouble=Trouble.NO_ANSWER))
            return
    if code != 0:
        tell(Sighting(trouble=_why(code)))


async def output(command: list[str], within: float) -> bytes:
    """Return what a command prints within so many seconds; nothing if it fails, hangs or isn't there."""
    try:
        async with _child(command) as child, asyncio.timeout(within):
            printed, _ = await child.communicate()
            return printed if child.returncode == 0 else b""
    except (OSError, TimeoutError):
        return b""


async def _relay(child: asyncio.subprocess.Process, tell: Callable[[Sighting], None]) -> None:
    assert child.stdout is not None
    async for line in child.stdout:
        try:
            tell(msgspec.json.decode(line, type=Sighting))
        except msgspec.DecodeError:  # a library has written into the middle of it
            tell(Sighting(trouble=Trouble.BROKEN))


def _why(code: int) -> Trouble:
    # The alarm that ends a program whose server does not answer exists where PulseAudio does.
    frozen = sys.platform != "win32" and code == -signal.SIGALRM
    return Trouble.NO_ANSWER if frozen else Trouble.CRASHED


@asynccontextmanager
async def _child(command: list[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a child that sees none of the terminal: no Ctrl+C, no window, and its end when this process ends."""
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        limit=LONGEST_LINE,
        start_new_session=True,
        creationflags=NO_WINDOW,
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()
