"""macOS: a launch agent of the user. Not yet run on a Mac."""

import os
import plistlib
import shlex
from collections.abc import Sequence
from pathlib import Path

from console.agent.startup import NAME, Entry

FOLDER = Path("Library/LaunchAgents")


def install(command: Sequence[str]) -> Entry:
    """Write the launch agent's property list."""
    path = Path.home() / FOLDER / f"{NAME}.plist"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(property_list(command))
    domain = f"gui/{os.getuid()}"
    return Entry(
        where=str(path),
        start=f"launchctl bootstrap {domain} {shlex.quote(str(path))}",
        undo=f"launchctl bootout {domain}/{NAME}; rm {shlex.quote(str(path))}",
    )


def property_list(command: Sequence[str]) -> bytes:
    """Return the property list: started at sign-in, and again if it fails."""
    return plistlib.dumps(
        {
            "Label": NAME,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ProcessType": "Background",
            "Umask": 0o077,
        }
    )
