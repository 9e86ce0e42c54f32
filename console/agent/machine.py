"""The machine as psutil sees it."""

import ipaddress
import platform
import socket
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from console.domain.devices import Machine, NetworkInterface


def machine(now: datetime) -> Machine:
    """Return the machine's figures. The processor's is since the last call, the first time since the start."""
    memory = psutil.virtual_memory()
    disk = psutil.disk_usage(Path.home().anchor)
    battery = _battery()
    return Machine(
        hostname=platform.node(),
        system=_system(),
        cpu_percent=psutil.cpu_percent(),
        cpu_count=psutil.cpu_count() or 1,
        memory_total=memory.total,
        memory_percent=memory.percent,
        disk_total=disk.total,
        disk_percent=disk.percent,
        uptime=max(0, int(now.timestamp() - psutil.boot_time())),
        battery_percent=round(battery.percent, 1) if battery else None,
        on_mains=battery.power_plugged if battery else None,
        interfaces=tuple(_interfaces()),
    )


def _battery() -> Any:
    # The function itself is missing on systems that psutil can't ask.
    ask = getattr(psutil, "sensors_battery", None)
    try:
        return ask() if ask else None
    except OSError:  # a container may have no /sys to look into
        return None


def _system() -> str:
    system = platform.system()
    if system == "Linux":
        try:
            return platform.freedesktop_os_release()["PRETTY_NAME"]
        except (OSError, KeyError):
            return f"Linux {platform.release()}"
    if system == "Darwin":
        return f"macOS {platform.mac_ver()[0]}"
    return f"{system} {platform.release()} {platform.version()}"


def _interfaces() -> Iterator[NetworkInterface]:
    addresses = psutil.net_if_addrs()
    for name, state in sorted(psutil.net_if_stats().items()):
        found = [address.address for address in addresses.get(name, []) if address.family in _INTERNET]
        if not _is_loopback(found):
            yield NetworkInterface(
                name=name, is_up=state.isup, speed_mbps=state.speed, addresses=sum(map(_is_usable, found))
            )


_INTERNET = (socket.AF_INET, socket.AF_INET6)


def _is_loopback(addresses: Iterable[str]) -> bool:
    return any(_parsed(address).is_loopback for address in addresses)


def _is_usable(address: str) -> bool:
    # A link-local address is what a machine gives itself when it gets none from the network.
    return not _parsed(address).is_link_local


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.ip_address(address.partition("%")[0])
