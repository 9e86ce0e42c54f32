"""What the tests of media share: a private audio server, and a watch whose inventories are awaited."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from console.domain.devices import DeviceKind, DeviceSource, Inventory, MediaDevice
from console.media.inventory.programs import Program
from console.media.inventory.watching import watch
from tests.audio_server import audio, silent_audio

__all__ = ["audio", "silent_audio"]

DEADLINE = 30.0


class Desk:
    """A system whose sound program and cameras a test sets."""

    CAMERAS_EVERY = 3600.0

    def __init__(self, module: str, *, within: float | None = None, again_after: float = 0.1) -> None:
        self._program = Program(module=module, source=DeviceSource.PULSE, within=within, again_after=again_after)

    def sound(self) -> Program:
        return self._program

    async def cameras(self) -> tuple[MediaDevice, ...]:
        return ()


class Seen:
    """The inventories that a watch tells, in order."""

    def __init__(self) -> None:
        self._told: asyncio.Queue[Inventory] = asyncio.Queue()
        self.tell = self._told.put_nowait
        self._set_anew = asyncio.Event()
        self.set_anew = self._set_anew.set

    async def setting(self) -> None:
        """Return once a mute or a volume has changed since this was asked last."""
        async with asyncio.timeout(DEADLINE):
            await self._set_anew.wait()
        self._set_anew.clear()

    async def next(self) -> Inventory:
        """Return the next inventory."""
        async with asyncio.timeout(DEADLINE):
            return await self._told.get()

    async def until(self, fits: Callable[[Inventory], bool]) -> list[Inventory]:
        """Return the inventories up to the first one that fits."""
        told = [await self.next()]
        while not fits(told[-1]):
            told.append(await self.next())
        return told


@asynccontextmanager
async def watching(system: Desk | None = None) -> AsyncIterator[Seen]:
    """Watch the devices for as long as the context lasts."""
    seen = Seen()
    task = asyncio.create_task(watch(seen.tell, system, set_anew=seen.set_anew))
    try:
        yield seen
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def names(inventory: Inventory, kind: DeviceKind) -> set[str]:
    return {device.device_id for device in inventory.devices if device.kind is kind}


def microphones(inventory: Inventory) -> set[str]:
    return names(inventory, DeviceKind.MICROPHONE)


def speakers(inventory: Inventory) -> set[str]:
    return names(inventory, DeviceKind.SPEAKER)


def default(inventory: Inventory, kind: DeviceKind) -> str | None:
    return next((device.device_id for device in inventory.devices if device.kind is kind and device.is_default), None)
