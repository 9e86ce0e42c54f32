"""Windows: a value in the user's Run key, which is started at sign-in. Not yet run on Windows."""

import subprocess
from collections.abc import Sequence

from console.agent.startup import NAME, Entry

KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


def install(command: Sequence[str]) -> Entry:
    """Write the value."""
    line = subprocess.list2cmdline(command)
    # reg.exe rather than winreg: what is done here is then also what is told to undo it.
    subprocess.run(_reg("add", "/t", "REG_SZ", "/d", line), check=True, stdout=subprocess.DEVNULL)
    return Entry(
        where=rf"HKCU\{KEY}, {NAME}",
        start=f'start "" {line}',
        undo=subprocess.list2cmdline(_reg("delete")),
    )


def _reg(action: str, *options: str) -> list[str]:
    return ["reg.exe", action, rf"HKCU\{KEY}", "/v", NAME, *options, "/f"]
