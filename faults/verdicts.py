"""What is wrong with a diagnosis of a known fault."""

from collections.abc import Iterator

from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Certainty
from faults.rig import Result

LONGEST = 2.5
"""Seconds from the end of the sound, or the failure, to the verdict."""


def wrongs(result: Result) -> list[str]:
    """Return everything that is wrong, in words."""
    return [*_misses(result), *_weak(result), *_false_alarms(result), *_late(result), *_unmended(result)]


def _misses(result: Result) -> Iterator[str]:
    named = {cause.code for cause in result.diagnosis.causes}
    if missing := sorted(result.fault.codes - named):
        yield f"not named: {', '.join(missing)}"
    elif result.first is not None and result.fault.codes and result.first.code not in result.fault.codes:
        yield "not named first"


def _weak(result: Result) -> Iterator[str]:
    order = list(Certainty)
    first, wanted = result.first, result.fault.at_least
    if result.fault.codes and first is not None and order.index(first.certainty) > order.index(wanted):
        yield f"only {first.certainty}"


def _false_alarms(result: Result) -> Iterator[str]:
    """A mere possibility beside a certain cause does no harm; beside a healthy machine it does."""
    for cause in result.diagnosis.causes:
        meant = cause.code in result.fault.codes | result.fault.also
        if not meant and (cause.certainty is not Certainty.POSSIBLE or not result.fault.codes):
            yield f"false alarm: {cause.code} ({cause.certainty})"


def _late(result: Result) -> Iterator[str]:
    if result.seconds > LONGEST:
        yield f"late: {result.seconds:.1f} s"


def _unmended(result: Result) -> Iterator[str]:
    if result.mended is not None and result.mended.verdict is not CheckOutcome.HEALTHY:
        left = ", ".join(cause.code for cause in result.mended.causes)
        yield f"not mended: {left}"
