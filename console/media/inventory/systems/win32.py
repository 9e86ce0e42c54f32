"""Windows: sound devices by PortAudio, cameras by PowerShell's list of devices. Not yet run on Windows."""

import msgspec

from console.domain.devices import DeviceKind, MediaDevice
from console.media.inventory.programs import PORTAUDIO, Program, output

CAMERAS_EVERY = 600.0  # starting PowerShell costs about a second
COMMAND = [
    "powershell.exe",
    "-NoProfile",
    "-NonInteractive",
    "-Command",
    "[Console]::OutputEncoding = [Text.Encoding]::UTF8;"
    "ConvertTo-Json -Compress @(Get-PnpDevice -Class Camera -PresentOnly -ErrorAction SilentlyContinue"
    " | Select-Object InstanceId, FriendlyName)",
]
WITHIN = 30.0


class _Camera(msgspec.Struct, rename="pascal"):
    instance_id: str
    friendly_name: str | None = None


def sound() -> Program:
    """WASAPI, through PortAudio."""
    return PORTAUDIO


async def cameras() -> tuple[MediaDevice, ...]:
    """Return the cameras that are present; none where they can't be listed."""
    return parsed(await output(COMMAND, WITHIN))


def parsed(listed: bytes) -> tuple[MediaDevice, ...]:
    """Return the cameras in the JSON that PowerShell prints."""
    try:
        found = msgspec.json.decode(listed.removeprefix(b"\xef\xbb\xbf"), type=list[_Camera])
    except msgspec.DecodeError:
        return ()
    return tuple(
        MediaDevice(
            device_id=camera.instance_id,
            kind=DeviceKind.CAMERA,
            label=camera.friendly_name or camera.instance_id,
        )
        for camera in found
    )
