"""What is looked at: the town as it is known, at a moment of its own clock; and how names and times are said."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.words import _, marked, plural

if TYPE_CHECKING:
    from console.state.snapshot import Snapshot

UNKNOWN = "-"
WEEKDAYS = (
    marked("Mon"),
    marked("Tue"),
    marked("Wed"),
    marked("Thu"),
    marked("Fri"),
    marked("Sat"),
    marked("Sun"),
)


@dataclass(frozen=True)
class Scene:
    """A snapshot of the town and the time of its service, in UTC. only: the account that alone is shown in it."""

    snapshot: "Snapshot"
    now: datetime
    only: str | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The town's time zone."""
        organisation = self.snapshot.organisation
        return ZoneInfo(organisation.timezone if organisation is not None else "UTC")

    @cached_property
    def today(self) -> date:
        """The day in the town."""
        return self.now.astimezone(self.zone).date()

    def local(self, moment: datetime) -> datetime:
        """Return the moment on the town's clock."""
        return moment.astimezone(self.zone)

    def is_today(self, moment: datetime) -> bool:
        """Tell whether the moment is of the town's today."""
        return self.local(moment).date() == self.today

    def time(self, moment: datetime) -> str:
        """Say the time of a moment of today: 09:05."""
        return f"{self.local(moment):%H:%M}"

    def day(self, moment: datetime) -> str:
        """Say the day of a moment: 24.11., with the year where it is another one."""
        there = self.local(moment)
        year = "" if there.year == self.today.year else str(there.year)
        return f"{there.day}.{there.month}.{year}"

    def weekday(self, moment: datetime) -> str:
        """Say the day of a moment with its weekday: Tue 24.11."""
        return f"{_(WEEKDAYS[self.local(moment).weekday()])} {self.day(moment)}"

    def day_or_time(self, moment: datetime | None) -> str:
        """Say a moment where there is very little room: 09:05 today, else only its day."""
        if moment is None:
            return UNKNOWN
        return self.time(moment) if self.is_today(moment) else self.day(moment)

    def moment(self, moment: datetime | None) -> str:
        """Say a moment as shortly as it can be understood: 09:05 today, else with its day."""
        if moment is None:
            return UNKNOWN
        return self.time(moment) if self.is_today(moment) else f"{self.day(moment)} {self.time(moment)}"

    def age(self, moment: datetime | None) -> str:
        """Say how long ago a moment was: 12 s, 25 min, 3 h, 12 days."""
        if moment is None:
            return UNKNOWN
        return span(max(0, int((self.now - moment).total_seconds())))

    def person(self, account_id: str | None) -> str:
        """Say who has an account."""
        account = self.snapshot.accounts.get(account_id or "")
        return account.display_name if account is not None else UNKNOWN

    def helper(self, name: str) -> str:
        """Say who of the staff did something; to the one who alone is shown, not who of the others it was."""
        return name if self.only is None or name == self.person(self.only) else _("somebody else")

    def service(self, service_id: str | None, department: str | None) -> str:
        """Say what a call is about: its service, else its department."""
        service = self.snapshot.services.get(service_id or "")
        return service.name if service is not None else department or UNKNOWN

    def where(self, room_id: str | None, place_id: str | None) -> str:
        """Say where a call is: its room, its place, or both."""
        room = self.snapshot.rooms.get(room_id or "")
        place = self.snapshot.places.get(place_id or "")
        return ", ".join(thing.name for thing in (room, place) if thing is not None) or UNKNOWN


def span(seconds: int) -> str:
    """Say a time span with its unit, rounded down: 45 s, 6 min, 3 h, 12 days."""
    if seconds < 100:
        return _("{n} s", n=seconds)
    if seconds < 100 * 60:
        return _("{n} min", n=seconds // 60)
    if seconds < 48 * 3600:
        return _("{n} h", n=seconds // 3600)
    return plural("{n} day", "{n} days", seconds // 86400)


NEVER = datetime.min.replace(tzinfo=UTC)
"""Sorts before every moment."""
