"""A system nobody has written a file for: its sound devices are listed, its cameras are not."""

from console.domain.devices import MediaDevice
from console.media.inventory.programs import PORTAUDIO, Program

CAMERAS_EVERY = 3600.0


def sound() -> Program:
    """PortAudio knows many systems."""
    return PORTAUDIO


async def cameras() -> tuple[MediaDevice, ...]:
    """Return none: they are not looked for."""
    return ()
