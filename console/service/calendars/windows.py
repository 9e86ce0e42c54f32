"""The time for which calls are kept made."""

from datetime import UTC, datetime, timedelta

from console.domain.organisations import local
from console.service.calendars.model import Window

BACK = timedelta(days=30)
AHEAD = timedelta(days=400)


def window(now: datetime, timezone: str) -> Window:
    """Return today -30/+400 days, whole days of the town: the same all day long."""
    midnight = local(now, timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    end = midnight + AHEAD + timedelta(days=1)
    return Window(start=(midnight - BACK).astimezone(UTC), end=end.astimezone(UTC))
