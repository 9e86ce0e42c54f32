"""Whether a mend has helped: one sentence from the test before it and the test after it."""

from console.domain.devices import CheckOutcome
from console.domain.diagnosis import wording
from console.domain.diagnosis.evidence import SILENCE
from console.domain.diagnosis.result import Diagnosis
from console.words import _


def recovered(before: Diagnosis, after: Diagnosis, seconds: float) -> str:
    """Return what became of it. seconds: from the first verdict to the second one."""
    if after.verdict is CheckOutcome.UNABLE:
        return _("It could not be tested again.")
    remaining = {(cause.code, cause.subject) for cause in after.causes}
    gone = not before.causes or (before.causes[0].code, before.causes[0].subject) not in remaining
    if not gone:
        return _("Not mended yet: {title}", title=wording.title(before.causes[0]))
    if after.causes:
        return _("That is mended. What is left: {title}", title=wording.title(after.causes[0]))
    return _level(before, after, round(seconds)) or _("All is well again, {seconds} s.", seconds=round(seconds))


def _level(before: Diagnosis, after: Diagnosis, seconds: int) -> str | None:
    """Return how much louder it is; None where nothing was heard to compare, or it is not louder."""
    for name in ("speechLevel", "level"):
        now = after.measures.get(name)
        then = before.measures.get(name, SILENCE)
        if now is None or round(now) <= round(then):
            continue
        if then <= SILENCE:
            return _("Audible again: silent before, now {now} dBFS, {seconds} s.", now=round(now), seconds=seconds)
        return _("Audible again: {then} to {now} dBFS, {seconds} s.", then=round(then), now=round(now), seconds=seconds)
    return None
