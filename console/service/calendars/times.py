"""The lines of an event that say when: DTSTART, DTEND, DURATION, RDATE, EXDATE, RECURRENCE-ID."""

import re
from datetime import UTC, datetime, timedelta

import msgspec
from icalendar.parser import Contentline
from icalendar.prop import vDuration

from console.service.calendars.refusals import NO_TIMES, Refused
from console.service.calendars.rules import parsed
from console.service.calendars.zones import Zone, Zones

_DURATION = re.compile(r"\+?P(\d{1,4}[WD])?(T(\d{1,5}[HMS]){1,3})?")


class Dates(msgspec.Struct, frozen=True, kw_only=True):
    """A line of dates, date-times or periods, in a zone that will still be known when the line stands alone."""

    name: str
    values: tuple[str, ...]
    zone: Zone
    this_and_future: bool = False

    @property
    def kind(self) -> str:
        """DATE, DATE-TIME or PERIOD (the VALUE parameter)."""
        first = self.values[0]
        return "PERIOD" if "/" in first else "DATE" if len(first) == 8 else "DATE-TIME"

    @property
    def first(self) -> datetime:
        """The first of them, aware; of a date its midnight."""
        return parsed(self.values[0].partition("/")[0], self.zone.info)

    @property
    def definition(self) -> str:
        """The VTIMEZONE that the line needs, or ""."""
        return self.zone.definition if ";TZID=" in self.text else ""

    @property
    def text(self) -> str:
        """The line as iCalendar."""
        is_local = self.kind != "DATE" and not self.values[0].partition("/")[0].endswith("Z")
        return "".join(
            [
                self.name,
                f";VALUE={self.kind}" if self.kind != "DATE-TIME" else "",
                ";RANGE=THISANDFUTURE" if self.this_and_future else "",
                f";TZID={self.zone.tzid}" if is_local else "",
                ":",
                ",".join(self.values),
            ]
        )


def dates(line: Contentline, zones: Zones) -> Dates:
    """Return what a line says. A time without a zone is the town's. Raises Refused, and ValueError for no such line."""
    name, params, value = line.raw_parts()
    tzid = params.get("TZID")
    if isinstance(tzid, list):  # "(UTC+02:00) Helsinki, Kyiv" without the quotes that it needs
        tzid = ",".join(tzid)
    read = Dates(
        name=name.upper(),
        values=tuple(part.strip().upper() for part in value.split(",")),
        zone=zones.of(tzid) if tzid else zones.town,
        this_and_future=params.get("RANGE") == "THISANDFUTURE",
    )
    for part in read.values:
        start, period, end = part.partition("/")
        parsed(start, read.zone.info)
        if period and not end.startswith("P"):
            parsed(end, read.zone.info)
        elif period:
            duration(end)
    return read


def duration(value: str) -> timedelta:
    """Return a DURATION that is not negative. Raises Refused."""
    if not _DURATION.fullmatch(value):
        raise Refused(NO_TIMES)
    return timedelta() if value.endswith("P") else vDuration.from_ical(value)


def length(start: datetime, end: datetime) -> timedelta:
    """Return the time that really passes: on the night of a change of clocks the hands say something else."""
    return end.astimezone(UTC) - start.astimezone(UTC)
