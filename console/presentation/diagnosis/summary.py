"""What a test found as plain lines: for a terminal, a log, a screen reader."""

from collections.abc import Iterator
from datetime import datetime

from console.domain.diagnosis.result import Diagnosis
from console.presentation.cell import plain
from console.presentation.detail import lines
from console.presentation.diagnosis import chain, verdict


def summary(diagnosis: Diagnosis, now: datetime, language: str, recovery: str = "", *, width: int) -> Iterator[str]:
    """Yield the verdict, where the sound stops, the evidence, the mend, what to say and what else may be."""
    found = verdict.detail(diagnosis, now, language, recovery)
    code = f", {diagnosis.causes[0].code}" if diagnosis.causes else ""
    yield found.title + code
    for line in (*chain.lines(diagnosis.chain, now, width), *lines(found, width)):
        yield plain(line).rstrip()
