"""A diagnosis without the devices' own names, for others to read: a headset is often called after its owner."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from console.domain.diagnosis.causes import Cause
from console.domain.diagnosis.evidence import Endpoint, Evidence, Side
from console.domain.diagnosis.phrases.network import NETWORK
from console.domain.diagnosis.result import Diagnosis
from console.domain.diagnosis.tested import states
from console.words import _

_KEYS = frozenset(
    {
        "name",
        "label",
        "labels",
        "subject",
        "device",
        "endpoint",
        "monitorOf",
        "master",
        "input",
        "output",
        "inputLabel",
        "outputLabel",
    }
)
"""Where a diagnosis has the name of a device: a camera may be called "camera", as is what says so."""


def nameless(diagnosis: Diagnosis) -> Diagnosis:
    """Return the diagnosis with each device as its kind and a number, in the language in use."""
    renamed = _renamed(msgspec.to_builtins(diagnosis), _names(diagnosis))
    return replace(msgspec.convert(renamed, Diagnosis), chain=diagnosis.chain)  # a link's name is no device's


def _names(diagnosis: Diagnosis) -> dict[str, str]:
    """Return what each device is called instead, by its name and by its label."""
    names: dict[str, str] = {}
    for side in Side:
        for number, endpoint in enumerate(_endpoints(diagnosis, side), 1):
            said = _("microphone {n}", n=number) if side is Side.INPUT else _("speaker {n}", n=number)
            said += _way(endpoint)
            names[endpoint.name] = said
            if endpoint.label:
                names.setdefault(endpoint.label, said)
    for number, label in enumerate(_cameras(diagnosis.evidence), 1):
        names.setdefault(label, _("camera {n}", n=number))
    others = dict.fromkeys(label for label in _others(diagnosis) if label and label not in names)
    return names | {label: _("device {n}", n=number) for number, label in enumerate(others, 1)}


def _endpoints(diagnosis: Diagnosis, side: Side) -> list[Endpoint]:
    """Return the side's endpoints, each once: those of the test first, then as the sound system lists them."""
    tested = diagnosis.input if side is Side.INPUT else diagnosis.output
    found = {tested.name: tested} if tested is not None else {}
    for state in states(diagnosis.evidence) if diagnosis.evidence is not None else ():
        for one in state.endpoints:
            if one.side is side:
                found.setdefault(one.name, one)
    return list(found.values())


def _way(endpoint: Endpoint) -> str:
    """Return how a device is connected, in brackets, where its name tells; empty where it doesn't."""
    name = endpoint.name.casefold()
    if "bluez" in name or "bluetooth" in name:
        return " (Bluetooth)"
    if "usb" in name:
        return " (USB)"
    return f" ({_('built in')})" if "pci" in name or "platform" in name else ""


def _cameras(evidence: Evidence | None) -> Iterator[str]:
    if evidence is not None and evidence.cameras is not None:
        yield from evidence.cameras.labels
    if evidence is not None and evidence.camera is not None:
        yield from (evidence.camera.label, evidence.camera.device)


def _others(diagnosis: Diagnosis) -> Iterator[str]:
    """Yield what else is the name of a device: of the last good test, or of a diagnosis that came without evidence."""
    evidence = diagnosis.evidence
    if evidence is not None and evidence.earlier is not None:
        yield from (evidence.earlier.input_label, evidence.earlier.output_label)
    for cause in diagnosis.causes:
        yield from _named(cause)


def _named(cause: Cause) -> Iterator[str]:
    if cause.code not in NETWORK:  # their subject is an address
        yield cause.subject
    if cause.action is not None:
        yield from (cause.action.label, cause.action.name)
    for finding in cause.findings:
        device = finding.values.get("device")
        if isinstance(device, str):
            yield device


def _renamed(thing: Any, names: dict[str, str], key: str = "") -> Any:
    if isinstance(thing, str):
        return names.get(thing, thing) if key in _KEYS else thing
    if isinstance(thing, dict):
        return {inner: _renamed(value, names, inner) for inner, value in thing.items()}
    return [_renamed(value, names, key) for value in thing] if isinstance(thing, list | tuple) else thing
