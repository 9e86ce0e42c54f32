"""Notifications on the desktop: by the terminal where it knows how, by the system's own command where it is there."""

import asyncio
import os
import shutil
from collections.abc import Mapping

from textual.app import App

GIVE_UP_AFTER = 5.0


def sequence(title: str, text: str, environ: Mapping[str, str]) -> str:
    """Return what makes this terminal notify, or an empty text where it is not known to."""
    clean = "".join(each for each in f"{title}: {text}" if each.isprintable())
    if environ.get("TERM_PROGRAM") in {"iTerm.app", "WezTerm", "ghostty"} or "KITTY_WINDOW_ID" in environ:
        return f"\x1b]9;{clean}\x07"
    if "VTE_VERSION" in environ:
        return f"\x1b]777;notify;{title};{clean.removeprefix(f'{title}: ')}\x07"
    return ""


async def notify(app: App[int], title: str, text: str) -> None:
    """Notify by the terminal, else by notify-send; where there is neither, the bell has rung anyway."""
    written = sequence(title, text, os.environ)
    driver = app._driver  # Textual has no public way to write a sequence of one's own
    if written and driver is not None and not app.is_headless:
        driver.write(written)
        return
    command = shutil.which("notify-send")
    if command is None or not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        return
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        command, "--app-name=Bedside", "--", title, text, stdin=quiet, stdout=quiet, stderr=quiet
    )
    try:
        await asyncio.wait_for(process.wait(), GIVE_UP_AFTER)
    except TimeoutError:
        process.kill()
        await process.wait()
