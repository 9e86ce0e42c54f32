"""Where a camera is opened: the source and the format that FFmpeg knows it by, and every camera that there is."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from console.domain.noun import Noun
from console.media.inventory.systems import linux

ENUMERATED = {"win32": "dshow", "darwin": "avfoundation"}
"""The systems whose cameras FFmpeg lists, by its input device. Elsewhere there are Video4Linux's, or none."""


class Source(Noun, frozen=True, kw_only=True):
    """What is opened: FFmpeg's name of it and of its input device, None for a file. label: what a person calls it."""

    source: str
    format: str | None = None
    label: str = ""


def every() -> tuple[Source, ...]:
    """Return the cameras that are plugged in, the system's first choice first."""
    name = ENUMERATED.get(sys.platform)
    return tuple(of_nodes(linux.nodes(linux.SYSFS)) if name is None else _enumerated(name))


def of_nodes(nodes: Iterable[Path]) -> Iterator[Source]:
    """Yield the sources of Video4Linux nodes."""
    for node in nodes:
        yield Source(source=f"/dev/{node.name}", format="v4l2", label=linux.label_of(node))


def chosen(sources: tuple[Source, ...], label: str | None) -> Source | None:
    """Return the camera of that label, or the first where none is named."""
    return next((one for one in sources if label in (None, one.label, one.source)), None)


def _enumerated(name: str) -> Iterator[Source]:
    import av

    for device in av.enumerate_input_devices(name):
        if "video" in device.media_types:
            source = f"video={device.name}" if name == "dshow" else device.name
            yield Source(source=source, format=name, label=device.description or device.name)
