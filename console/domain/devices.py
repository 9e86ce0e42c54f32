"""Workstations, what their agents report, and what changed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from console.domain.diagnosis.evidence import Earlier
from console.domain.noun import UNSET, Moment, Noun, Thing, Unset, Write
from console.domain.text import Id, Line, Word

MOST_CHANGES = 20
HEARTBEAT = timedelta(seconds=30)
OFFLINE_AFTER = timedelta(seconds=90)


class DeviceKind(StrEnum):
    """MediaDeviceKind of the W3C's Media Capture and Streams."""

    MICROPHONE = "audioinput"
    SPEAKER = "audiooutput"
    CAMERA = "videoinput"


class MediaDevice(Noun, frozen=True, kw_only=True):
    """A microphone, speaker or camera. device_id: the system's stable name. label: what a person calls it."""

    device_id: str
    kind: DeviceKind
    label: str
    is_default: bool = False


class Change(StrEnum):
    """What happened to a device."""

    ADDED = "added"
    REMOVED = "removed"
    MADE_DEFAULT = "made-default"


class DeviceChange(Write, frozen=True, kw_only=True):
    """A change that the agent saw. number: counts the changes of one agent's life, so that none is taken twice."""

    number: Annotated[int, Meta(ge=1, lt=2**31)]
    at: Moment
    change: Change
    device: MediaDevice


class NetworkInterface(Noun, frozen=True, kw_only=True):
    """A network interface. speed_mbps: 0 where the system does not say."""

    name: str
    is_up: bool
    speed_mbps: int = 0
    addresses: int = 0


class Machine(Noun, frozen=True, kw_only=True):
    """The machine as psutil sees it. Percentages are 0 to 100, sizes bytes, uptime seconds; None: not there."""

    hostname: str
    system: str
    cpu_percent: float
    cpu_count: int
    memory_total: int
    memory_percent: float
    disk_total: int
    disk_percent: float
    uptime: int
    battery_percent: float | None = None
    on_mains: bool | None = None
    interfaces: tuple[NetworkInterface, ...] = ()


class DeviceSource(StrEnum):
    """How the devices were seen."""

    PULSE = "pulse"
    PORTAUDIO = "portaudio"
    NONE = "none"


class Inventory(Noun, frozen=True, kw_only=True):
    """The media devices seen at one moment. problem: why sound devices can't be seen, in a person's words, or None."""

    devices: tuple[MediaDevice, ...] = ()
    source: DeviceSource = DeviceSource.NONE
    problem: str | None = None


class Report(Write, frozen=True, kw_only=True):
    """What an agent sends every 30 s and at each change. inventory is left out while nothing has changed.

    life: a random name of this run of changes (the spool's): change numbers count within it.
    """

    at: Moment
    life: Word
    machine: Machine
    inventory: Inventory | None = None
    changes: tuple[DeviceChange, ...] = ()
    paused_until: Moment | None = None


class CheckOutcome(StrEnum):
    """How the latest check ended."""

    HEALTHY = "healthy"
    FAULT = "fault"
    UNSURE = "unsure"
    UNABLE = "unable"


class Check(Noun, frozen=True, kw_only=True):
    """The latest check of a workstation. causes: codes, most certain first. with_sound: it was played and recorded."""

    at: Moment
    outcome: CheckOutcome
    causes: tuple[str, ...] = ()
    with_sound: bool = False


class Workstation(Thing, frozen=True, kw_only=True):
    """An employee's or a place's machine with an agent. changes: the latest ones, newest first, at most 20."""

    organisation_id: str
    name: str
    account_id: str | None = None
    place_id: str | None = None
    online: bool = False
    enrolled_at: datetime
    last_seen_at: datetime | None = None
    paused_until: datetime | None = None
    machine: Machine | None = None
    inventory: Inventory | None = None
    changes: tuple[DeviceChange, ...] = ()
    latest_check: Check | None = None
    baseline: Earlier | None = None


class WorkstationPatch(Write, frozen=True, kw_only=True):
    """What may change in a workstation by hand."""

    name: Line | Unset = UNSET
    account_id: Id | Unset | None = UNSET
    place_id: Id | Unset | None = UNSET
    latest_check: Check | Unset | None = UNSET
    baseline: Earlier | Unset | None = UNSET


class NewEnrolment(Write, frozen=True, kw_only=True):
    """A workstation to be. It gets a one-time code that its agent trades for a token."""

    name: Line
    account_id: Id | None = None
    place_id: Id | None = None


class Enrolment(Noun, frozen=True, kw_only=True):
    """The one-time code, told once."""

    code: str
    expires_at: datetime


class Redemption(Write, frozen=True, kw_only=True):
    """An agent trades its code."""

    code: Word


class AgentIdentity(Noun, frozen=True, kw_only=True):
    """What an agent is from then on: its workstation and its token, told once."""

    workstation_id: str
    token: str


def reported(workstation: Workstation, report: Report, untaken: Sequence[DeviceChange], now: datetime) -> Workstation:
    """Return the workstation after its agent's report, of whose changes these were not taken before."""
    latest = sorted(untaken, key=lambda change: change.number, reverse=True)
    return replace(
        workstation,
        online=True,
        last_seen_at=now,
        machine=report.machine,
        inventory=workstation.inventory if report.inventory is None else report.inventory,
        changes=(*latest, *workstation.changes)[:MOST_CHANGES],
        paused_until=report.paused_until,
    )


def is_news(before: Workstation, after: Workstation) -> bool:
    """Tell whether more happened than that the machine's figures moved."""
    figures = {"machine": None, "last_seen_at": None}
    return replace(before, **figures) != replace(after, **figures)


def is_overtaken(check: Check, machine: Workstation) -> bool:
    """Tell whether a device was changed since a check."""
    return bool(machine.changes) and machine.changes[0].at > check.at


def is_offline(workstation: Workstation, now: datetime) -> bool:
    """Tell whether the agent has been silent for too long; a paused one is not missed."""
    seen = workstation.last_seen_at
    paused = workstation.paused_until is not None and now < workstation.paused_until
    return not paused and (seen is None or now - seen > OFFLINE_AFTER)


def changes_between(before: Inventory, after: Inventory) -> list[tuple[Change, MediaDevice]]:
    """Return what changed from one inventory to the next, removals first."""
    old = {(device.kind, device.device_id): device for device in before.devices}
    new = {(device.kind, device.device_id): device for device in after.devices}
    removed = [(Change.REMOVED, old[key]) for key in old if key not in new]
    added = [(Change.ADDED, new[key]) for key in new if key not in old]
    defaults = [
        (Change.MADE_DEFAULT, device)
        for key, device in new.items()
        if device.is_default and not (key in old and old[key].is_default)
    ]
    return removed + added + defaults
