"""From the bytes of a calendar file to its series, without anything that names a person."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec
from icalendar.parser import Contentline

from console.domain.errors import ConsoleError
from console.service.calendars import rules
from console.service.calendars.components import Component, calendars
from console.service.calendars.model import CalendarFile, Series
from console.service.calendars.refusals import NO_RULE, NO_TIMES, NO_UID, TOO_MANY_DATES, Refusals, Refused, at_most
from console.service.calendars.texts import Event, calendar_text
from console.service.calendars.times import Dates, dates, duration, length
from console.service.calendars.zones import Zones
from console.words import _, plural

A_DAY = timedelta(days=1)
SECONDS_A_SERIES = 2.0
_MOST_UID = 500
_CALENDARS = frozenset({"", "PUBLISH", "REQUEST", "ADD", "CANCEL"})


class AllDay(Exception):
    """What lasts all day, a day or longer, or no time at all is not a call."""


class Item(msgspec.Struct, frozen=True):
    """An event as the file has it, and what its calendar says about it."""

    event: Component
    zones: Zones
    cancelled: bool


def read(data: bytes, timezone: str) -> CalendarFile:
    """Return what a calendar file holds. timezone: the town's, an IANA name. Raises ConsoleError."""
    zones, groups = list[Zones](), defaultdict[str, list[Item]](list)
    for calendar in calendars(data):
        zones.append(Zones(timezone, calendar.walk("VTIMEZONE")))
        cancelled = _method(calendar) == "CANCEL"
        for event in calendar.walk("VEVENT"):
            groups[event.value("UID")].append(Item(event, zones[-1], cancelled))
    series, refusals, all_day = list[Series](), Refusals(), 0
    for uid, items in groups.items():
        try:
            with at_most(SECONDS_A_SERIES):
                series.append(_series(uid, items))
        except AllDay:
            all_day += 1
        except Refused as refused:
            refusals.add(refused)
    return CalendarFile(
        series=tuple(series),
        skipped_all_day=all_day,
        refused=refusals.count,
        warnings=(*refusals.in_words(), *_unknown_zones(zones, timezone)),
    )


def _method(calendar: Component) -> str:
    method = calendar.value("METHOD").upper()
    if method not in _CALENDARS:
        raise ConsoleError(
            _("This file is an answer to an invitation, not a calendar."),
            hint=_("Export the calendar itself in the iCalendar format (.ics)."),
            code="not-a-calendar",
        )
    return method


def _unknown_zones(zones: Sequence[Zones], timezone: str) -> Iterator[str]:
    unknown = sorted(set[str]().union(*(zone.unknown for zone in zones)))
    if unknown:
        yield plural(
            'The time zone "{names}" is not known: its times are taken as the town\'s ({timezone}).',
            "{n} time zones are not known ({names}): their times are taken as the town's ({timezone}).",
            len(unknown),
            names=", ".join(name[:60] for name in unknown[:3]),
            timezone=timezone,
        )


def _series(uid: str, items: Sequence[Item]) -> Series:
    if not uid or len(uid) > _MOST_UID:
        raise Refused(NO_UID)
    changes = [item for item in items if item.event.line("RECURRENCE-ID")]
    masters = sorted((item for item in items if item not in changes), key=lambda item: _sequence(item.event))
    kept = masters[-1:] + changes  # of an event that the file has twice, the later version
    if len(kept) > rules.MOST_DATES:
        raise Refused(TOO_MANY_DATES)
    try:
        events = [_event(uid, item) for item in kept]
    except ValueError:  # a line that can't be taken apart
        raise Refused(NO_TIMES) from None
    first = kept[0].event
    return Series(
        uid=uid,
        sequence=events[0].sequence if masters else max(event.sequence for event in events),
        organiser=next(_addresses(first.lines.get("ORGANIZER", ())), None),
        attendees=tuple(dict.fromkeys(_addresses(first.lines.get("ATTENDEE", ())))),
        private=any(item.event.value("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"} for item in items),
        cancelled=bool(masters) and events[0].cancelled,
        whole=bool(masters),
        ends=events[0].ends if len(events) == 1 else None,
        text=calendar_text(events),
    )


def _sequence(event: Component) -> int:
    value = event.value("SEQUENCE")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _addresses(lines: Sequence[Contentline]) -> Iterator[str]:
    for line in lines:
        try:
            _name, params, value = line.raw_parts()
        except ValueError:
            continue
        address = str(params.get("EMAIL") or value).casefold().removeprefix("mailto:").strip()
        if "@" in address and params.get("PARTSTAT") != "DECLINED":
            yield address


def _event(uid: str, item: Item) -> Event:
    event = item.event
    is_change = event.line("RECURRENCE-ID") is not None
    cancelled = item.cancelled or event.value("STATUS").upper() == "CANCELLED"
    times = [dates(line, item.zones) for line in _lines_of_times(event, cancelled)]
    start = next((line for line in times if line.name == "DTSTART"), None)
    ends = None
    if start is not None and not is_change:
        lasts = _timed(event, start, next((line for line in times if line.name == "DTEND"), None))
        ends = None if event.lines.keys() & {"RRULE", "RDATE"} else start.first + lasts
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"SEQUENCE:{_sequence(event)}",
        *(["STATUS:CANCELLED"] if cancelled else []),
        *(line.text for line in times),
        *(_duration_and_rule(event, start) if start else []),
        "END:VEVENT",
    ]
    return Event(
        sequence=_sequence(event),
        is_change=is_change,
        cancelled=cancelled,
        ends=ends,
        text="".join(f"{line}\r\n" for line in lines),
        zones=frozenset(line.definition for line in times) - {""},
    )


def _lines_of_times(event: Component, cancelled: bool) -> list[Contentline]:
    change, start, end = (_filled(event.line(name)) for name in ("RECURRENCE-ID", "DTSTART", "DTEND"))
    if start is None and not cancelled:
        raise Refused(NO_TIMES)
    if start is None and change:  # a cancellation may name the occurrence and nothing else (RFC 5546, section 3.2.5)
        start = Contentline("DTSTART" + change[len("RECURRENCE-ID") :])
    more = [*event.lines.get("RDATE", ()), *event.lines.get("EXDATE", ())]
    if sum(line.count(",") + 1 for line in more) > rules.MOST_DATES:
        raise Refused(TOO_MANY_DATES)
    return [line for line in [change, start, end, *more] if _filled(line)]


def _filled(line: Contentline | None) -> Contentline | None:
    return None if line is None or line.endswith(":") else line


def _duration_and_rule(event: Component, start: Dates) -> Iterator[str]:
    found = event.lines.get("RRULE", ())
    if len(found) > 1 or event.line("EXRULE"):
        raise Refused(NO_RULE)
    if event.line("DURATION") and not event.line("DTEND"):
        yield f"DURATION:{event.value('DURATION').upper()}"
    if found:
        yield f"RRULE:{rules.with_utc_until(rules.checked(event.value('RRULE')), start.zone.info)}"


def _timed(event: Component, start: Dates, end: Dates | None) -> timedelta:
    lasts = length(start.first, end.first) if end else duration(event.value("DURATION").upper() or "P")
    if lasts < timedelta():
        raise Refused(NO_TIMES)
    if start.kind == "DATE" or not lasts or lasts >= A_DAY:
        raise AllDay
    return lasts
