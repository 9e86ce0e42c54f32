"""What people type for days and times becomes moments."""

import re
from datetime import UTC, date, datetime, time

from console.domain.errors import ConsoleError
from console.presentation.scene import Scene
from console.words import _

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.?(\d{4})?")
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})?")


def day(text: str, scene: Scene) -> date:
    """Return the day that was typed: 24.11. or 24.11.2026; nothing is today. A day without a year is the next one."""
    if not text:
        return scene.today
    found = _DAY.fullmatch(text)
    try:
        if found is not None:
            number, month, year = found.groups()
            typed = date(int(year) if year else scene.today.year, int(month), int(number))
            return typed if year or typed >= scene.today else typed.replace(year=typed.year + 1)
        return date.fromisoformat(text)
    except ValueError:
        raise ConsoleError(_("{text} is not a day.", text=text), "", _("Write it like this: 24.11.")) from None


def clock_time(text: str) -> time:
    """Return the time that was typed: 14:30, 14.30, 1430 or 14."""
    found = _TIME.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found is not None else (24, 0)
    if hour > 23 or minute > 59:
        raise ConsoleError(_("{text} is not a time.", text=text), "", _("Write it like this: 14:30."))
    return time(hour, minute)


def moment(day_text: str, time_text: str, scene: Scene) -> datetime:
    """Return the moment, in UTC, that was typed on the town's clock."""
    return datetime.combine(day(day_text, scene), clock_time(time_text), scene.zone).astimezone(UTC)


def minutes(text: str) -> int:
    """Return how many minutes were typed."""
    if not text.isdecimal() or not 0 < int(text) <= 24 * 60:
        raise ConsoleError(_("{text} is not a length in minutes.", text=text), "", _("Write a number like 30."))
    return int(text)
