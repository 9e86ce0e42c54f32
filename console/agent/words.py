"""What the agent tells its own user, in plain words: what is reported, what is not, and how it fares."""

from collections.abc import Iterator
from datetime import datetime

from console.agent.files import AgentFiles
from console.agent.spool import Spool
from console.domain.devices import (
    HEARTBEAT,
    Change,
    DeviceKind,
    Inventory,
    Machine,
    MediaDevice,
    NetworkInterface,
    Report,
)
from console.domain.noun import Noun
from console.words import _, marked, plural

REPORTED = (
    marked("the machine's name, its operating system and how long it has been on"),
    marked("how large its memory and disk are, and how busy they and the processor are"),
    marked("its battery, and whether it is charging"),
    marked("its network interfaces: whether each is connected, how fast, with how many addresses, but not which"),
    marked("the names of its microphones, speakers and cameras, and which are used by default"),
    marked("when one of these is plugged in, unplugged or made the default"),
    marked("whether the sound system works, and what is muted or turned down: looked up, without making a sound"),
    marked("when you say yes to a test that support asks for: how loud and clear its own sounds came back"),
)
NOT_REPORTED = (
    marked("sound or pictures: without your yes nothing is listened to and no camera is opened"),
    marked("what is on the screen, what is typed, which programs or web pages are open"),
    marked("files and their names"),
    marked("who is signed in, when somebody is at the machine, or where it is"),
)
KINDS = {
    DeviceKind.MICROPHONE: marked("microphone"),
    DeviceKind.SPEAKER: marked("speaker"),
    DeviceKind.CAMERA: marked("camera"),
}
CHANGES = {
    Change.ADDED: marked("plugged in"),
    Change.REMOVED: marked("unplugged"),
    Change.MADE_DEFAULT: marked("made the default"),
}


class Standing(Noun, frozen=True, kw_only=True):
    """How an agent stands. service_url: None for this home's own service. waiting, dropped: changes in the spool."""

    enrolled: bool
    running: bool
    service_url: str | None = None
    workstation_id: str | None = None
    paused_until: datetime | None = None
    since: datetime | None = None
    trouble: str | None = None
    waiting: int = 0
    dropped: int = 0


def standing(files: AgentFiles, now: datetime, *, running: bool) -> Standing:
    """Return how the agent of these files stands."""
    identity, status = files.identity(), files.status()
    waiting = dropped = 0
    if files.spool_path.exists():
        with Spool(files.spool_path) as spool:
            waiting, dropped = spool.waiting, spool.dropped
    return Standing(
        enrolled=identity is not None,
        running=running,
        service_url=identity.service_url if identity else None,
        workstation_id=identity.workstation_id if identity else None,
        paused_until=files.paused_until(now),
        since=status.since if status and running else None,
        trouble=status.trouble if status and running else None,
        waiting=waiting,
        dropped=dropped,
    )


def shown(now: Standing, files: AgentFiles) -> Iterator[str]:
    """Yield the lines of `--show`."""
    yield from _fares(now)
    yield ""
    yield _("What is reported, every {n} seconds and when something changes:", n=int(HEARTBEAT.total_seconds()))
    yield from (f"  - {_(part)}" for part in REPORTED)
    yield ""
    yield _("What is not reported:")
    yield from (f"  - {_(part)}" for part in NOT_REPORTED)
    yield ""
    yield _("See one whole report, without sending it: bedside agent --once")
    yield _("Pause it: bedside agent --pause 2h    Go on: bedside agent --resume")
    if now.enrolled:
        yield _("Its key is in {path}, which only this user can read.", path=files.identity_path)
        yield _("It can't be in the system's keyring, which is locked until somebody signs in and allows it.")


def _fares(now: Standing) -> Iterator[str]:
    if not now.enrolled:
        yield _("This workstation is not enrolled: nothing is reported.")
        return
    yield _(
        "This workstation reports to {service} as {workstation}.",
        service=now.service_url or _("this home's own service"),
        workstation=now.workstation_id,
    )
    if now.paused_until is not None:
        yield paused(now.paused_until)
    elif not now.running:
        yield _("The agent is not running: nothing is reported.")
    elif now.trouble is not None and now.since is not None:
        yield _("Since {time} no report gets through. {trouble}", time=clock_time(now.since), trouble=now.trouble)
    elif now.since is not None:
        yield _("Reports have been getting through since {time}.", time=clock_time(now.since))
    if now.waiting:
        yield plural("{n} change waits to be sent.", "{n} changes wait to be sent.", now.waiting)
    if now.dropped:
        yield plural(
            "{n} old change was dropped because too many were waiting.",
            "{n} old changes were dropped because too many were waiting.",
            now.dropped,
        )


def paused(until: datetime) -> str:
    """Return the sentence about a pause."""
    return _("Paused: nothing is reported until {time}.", time=clock_time(until))


def clock_time(moment: datetime) -> str:
    """Return a moment on this machine's clock."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def told(report: Report) -> Iterator[str]:
    """Yield a report's lines."""
    yield from _machine(report.machine)
    if report.inventory is not None:
        yield from _inventory(report.inventory)
    for change in report.changes:
        yield f"{clock_time(change.at)} {_(CHANGES[change.change])}: {_device(change.device)}"


def _inventory(inventory: Inventory) -> Iterator[str]:
    yield from map(_device, inventory.devices)
    if inventory.problem is not None:
        yield _(inventory.problem)
    elif not inventory.devices:
        yield _("no microphone, speaker or camera")


def _machine(machine: Machine) -> Iterator[str]:
    yield f"{machine.hostname}, {machine.system}"
    yield _("on for {hours} h {minutes} min", hours=machine.uptime // 3600, minutes=machine.uptime % 3600 // 60)
    yield _("processor {percent} % busy, {n} cores", percent=round(machine.cpu_percent), n=machine.cpu_count)
    yield _(
        "memory {percent} % of {size} used", percent=round(machine.memory_percent), size=_size(machine.memory_total)
    )
    yield _("disk {percent} % of {size} used", percent=round(machine.disk_percent), size=_size(machine.disk_total))
    if machine.battery_percent is not None:
        charging = _("on mains") if machine.on_mains else _("on battery")
        yield _("battery {percent} %, {charging}", percent=round(machine.battery_percent), charging=charging)
    yield from map(_interface, machine.interfaces)


def _interface(interface: NetworkInterface) -> str:
    parts = [
        _("connected") if interface.is_up else _("not connected"),
        f"{interface.speed_mbps} Mbit/s" if interface.speed_mbps else "",
        plural("{n} address", "{n} addresses", interface.addresses),
    ]
    return _("network {name}: {parts}", name=interface.name, parts=", ".join(filter(None, parts)))


def _device(device: MediaDevice) -> str:
    default = f" ({_('default')})" if device.is_default else ""
    return f"{_(KINDS[device.kind])}: {device.label}{default}"


def _size(bytes_: int) -> str:
    return f"{bytes_ / 1024**3:.0f} GiB"
