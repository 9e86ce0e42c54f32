"""The workstations of the town: whose they are, what hangs on them, and what is wrong with them."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import chain, repeat
from random import Random

from console.domain.devices import (
    DeviceKind,
    DeviceSource,
    Inventory,
    Machine,
    MediaDevice,
    NetworkInterface,
)
from console.domain.noun import Noun
from console.media.inventory.troubles import SENTENCES, Trouble

GIGABYTE = 1024**3


class Condition(StrEnum):
    """What a machine is like, in the morning or after something has happened to it."""

    HEADSET = "headset"
    SPEAKERPHONE = "speakerphone"
    NO_HEADSET = "no-headset"
    NO_MICROPHONE = "no-microphone"
    NO_CAMERA = "no-camera"
    MONITOR_SPEAKER = "monitor-speaker"
    AUDIO_DOWN = "audio-down"
    PAUSED = "paused"
    OFF = "off"
    NEVER_SEEN = "never-seen"


SILENT = frozenset({Condition.OFF, Condition.NEVER_SEEN})


class PlannedMachine(Noun, frozen=True, kw_only=True):
    """A workstation of an account or of a place. condition: what it is like on the first morning."""

    name: str
    user_name: str | None = None
    place: str | None = None
    condition: Condition
    laptop: bool
    started: int

    @property
    def usual(self) -> Condition:
        """What it is like when all is well."""
        return Condition.SPEAKERPHONE if self.place else Condition.HEADSET

    @property
    def at_first(self) -> Condition:
        """What its agent reports first: one that is to be off is switched off a little later, or it was never seen."""
        return self.usual if self.condition is Condition.OFF else self.condition


# What is wrong on the first morning, machine after machine; the desk's own two are well, and so are all that follow.
_TROUBLES = (
    Condition.NO_MICROPHONE,
    Condition.AUDIO_DOWN,
    Condition.MONITOR_SPEAKER,
    Condition.MONITOR_SPEAKER,
    Condition.NO_CAMERA,
    Condition.PAUSED,
    Condition.OFF,
    Condition.OFF,
    Condition.NEVER_SEEN,
)


def planned_machines(random: Random, owners: Sequence[str], places: Sequence[str]) -> tuple[PlannedMachine, ...]:
    """Return a machine for each owner and each place. The first two owners' machines are well."""
    conditions = chain([Condition.HEADSET] * 2, _TROUBLES, repeat(Condition.HEADSET))
    numbers = iter(random.sample(range(101, 400), len(owners) + len(places)))
    desks = [
        _machine(random, next(numbers), condition, user_name=owner)
        for owner, condition in zip(owners, conditions, strict=False)
    ]
    return (*desks, *(_machine(random, next(numbers), Condition.SPEAKERPHONE, place=place) for place in places))


def _machine(
    random: Random, number: int, condition: Condition, user_name: str | None = None, place: str | None = None
) -> PlannedMachine:
    return PlannedMachine(
        name=f"PC-{number:04}",
        user_name=user_name,
        place=place,
        condition=condition,
        laptop=place is None and random.random() < 0.6,
        started=random.randint(600, 5 * 86_400),
    )


def inventory(condition: Condition) -> Inventory:
    """Return what an agent sees on a machine in this condition."""
    if condition is Condition.AUDIO_DOWN:
        return Inventory(devices=(_CAMERA,), source=DeviceSource.PORTAUDIO, problem=SENTENCES[Trouble.NO_ANSWER])
    return Inventory(devices=_DEVICES.get(condition, _DEVICES[Condition.HEADSET]), source=DeviceSource.PORTAUDIO)


def _microphone(device_id: str, label: str, default: bool) -> MediaDevice:
    return MediaDevice(device_id=f"{device_id}-in", kind=DeviceKind.MICROPHONE, label=label, is_default=default)


def _speaker(device_id: str, label: str, default: bool) -> MediaDevice:
    return MediaDevice(device_id=f"{device_id}-out", kind=DeviceKind.SPEAKER, label=label, is_default=default)


_HEADSET = ("usb-headset", "Kuulokemikrofoni H20")
_SPEAKERPHONE = ("usb-speakerphone", "Kokouskaiutin S410")
_BUILT_IN = ("realtek", "Realtek")
_MONITOR = ("hdmi", "HDMI-näyttö E24")
_CAMERA = MediaDevice(device_id="usb-camera", kind=DeviceKind.CAMERA, label="HD-verkkokamera", is_default=True)
_DEVICES: dict[Condition, tuple[MediaDevice, ...]] = {
    Condition.HEADSET: (
        _microphone(*_HEADSET, True),
        _microphone(*_BUILT_IN, False),
        _speaker(*_HEADSET, True),
        _speaker(*_BUILT_IN, False),
        _CAMERA,
    ),
    Condition.SPEAKERPHONE: (_microphone(*_SPEAKERPHONE, True), _speaker(*_SPEAKERPHONE, True), _CAMERA),
    Condition.NO_HEADSET: (_microphone(*_BUILT_IN, True), _speaker(*_BUILT_IN, True), _CAMERA),
    Condition.NO_MICROPHONE: (_speaker(*_BUILT_IN, True), _CAMERA),
    Condition.NO_CAMERA: (_microphone(*_HEADSET, True), _speaker(*_HEADSET, True)),
    Condition.MONITOR_SPEAKER: (
        _microphone(*_HEADSET, True),
        _speaker(*_HEADSET, False),
        _speaker(*_MONITOR, True),
        _CAMERA,
    ),
}


def figures(machine: PlannedMachine, random: Random, passed: int) -> Machine:
    """Return a machine's figures `passed` seconds into the demonstration; they move a little with each report."""
    return Machine(
        hostname=machine.name,
        system="Windows 11 10.0.26100",
        cpu_percent=round(random.uniform(2, 35), 1),
        cpu_count=8 if machine.laptop else 4,
        memory_total=16 * GIGABYTE,
        memory_percent=round(random.uniform(35, 75), 1),
        disk_total=512 * GIGABYTE,
        disk_percent=round(20 + machine.started % 60, 1),
        uptime=machine.started + passed,
        battery_percent=round(random.uniform(40, 100), 1) if machine.laptop else None,
        on_mains=True if machine.laptop else None,
        interfaces=(
            NetworkInterface(
                name="Wi-Fi" if machine.laptop else "Ethernet",
                is_up=True,
                speed_mbps=866 if machine.laptop else 1000,
                addresses=2,
            ),
        ),
    )
