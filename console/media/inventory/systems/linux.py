"""Linux: a sound server if there is one, else ALSA's own devices; cameras as Video4Linux shows them."""

from collections.abc import Iterator
from pathlib import Path

from console.domain.devices import DeviceKind, MediaDevice
from console.media import pulse_address
from console.media.inventory.programs import PORTAUDIO, PULSE, Program

CAMERAS_EVERY = 5.0
SYSFS = Path("/sys/class/video4linux")


def sound() -> Program:
    """PulseAudio, or PipeWire in its place, where there is one."""
    return PULSE if pulse_address.is_there() else PORTAUDIO


async def cameras() -> tuple[MediaDevice, ...]:
    """Return the cameras that are plugged in: reading a few lines of sysfs holds nothing up."""
    return found(SYSFS)


def found(sysfs: Path) -> tuple[MediaDevice, ...]:
    """Return each camera once."""
    return tuple(_camera(node) for node in nodes(sysfs))


def nodes(sysfs: Path) -> Iterator[Path]:
    """Yield each camera's first node, named as in /dev: it takes pictures, further ones carry its metadata."""
    return (node for node in sorted(sysfs.glob("video*")) if _read(node / "index") in ("0", ""))


def label_of(node: Path) -> str:
    """Return what the camera of a node is called."""
    return _read(node / "name") or node.name


def _camera(node: Path) -> MediaDevice:
    label = label_of(node)
    device = node / "device"
    # The port that it is plugged into; a virtual camera has none.
    place = device.resolve().name if device.exists() else label
    return MediaDevice(device_id=place, kind=DeviceKind.CAMERA, label=label)


def _read(file: Path) -> str:
    try:
        return file.read_text(errors="replace").strip()
    except OSError:  # unplugged since it was listed
        return ""
