"""Workstations: whether they are there, what they hear and speak with, what changed."""

from typing import Any

from console.domain.alerts import found_fault
from console.domain.devices import DeviceChange, DeviceKind, Inventory, MediaDevice, Workstation
from console.presentation import checks
from console.presentation.cell import Cell, Tone, sign
from console.presentation.columns import Column
from console.presentation.detail import Detail, Field, field
from console.presentation.listing import Listing, View
from console.presentation.scene import NEVER, UNKNOWN, Scene
from console.presentation.terms import CHANGES, DEVICE_KINDS
from console.words import _, marked

TONE_ORDER = {Tone.URGENT: 0, Tone.WARNING: 1, Tone.NOTICE: 2, Tone.QUIET: 3, Tone.GOOD: 4}


def default(machine: Workstation, kind: DeviceKind) -> MediaDevice | None:
    """Return the device of a kind that is used unless another is chosen."""
    devices = machine.inventory.devices if machine.inventory is not None else ()
    return next((device for device in devices if device.kind is kind and device.is_default), None)


def state(machine: Workstation, scene: Scene) -> Cell:
    """Say what is wrong with a workstation, the worst first, or that nothing is."""
    if machine.last_seen_at is None:
        return Cell(_("waiting for its agent"), Tone.QUIET)
    if machine.paused_until is not None and machine.paused_until > scene.now:
        return Cell(_("paused until {time}", time=scene.moment(machine.paused_until)), Tone.QUIET)
    if not machine.online:
        return Cell(_("offline"), Tone.NOTICE)
    return _sound(machine)


def _sound(machine: Workstation) -> Cell:
    inventory = machine.inventory
    if inventory is None:
        return Cell(_("no devices reported yet"), Tone.NOTICE)
    if inventory.problem is not None:
        return Cell(_("sound system down"), Tone.WARNING)
    there = {device.kind for device in inventory.devices}
    if DeviceKind.MICROPHONE not in there:
        return Cell(_("no microphone"), Tone.WARNING)
    if DeviceKind.SPEAKER not in there:
        return Cell(_("no speaker"), Tone.WARNING)
    if found_fault(machine):
        return Cell(_("test found a fault"), Tone.WARNING)
    return Cell(_("ok"), Tone.GOOD)


def owner(machine: Workstation, scene: Scene) -> str:
    """Say whose workstation it is: a person's or a place's."""
    if machine.account_id is not None:
        return scene.person(machine.account_id)
    place = scene.snapshot.places.get(machine.place_id or "")
    return place.name if place is not None else UNKNOWN


def _label(kind: DeviceKind) -> Any:
    def cell(machine: Workstation, _scene: Scene) -> Cell:
        device = default(machine, kind)
        return Cell(device.label) if device is not None else Cell(UNKNOWN, Tone.QUIET)

    return cell


def change(what: DeviceChange) -> str:
    """Say what happened to a device."""
    return f"{what.device.label} {_(CHANGES[what.change])}"


def _latest_change(machine: Workstation, scene: Scene) -> Cell:
    if not machine.changes:
        return Cell(UNKNOWN, Tone.QUIET)
    return Cell(f"{scene.moment(machine.changes[0].at)} {change(machine.changes[0])}")


def _rank(machine: Workstation, scene: Scene) -> Any:
    return (TONE_ORDER.get(state(machine, scene).tone, 3), machine.name.casefold())


def _words(machine: Workstation, scene: Scene) -> str:
    devices = machine.inventory.devices if machine.inventory is not None else ()
    return " ".join(
        (
            machine.name,
            owner(machine, scene),
            state(machine, scene).text,
            *(device.label for device in devices),
            machine.machine.hostname if machine.machine is not None else "",
        )
    )


def _seen(machine: Workstation, scene: Scene) -> Cell:
    return Cell(scene.day_or_time(machine.last_seen_at), Tone.NORMAL if machine.online else Tone.QUIET)


def _detail(machine: Workstation, scene: Scene) -> Detail:
    runs = checks.runs_of(machine, scene)
    return Detail(
        f"{machine.name}, {owner(machine, scene)}",
        [
            field(_("State"), state(machine, scene)),
            field(_("Last seen"), scene.moment(machine.last_seen_at)),
            *checks.mend(runs),
            *_problem(machine.inventory),
            *_devices(machine),
            *checks.history(machine, runs, scene),
            checks.baseline(machine.baseline, scene),
            *_changes(machine, scene),
            *_machine(machine),
        ],
    )


