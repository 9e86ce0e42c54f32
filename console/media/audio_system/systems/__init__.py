"""What differs between operating systems, one file each, named as `sys.platform` names them.

Such a file has `opened(clock)`, a context manager that gives a Backend or raises Unreachable. It runs in the child
program only, and loads the system's sound library when it is asked to.
"""

import sys
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Protocol, cast

from console.domain.diagnosis.causes import Action
from console.domain.diagnosis.evidence import AudioState, Reach
from console.domain.noun import Clock
from console.media.audio_system.lines import Refusal


class Unreachable(Exception):
    """The audio system can't be used, or can't be used any more."""

    def __init__(self, reach: Reach) -> None:
        super().__init__(reach.value)
        self.reach = reach


class Unable(Exception):
    """An action was not done."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(detail)
        self.refusal = refusal
        self.detail = detail


class Backend(Protocol):
    """An audio system that has been reached. Each method raises Unreachable once it is gone."""

    name: str
    sees_states: bool

    def state(self) -> AudioState:
        """Return the endpoints, and the streams of all programs, as they are now."""
        ...

    def wait(self, seconds: float) -> None:
        """Return when something may have changed, at the latest after so many seconds."""
        ...

    def apply(self, action: Action, ours: frozenset[int]) -> Action:
        """Do it and return the action that takes it back, or raise Unable. ours: this program's process ids."""
        ...


class System(Protocol):
    """An operating system's file."""

    def opened(self, clock: Clock) -> AbstractContextManager[Backend]:
        """Reach the audio system, or raise Unreachable."""
        ...


def this_system() -> System:
    """Return the file of the system that this process runs on; `other` where there is none."""
    try:
        module = import_module(f"{__name__}.{sys.platform}")
    except ModuleNotFoundError:
        module = import_module(f"{__name__}.other")
    return cast(System, module)
