"""Watching the devices: by the sound server's events where there is one, else by looking again."""

import asyncio
from collections.abc import Callable
from functools import partial

from console.domain.devices import DeviceSource, Inventory, MediaDevice
from console.media.inventory.programs import Sighting, attend
from console.media.inventory.systems import System, this_system
from console.media.inventory.troubles import SENTENCES


async def watch(tell: Callable[[Inventory], None], system: System | None = None) -> None:
    """Tell the devices as soon as they are known and again whenever they change, until this is cancelled."""
    eyes = _Eyes(tell)
    system = system or this_system()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_listen(system, eyes))
        tasks.create_task(_look(system, eyes))


async def take(system: System | None = None) -> Inventory:
    """Return the devices as they are now."""
    seen: asyncio.Queue[Inventory] = asyncio.Queue()
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch(seen.put_nowait, system))
        inventory = await seen.get()
        watching.cancel()
    return inventory


class _Eyes:
    """Puts sound devices and cameras together and tells what differs from what was told before."""

    def __init__(self, tell: Callable[[Inventory], None]) -> None:
        self._tell = tell
        self._heard: tuple[DeviceSource, Sighting] | None = None
        self._cameras: tuple[MediaDevice, ...] | None = None
        self._told: Inventory | None = None

    def hear(self, source: DeviceSource, sighting: Sighting) -> None:
        self._heard = (source, sighting)
        self._update()

    def see(self, cameras: tuple[MediaDevice, ...]) -> None:
        self._cameras = cameras
        self._update()

    def _update(self) -> None:
        if self._heard is None or self._cameras is None:
            return
        source, sighting = self._heard
        inventory = Inventory(
            devices=sighting.devices + self._cameras,
            source=source,
            problem=SENTENCES[sighting.trouble] if sighting.trouble else None,
        )
        if inventory != self._told:
            self._told = inventory
            self._tell(inventory)


async def _listen(system: System, eyes: _Eyes) -> None:
    while True:
        program = system.sound()
        await attend(program, partial(eyes.hear, program.source))
        await asyncio.sleep(program.again_after)


async def _look(system: System, eyes: _Eyes) -> None:
    while True:
        eyes.see(await system.cameras())
        await asyncio.sleep(system.CAMERAS_EVERY)
