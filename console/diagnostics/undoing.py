"""What takes mends back, kept on this machine: a mend can be taken back for a day, though the program has ended."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from console.diagnostics import keeping
from console.domain.diagnosis.causes import Action, Cause
from console.domain.noun import Moment, Noun

KEPT_FOR = timedelta(hours=24)
"""After a day nobody remembers what it was like before."""


class Applied(Noun, frozen=True, kw_only=True):
    """A mend that was applied. cause: without its evidence. back: the action that takes it back."""

    at: Moment
    cause: Cause
    back: Action


def own_file() -> Path:
    """Return where this machine's mends are kept for this user."""
    return keeping.own_file("mends.json")


async def recall(file: Path, now: datetime) -> tuple[Applied, ...]:
    """Return what can still be taken back, the latest first."""
    kept = await asyncio.to_thread(keeping.read, file, tuple[Applied, ...])
    return tuple(one for one in kept or () if now - one.at <= KEPT_FOR)


async def keep(file: Path, applied: Applied, now: datetime) -> None:
    """Keep one more."""
    await asyncio.to_thread(keeping.write, file, (applied, *await recall(file, now)))


async def forget(file: Path, applied: Applied, now: datetime) -> None:
    """Forget one that was taken back."""
    left = tuple(one for one in await recall(file, now) if one != applied)
    await asyncio.to_thread(keeping.write, file, left)
