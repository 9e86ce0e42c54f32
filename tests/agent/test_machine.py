"""The machine's figures, against the machine."""

import socket
from collections import namedtuple
from datetime import UTC, datetime

import psutil
import pytest

from console.agent.machine import machine

Address = namedtuple("Address", "family address")
State = namedtuple("State", "isup speed")


def test_the_figures_are_those_of_this_machine() -> None:
    seen = machine(datetime.now(UTC))
    assert seen.hostname == socket.gethostname()
    assert seen.memory_total == psutil.virtual_memory().total
    assert 0 < seen.memory_percent <= 100
    assert 0 <= seen.cpu_percent <= 100
    assert 0 < seen.disk_percent <= 100
    assert seen.uptime > 0
    assert "lo" not in {interface.name for interface in seen.interfaces}


def test_only_addresses_that_reach_a_network_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = {
        "lo": [Address(socket.AF_INET, "127.0.0.1")],
        "eth0": [Address(socket.AF_INET, "10.0.0.7"), Address(socket.AF_INET6, "fe80::1%eth0")],
        "wlan0": [Address(socket.AF_INET, "169.254.3.4")],
    }
    states = {"lo": State(True, 0), "eth0": State(True, 1000), "wlan0": State(True, 0), "usb0": State(False, 0)}
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: addresses)
    monkeypatch.setattr(psutil, "net_if_stats", lambda: states)
    seen = {one.name: (one.is_up, one.speed_mbps, one.addresses) for one in machine(datetime.now(UTC)).interfaces}
    assert seen == {"eth0": (True, 1000, 1), "wlan0": (True, 0, 0), "usb0": (False, 0, 0)}


def test_a_machine_whose_battery_cannot_be_asked_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(psutil, "sensors_battery")
    seen = machine(datetime.now(UTC))
    assert (seen.battery_percent, seen.on_mains) == (None, None)


def test_a_machine_that_can_not_be_asked_for_its_battery_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_sys() -> None:
        raise FileNotFoundError("/sys/class/power_supply")

    monkeypatch.setattr(psutil, "sensors_battery", no_sys, raising=False)

    assert machine(datetime.now(UTC)).battery_percent is None