def _problem(inventory: Inventory | None) -> list[Field]:
    return [field(_("Problem"), _(inventory.problem))] if inventory is not None and inventory.problem else []


def _devices(machine: Workstation) -> list[Field]:
    devices = machine.inventory.devices if machine.inventory is not None else ()
    fields: list[Field] = []
    for kind in DeviceKind:
        label = _(DEVICE_KINDS[kind]).capitalize()
        of_kind = sorted((device for device in devices if device.kind is kind), key=lambda each: not each.is_default)
        for number, device in enumerate(of_kind):
            mark = f" ({_('default')})" if device.is_default else ""
            fields.append(field(label if number == 0 else "", device.label + mark))
        if not of_kind:
            fields.append(field(label, Cell(UNKNOWN, Tone.QUIET)))
    return fields


def _changes(machine: Workstation, scene: Scene) -> list[Field]:
    label = _("Changes")
    return [
        field(label if number == 0 else "", f"{scene.moment(what.at)} {change(what)}")
        for number, what in enumerate(machine.changes)
    ]


def _machine(workstation: Workstation) -> list[Field]:
    machine = workstation.machine
    if machine is None:
        return []
    gigabytes = machine.memory_total / 1e9
    links = ", ".join(
        f"{link.name} {link.speed_mbps} Mbit/s" if link.speed_mbps else link.name
        for link in machine.interfaces
        if link.is_up
    )
    fields = [
        field(_("Computer"), f"{machine.hostname}, {machine.system}"),
        field(_("Processor"), _("{percent} % of {n}", percent=round(machine.cpu_percent), n=machine.cpu_count)),
        field(
            _("Memory"), _("{percent} % of {size} GB", percent=round(machine.memory_percent), size=f"{gigabytes:.0f}")
        ),
        field(_("Disk"), _("{percent} % full", percent=round(machine.disk_percent))),
        field(_("Network"), links or Cell(_("no link"), Tone.WARNING)),
    ]
    if machine.battery_percent is not None:
        power = _("on mains") if machine.on_mains else _("on battery")
        fields.append(field(_("Battery"), f"{machine.battery_percent:.0f} %, {power}"))
    return fields


def _empty(scene: Scene) -> str:
    organisation = scene.snapshot.organisation
    if organisation is not None and organisation.staff_informed_on is None:
        return _("Staff must be told what is reported before workstations join. Press i to record that they were.")
    return _("No workstations here. Press n to make a code that lets one join.")


DEVICES: Listing[Workstation] = Listing(
    title=marked("Devices"),
    things=lambda scene: scene.snapshot.workstations,
    columns=(
        Column(
            title="",
            width=2,
            cell=lambda machine, scene: sign(state(machine, scene).tone),
            order=lambda machine, scene: TONE_ORDER.get(state(machine, scene).tone, 3),
        ),
        Column(title=marked("Name"), width=10, grow=1, cell=lambda machine, _scene: Cell(machine.name)),
        Column(title=marked("Whose"), width=14, grow=2, cell=lambda machine, scene: Cell(owner(machine, scene))),
        Column(title=marked("State"), width=21, grow=1, cell=state),
        Column(title=marked("Microphone"), width=14, grow=2, rank=2, cell=_label(DeviceKind.MICROPHONE)),
        Column(title=marked("Speaker"), width=14, grow=2, rank=3, cell=_label(DeviceKind.SPEAKER)),
        Column(
            title=marked("Last seen"),
            width=9,
            rank=1,
            cell=_seen,
            order=lambda machine, _scene: machine.last_seen_at or NEVER,
        ),
        Column(
            title=marked("Latest change"),
            width=24,
            grow=3,
            rank=4,
            cell=_latest_change,
            order=lambda machine, _scene: machine.changes[0].at if machine.changes else NEVER,
        ),
    ),
    views=(
        View(title=marked("all")),
        View(
            title=marked("needs help"),
            keep=lambda each, scene: state(each, scene).tone in {Tone.WARNING, Tone.NOTICE},
        ),
    ),
    words=_words,
    rank=_rank,
    detail=_detail,
    empty=_empty,
)
