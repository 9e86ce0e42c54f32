"""Watching the devices: by the sound server's events where there is one, else by looking again."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from console.domain.devices import DeviceSource, Inventory, MediaDevice
from console.domain.diagnosis.thresholds import FULL_VOLUME, LOW_VOLUME
from console.media.inventory.programs import Setting, Sighting, attend
from console.media.inventory.systems import System, this_system
from console.media.inventory.troubles import SENTENCES


def _nobody() -> None:
    """Nobody wants to know."""


async def watch(
    tell: Callable[[Inventory], None], system: System | None = None, *, set_anew: Callable[[], None] = _nobody
) -> None:
    """Tell the devices as soon as they are known and again whenever they change, until this is cancelled.

    set_anew: called when a device was muted or unmuted, or its volume became too low or too high or was so before.
    """
    eyes = _Eyes(tell, set_anew)
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


class Judged(NamedTuple):
    """What can be wrong with a device's settings: a volume that a call's own levelling moves a little is no news."""

    muted: bool
    is_low: bool
    is_high: bool


def judged(settings: Iterable[Setting]) -> dict[str, Judged]:
    """Return by name what can be wrong with the devices' settings."""
    return {
        one.name: Judged(one.muted, is_low=one.volume <= LOW_VOLUME, is_high=one.volume > FULL_VOLUME)
        for one in settings
    }


class _Eyes:
    """Puts sound devices and cameras together and tells what differs from what was told before."""

    def __init__(self, tell: Callable[[Inventory], None], set_anew: Callable[[], None]) -> None:
        self._tell = tell
        self._set_anew = set_anew
        self._settings: dict[str, Judged] = {}
        self._heard: tuple[DeviceSource, Sighting] | None = None
        self._cameras: tuple[MediaDevice, ...] | None = None
        self._told: Inventory | None = None

    def hear(self, source: DeviceSource, sighting: Sighting) -> None:
        self._heard = (source, sighting)
        self._update()
        before, self._settings = self._settings, judged(sighting.settings)
        # What comes or goes is told as a device.
        if any(before.get(name, now) != now for name, now in self._settings.items()):
            self._set_anew()

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
