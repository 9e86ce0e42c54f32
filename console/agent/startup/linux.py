"""Linux: a unit of the user's systemd, wanted by its default target."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from console.agent.startup import NAME, Entry

UNIT = f"{NAME}.service"


def install(command: Sequence[str]) -> Entry:
    """Write the unit and enable it, which is a link and needs no running systemd."""
    units = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "systemd/user")
    path = units / UNIT
    wanted = units / "default.target.wants" / UNIT
    wanted.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(unit(command), encoding="utf-8")
    wanted.unlink(missing_ok=True)
    wanted.symlink_to(path)
    return Entry(
        where=str(path),
        start=f"systemctl --user daemon-reload && systemctl --user start {NAME}",
        undo=f"systemctl --user disable --now {NAME}; rm {shlex.quote(str(path))}",
    )


def unit(command: Sequence[str]) -> str:
    """Return the unit's text."""
    return f"""[Unit]
Description=Bedside workstation agent

[Service]
ExecStart={" ".join(map(quoted, command))}
Restart=on-failure
RestartSec=60
UMask=0077
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""


def quoted(word: str) -> str:
    """Return a word of a command line as systemd.service(5) quotes it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
