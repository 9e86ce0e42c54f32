"""The entry that starts the agent when its user signs in: one file a system, named as `sys.platform` names them.

Such a file has `install(command) -> Entry`.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from subprocess import CalledProcessError
from typing import Protocol, cast

from console.domain.errors import ConsoleError, reason
from console.words import _

NAME = "bedside-agent"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What was written. where: a path or a registry value. start, undo: what to type to begin now, and to take back."""

    where: str
    start: str
    undo: str


class _Startup(Protocol):
    def install(self, command: Sequence[str]) -> Entry: ...


def install(home: Path) -> Entry:
    """Write the entry for this home's agent; a second time writes the same again."""
    try:
        module = import_module(f"{__name__}.{sys.platform}")
    except ModuleNotFoundError as error:
        raise ConsoleError(
            _("The agent doesn't know how to start by itself on this system."),
            sys.platform,
            _("Have the system run this when you sign in: {command}", command=" ".join(_command(home))),
        ) from error
    try:
        return cast(_Startup, module).install(_command(home))
    except (OSError, CalledProcessError) as error:
        raise ConsoleError(
            _("The start-up entry can't be written."),
            reason(error) if isinstance(error, OSError) else _("{program} refused it.", program=error.cmd[0]),
            _("Start the agent by hand with: bedside agent"),
        ) from error


def _command(home: Path) -> list[str]:
    # By absolute paths: an entry knows no search path and no working folder. The interpreter's path is not resolved, as
    # in a virtual environment that link is what says which environment it is.
    python = Path(sys.executable).absolute()
    if sys.platform == "win32":
        python = python.with_name("pythonw.exe")  # the other one opens a window
    return [str(python), "-P", "-m", "console", "agent", "--home", str(home)]
