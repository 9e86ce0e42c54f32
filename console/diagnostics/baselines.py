"""What this machine gave when all was well, kept on this machine: later tests are held against it."""

import asyncio
from pathlib import Path

from console.diagnostics import keeping
from console.domain.diagnosis.baseline import baseline
from console.domain.diagnosis.evidence import Earlier
from console.domain.diagnosis.result import Diagnosis


def own_file() -> Path:
    """Return where this machine's baseline is kept for this user."""
    return keeping.own_file("baseline.json")


async def recall(file: Path) -> Earlier | None:
    """Return the kept baseline, None where there is none that can be read."""
    return await asyncio.to_thread(keeping.read, file, Earlier)


async def keep(file: Path, diagnosis: Diagnosis, kept: Earlier | None, *, anew: bool = False) -> bool:
    """Keep a good full test as the baseline and tell whether it was: the first of these devices, or one wanted anew.

    A slow drift must not move the baseline along.
    """
    found = baseline(diagnosis)
    if found is None or not (anew or kept is None or _devices(found) != _devices(kept)):
        return False
    await asyncio.to_thread(keeping.write, file, found)
    return True


def _devices(earlier: Earlier) -> tuple[str, str]:
    return earlier.input_label, earlier.output_label
