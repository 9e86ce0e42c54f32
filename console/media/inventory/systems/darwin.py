"""macOS: sound devices by PortAudio, cameras by the system's own report. Not yet run on a Mac."""

import msgspec

from console.domain.devices import DeviceKind, MediaDevice
from console.media.inventory.programs import PORTAUDIO, Program, output

CAMERAS_EVERY = 600.0  # the report costs a good part of a second
REPORT = ["/usr/sbin/system_profiler", "SPCameraDataType", "-json"]
WITHIN = 20.0


class _Camera(msgspec.Struct):
    name: str = msgspec.field(name="_name")
    unique_id: str = msgspec.field(name="spcamera_unique-id", default="")


class _Cameras(msgspec.Struct):
    cameras: list[_Camera] = msgspec.field(name="SPCameraDataType", default_factory=list)


def sound() -> Program:
    """Core Audio, through PortAudio."""
    return PORTAUDIO


async def cameras() -> tuple[MediaDevice, ...]:
    """Return the cameras of the system's report; none where it can't be had."""
    return parsed(await output(REPORT, WITHIN))


def parsed(report: bytes) -> tuple[MediaDevice, ...]:
    """Return the cameras in the JSON that system_profiler prints."""
    try:
        listed = msgspec.json.decode(report, type=_Cameras).cameras
    except msgspec.DecodeError:
        return ()
    return tuple(
        MediaDevice(device_id=camera.unique_id or camera.name, kind=DeviceKind.CAMERA, label=camera.name)
        for camera in listed
    )
