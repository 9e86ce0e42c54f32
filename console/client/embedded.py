"""The embedded service of a home: found by its run file, started detached when there is none."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from console.client.service import ServiceClient
from console.domain.errors import ConsoleError, reason
from console.wire import run_file
from console.wire.run_file import RunFile
from console.words import _, language

LOG = "service.log"
START_WITHIN = 30.0
LOOK_EVERY = 0.03


async def find(home: Path) -> RunFile | None:
    """Return where the home's service answers, or None when none does. A run file may be left from a killed one."""
    run = run_file.read(home)
    if run is None:
        return None
    client = client_of(run)
    try:
        await client.me()  # the port may be somebody else's by now: only our service knows our token
    except ConsoleError:
        return None
    finally:
        await client.close()
    return run


def client_of(run: RunFile) -> ServiceClient:
    """Return a client of a home's service, as its owner."""
    return ServiceClient(run.url, run.admin_token, certificate=run.certificate)


async def find_or_start(home: Path, options: Sequence[str] = ()) -> RunFile:
    """Return where the home's service answers, started if need be."""
    found = await find(home)
    return found if found is not None else await start(home, options)


async def start(home: Path, options: Sequence[str] = ()) -> RunFile:
    """Start the home's service, detached, and return where it answers. Two who start it at once get one."""
    said = home / "service-start.log"
    process = await asyncio.to_thread(_spawn, home, options, said)
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until:
        # Whether it has ended is asked first: the one that won the race may write its run file just after.
        ended = process.poll() is not None
        if (found := await find(home)) is not None:
            return found
        if ended and process.returncode != 0 and not _another_starts(said):
            break
        await asyncio.sleep(LOOK_EVERY)
    raise _not_started(said)


def _spawn(home: Path, options: Sequence[str], said: Path) -> "subprocess.Popen[bytes]":
    # It speaks our language: it may name the organisation, and what it says when it fails is understood here.
    ours = ["--home", str(home), "--log", str(home / LOG), "--lang", language()]
    command = [sys.executable, "-m", "console", "serve", *ours, *options]
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with said.open("wb") as errors:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                close_fds=True,
                start_new_session=sys.platform != "win32",
                creationflags=_DETACHED if sys.platform == "win32" else 0,
            )
    except OSError as error:
        raise ConsoleError(
            _("This home can't be written."),
            reason(error),
            _("Choose another with --home, or give this user the right to write there."),
            code="home-unusable",
        ) from error


_DETACHED = 0x00000008 | 0x00000200  # DETACHED_PROCESS and CREATE_NEW_PROCESS_GROUP of Windows


def _another_starts(said: Path) -> bool:
    return _("A service is running in this home already.") in _text(said)


def _text(said: Path) -> str:
    try:
        return said.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _not_started(said: Path) -> ConsoleError:
    lines = _text(said).splitlines()
    return ConsoleError(
        _("The service could not be started."),
        lines[-1] if lines else "",
        _("Run it alone to see more: bedside serve"),
        code="not-started",
    )
