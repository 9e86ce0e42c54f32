"""`bedside diagnose --watch`: window after window, each measured and forgotten, with a line for what has changed."""

import math
from collections.abc import Callable

from console.diagnostics.mending import Case
from console.domain.devices import CheckOutcome
from console.domain.diagnosis import wording
from console.domain.diagnosis.result import Diagnosis
from console.presentation.diagnosis import verdict

WINDOW = 60.0
"""Seconds: the sound of a window is kept in memory until it has been measured."""
_WORST_FIRST = (CheckOutcome.FAULT, CheckOutcome.UNSURE, CheckOutcome.UNABLE, CheckOutcome.HEALTHY)


def windows(seconds: float) -> tuple[int, float]:
    """Return how many windows a watch has, and how many seconds each of them takes: all the same."""
    count = max(1, math.ceil(seconds / WINDOW))
    return count, seconds / count


async def watched(case: Case, count: int, say: Callable[[str], None]) -> Diagnosis:
    """Test so many times and return the first of the worst. say: told of the first window, and of each that differs."""
    worst = before = None
    for _nth in range(count):
        found = await case.test()
        if count > 1 and (before is None or _told(found) != _told(before)):
            say(_line(found))
        if worst is None or _rank(found) < _rank(worst):
            worst = found
        before = found
    assert worst is not None
    case.latest = worst
    return worst


def _told(found: Diagnosis) -> tuple[object, ...]:
    return found.verdict, tuple((cause.code, cause.subject) for cause in found.causes)


def _rank(found: Diagnosis) -> int:
    return _WORST_FIRST.index(found.verdict)


def _line(found: Diagnosis) -> str:
    causes = "; ".join(f"{cause.code}: {wording.title(cause)}" for cause in found.causes)
    return f"{found.at.astimezone():%H:%M:%S}  {verdict.heading(found)}{'  ' if causes else ''}{causes}"
