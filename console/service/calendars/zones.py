"""Time zones of a calendar: by their IANA or Windows name, by their definition, or else the town's."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Timezone
from icalendar.timezone import tzp
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from console.service.calendars import rules
from console.service.calendars.components import Component
from console.service.calendars.refusals import Refused

_MOST_OBSERVANCES = 200
_OBSERVANCE_LINES = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE")


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """A time zone. tzid: its name in the texts that are kept. definition: a VTIMEZONE, "" where the name suffices."""

    tzid: str
    info: tzinfo
    definition: str = ""


class Zones:
    """The zones of one calendar. unknown: names that say nothing, for which the town's zone is taken.

    icalendar by itself makes a time of an unknown zone silently a time without any.
    """

    def __init__(self, town: str, definitions: Iterable[Component]) -> None:
        self.town = Zone(tzid=town, info=ZoneInfo(town))
        self.unknown: set[str] = set()
        self._definitions = {_tzid(definition): definition for definition in definitions}
        self._found: dict[str, Zone] = {}

    def of(self, tzid: str) -> Zone:
        """Return the zone of that name."""
        if tzid not in self._found:
            self._found[tzid] = self._find(tzid)
        return self._found[tzid]

    def _find(self, tzid: str) -> Zone:
        zone = _named(tzid) or _defined(self._definitions.get(tzid))
        if zone is None:
            self.unknown.add(tzid)
            return self.town
        # A Windows zone is that of several countries: where the town keeps the same time, its own is meant.
        return self.town if tzid in WINDOWS_TO_OLSON and _keep_the_same_time(zone, self.town) else zone


def _keep_the_same_time(one: Zone, other: Zone) -> bool:
    months = [datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 13)]
    return all(month.astimezone(one.info).utcoffset() == month.astimezone(other.info).utcoffset() for month in months)


def _tzid(definition: Component) -> str:
    line = definition.line("TZID")
    return "" if line is None else line.parts()[2]


def _named(tzid: str) -> Zone | None:
    try:
        info = tzp.timezone(tzid)
    except OSError:  # "Europe" is a directory, and a very long name no file can have
        return None
    return Zone(tzid=info.key, info=info) if isinstance(info, ZoneInfo) else None


def _defined(definition: Component | None) -> Zone | None:
    if definition is None or len(definition.components) > _MOST_OBSERVANCES:
        return None
    try:
        body = "".join(_observance(part) for part in definition.components if part.name in {"STANDARD", "DAYLIGHT"})
        # Named by what it says: two calendars may well mean different things by "Customized Time Zone".
        tzid = f"zone-{hashlib.sha256(body.encode()).hexdigest()[:16]}"
        text = f"BEGIN:VTIMEZONE\r\nTZID:{tzid}\r\n{body}END:VTIMEZONE\r\n"
        return Zone(tzid=tzid, info=tzp.create_timezone(Timezone.from_ical(text)), definition=text)
    except (Refused, ValueError):
        return None


def _observance(part: Component) -> str:
    lines = [line for name in _OBSERVANCE_LINES for line in part.lines.get(name, ())]
    for rule in part.lines.get("RRULE", ()):
        if rules.checked(rule.parts()[2]).get("FREQ") != "YEARLY":
            raise Refused("")
    return "".join(f"{line}\r\n" for line in [f"BEGIN:{part.name}", *lines, f"END:{part.name}"])
