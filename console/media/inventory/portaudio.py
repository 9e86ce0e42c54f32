"""The sound devices that PortAudio sees: a program that prints them as one line and ends.

The line is JSON: `{"devices": [MediaDevice, ...]}` or `{"trouble": "no-library" | "broken"}`. PortAudio's list is
frozen when it starts and its indices mean nothing afterwards: so a new process for each look, and devices by name.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from console.media.leash import end_with_parent

BEST_HOSTS = ("Core Audio", "Windows WASAPI", "ALSA")
"""PortAudio shows a device once for each of the system's interfaces to it: the one with the full names is taken."""


def main() -> None:
    """Print the devices, or why there are none to see."""
    end_with_parent()
    print(json.dumps(_sighting()), flush=True)


def _sighting() -> dict[str, object]:
    try:
        import sounddevice
    except (ImportError, OSError):  # OSError: the binding is there, PortAudio is not
        return {"trouble": "no-library"}
    try:
        return {"devices": list(devices(sounddevice.query_hostapis(), sounddevice.query_devices()))}
    except sounddevice.PortAudioError:
        return {"trouble": "broken"}


def devices(hosts: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, object]]:
    """Yield the devices of the best host interface, as MediaDevice on the wire. Both lists are PortAudio's own."""
    return (device for _, device in numbered(hosts, found))


def numbered(
    hosts: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the same devices, each with PortAudio's number of it, which is good until PortAudio ends."""
    host = _best(hosts)
    if host is None:
        return
    names: Counter[tuple[str, str]] = Counter()
    for index in host["devices"]:
        device = found[index]
        label = hardware(host["name"], device["name"])
        for kind, side in (("audioinput", "input"), ("audiooutput", "output")):
            if label and device[f"max_{side}_channels"]:
                names[kind, label] += 1
                yield (
                    index,
                    {
                        "deviceId": told_apart(label, names[kind, label]),
                        "kind": kind,
                        "label": label,
                        "isDefault": index == host[f"default_{side}_device"],
                    },
                )


def hardware(host: str, name: str) -> str | None:
    """Return what a device is called, or None for what is no device: ALSA's plug-ins, what WASAPI's speakers play."""
    if host == "ALSA":
        # The numbers in "HDA Intel: Analog (hw:0,0)" depend on what was plugged in first.
        return name.rpartition(" (hw:")[0] or None
    return None if name.endswith("[Loopback]") else name


def _best(hosts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    for name in BEST_HOSTS:
        for host in hosts:
            if host["name"] == name:
                return host
    return hosts[0] if hosts else None


def told_apart(name: str, count: int) -> str:
    """Return the name of the device that is the count-th one called so."""
    return name if count == 1 else f"{name} ({count})"


if __name__ == "__main__":
    main()
