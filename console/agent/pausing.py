"""How long a pause is, as a person types it."""

import re
from datetime import timedelta

from console.domain.errors import ConsoleError
from console.words import _

LONGEST = timedelta(days=30)
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_FORM = re.compile(r"(\d{1,5}[dhm])+", re.ASCII)


def duration(text: str) -> timedelta:
    """Return the duration of a text such as 2h, 45m, 1h30m or 3d; raise ConsoleError for anything else."""
    typed = "".join(text.split()).lower()
    if not _FORM.fullmatch(typed):
        raise _unfit(text)
    length = sum(
        (timedelta(**{_UNITS[unit]: int(count)}) for count, unit in re.findall(r"(\d+)([dhm])", typed)), timedelta()
    )
    if not timedelta() < length <= LONGEST:
        raise _unfit(text)
    return length


def _unfit(text: str) -> ConsoleError:
    return ConsoleError(
        _("{text} is not a length of time that the agent can pause.", text=text),
        hint=_("Type it like 2h, 45m, 1h30m or 3d, at most {days} days.", days=LONGEST.days),
        code="invalid",
    )
