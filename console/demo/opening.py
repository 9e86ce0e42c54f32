"""Opens a demonstration: its home, its service, and the company that performs in it."""

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from console.client import embedded
from console.demo import keeping
from console.demo.schedule import local
from console.demo.tuulikoski import TIMEZONE
from console.domain import organisations
from console.domain.errors import ConsoleError
from console.service.clock import machine_clock
from console.session import Session
from console.wire.run_file import RunFile
from console.words import _, language

LOG = "demonstration.log"
BEGINS_AT = "09:30"


async def begin(home: Path, seed: int, speed: float) -> None:
    """Have a demonstration's service answer in the home: a new one, or the one that is there already.

    Raise ConsoleError where the home holds anything else.
    """
    # The lock is beside the home, not in it: who holds it may empty the home.
    async with keeping.held(home.parent / f"{home.name}.lock"):
        await _prepare(home, seed)
        await embedded.find_or_start(home, service_options(speed))


async def _prepare(home: Path, seed: int) -> None:
    run = await embedded.find(home)
    if run is None:
        keeping.make_anew(home, seed)
    elif not await _is_demonstration(run):
        raise ConsoleError(
            _("The service of this home is no demonstration."),
            str(home),
            _("Name a folder of its own with --home."),
            code="home-unusable",
        )


async def _is_demonstration(run: RunFile) -> bool:
    client = embedded.client_of(run)
    try:
        return (await client.organisation()).demonstration
    finally:
        await client.close()


def service_options(speed: float) -> Sequence[str]:
    """Return how a demonstration's service is started: its clock shows half past nine of today in the town."""
    today = organisations.local(machine_clock(), TIMEZONE).date()
    return ("--demonstration", "--clock-start", local(today, BEGINS_AT).isoformat(), "--rate", str(speed))


def company(home: Path) -> "subprocess.Popen[bytes]":
    """Start the process that performs in a home. It ends when its standard input is closed: with us, whatever happens.

    It has no secret from here: it reads the home's run file.
    """
    with (home / LOG).open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "console.demo", str(home), language()],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=log,
            close_fds=True,
            start_new_session=sys.platform != "win32",  # Ctrl+C is for us: it ends with us in good order
        )


async def leave(session: Session) -> None:
    """Stop the service unless a console looks on, and let the connection go."""
    with suppress(ConsoleError):  # it has gone by itself
        await session.close(stop=not (await session.needed_by()).anybody)
