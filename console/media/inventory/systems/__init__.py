"""What differs between operating systems, one file each, named as `sys.platform` names them.

Such a file has `sound() -> Program`, which program lists the sound devices now; `cameras()`, a coroutine that returns
the cameras; and `CAMERAS_EVERY`, after how many seconds they are looked at again.
"""

import sys
from importlib import import_module
from typing import Protocol, cast

from console.domain.devices import MediaDevice
from console.media.inventory.programs import Program


class System(Protocol):
    """An operating system as the inventory sees it."""

    CAMERAS_EVERY: float

    def sound(self) -> Program:
        """Return the program that lists the sound devices as things stand."""

    async def cameras(self) -> tuple[MediaDevice, ...]:
        """Return the cameras that are plugged in."""


def this_system() -> System:
    """Return the file of the system that this process runs on; `other` where there is none."""
    try:
        module = import_module(f"{__name__}.{sys.platform}")
    except ModuleNotFoundError:
        module = import_module(f"{__name__}.other")
    return cast(System, module)
