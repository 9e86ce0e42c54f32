"""Runs a program that lists sound devices as a child: whatever becomes of it, what is known comes out."""

import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from console.domain.devices import DeviceSource, MediaDevice
from console.domain.noun import Noun
from console.media.children import child
from console.media.inventory.troubles import Trouble


@dataclass(frozen=True, kw_only=True)
class Program:
    """A child program. within: seconds that it may run, None for as long as it likes. again_after: seconds of rest."""

    module: str
    source: DeviceSource
    within: float | None = None
    again_after: float = 30.0


PULSE = Program(module="console.media.inventory.pulse", source=DeviceSource.PULSE)
PORTAUDIO = Program(module="console.media.inventory.portaudio", source=DeviceSource.PORTAUDIO, within=10.0)


class Setting(Noun, frozen=True, kw_only=True):
    """The mute and the volume of a device, or of a speaker's monitor. volume: 1.0 is 100 %."""

    name: str
    muted: bool
    volume: float


class Sighting(Noun, frozen=True, kw_only=True):
    """A line that a program prints: the sound devices there are, or why they can't be seen.

    settings: empty where the program can't see them.
    """

    devices: tuple[MediaDevice, ...] = ()
    settings: tuple[Setting, ...] = ()
    trouble: Trouble | None = None


async def attend(program: Program, tell: Callable[[Sighting], None]) -> None:
    """Run the program once to its end and tell each of its sightings, and its own failure as one."""
    async with child([sys.executable, "-P", "-m", program.module]) as process:
        try:
            async with asyncio.timeout(program.within):
                await _relay(process, tell)
                code = await process.wait()
        except TimeoutError:
            tell(Sighting(trouble=Trouble.NO_ANSWER))
            return
    if code != 0:
        tell(Sighting(trouble=_why(code)))


async def output(command: list[str], within: float) -> bytes:
    """Return what a command prints within so many seconds; nothing if it fails, hangs or isn't there."""
    try:
        async with child(command) as process, asyncio.timeout(within):
            printed, _ = await process.communicate()
            return printed if process.returncode == 0 else b""
    except (OSError, TimeoutError):
        return b""


async def _relay(process: asyncio.subprocess.Process, tell: Callable[[Sighting], None]) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        try:
            tell(msgspec.json.decode(line, type=Sighting))
        except msgspec.DecodeError:  # a library has written into the middle of it
            tell(Sighting(trouble=Trouble.BROKEN))


def _why(code: int) -> Trouble:
    # The alarm that ends a program whose server does not answer exists where PulseAudio does.
    frozen = sys.platform != "win32" and code == -signal.SIGALRM
    return Trouble.NO_ANSWER if frozen else Trouble.CRASHED
