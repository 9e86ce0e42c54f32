"""From the text of a series to its occurrences in a window."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.prop import vDDDTypes

from console.domain.errors import ConsoleError
from console.service.calendars.model import Expanded, Expansion, Occurrence, Wanted, Window
from console.service.calendars.reading import A_DAY, SECONDS_A_SERIES
from console.service.calendars.refusals import NO_RULE, Refusals, Refused, at_most
from console.words import _

MOST_OCCURRENCES = 100_000


def expand(wanted: Sequence[Wanted]) -> Expansion:
    """Return the occurrences of each series. Raises ConsoleError where there are too many."""
    series, refusals, total = list[Expanded | None](), Refusals(), 0
    for one in wanted:
        try:
            with at_most(SECONDS_A_SERIES):
                expanded = _expanded(one.text, one.window)
        except Refused as refused:
            refusals.add(refused)
            series.append(None)
            continue
        series.append(expanded)
        total += len(expanded.occurrences)
        if total > MOST_OCCURRENCES:
            raise ConsoleError(
                _("The calendar holds more than 100,000 calls."),
                hint=_("Export fewer calendars at a time."),
                code="calendar-too-large",
            )
    return Expansion(series=tuple(series), refused=refusals.count, warnings=refusals.in_words())


def _expanded(text: str, window: Window) -> Expanded:
    try:
        calendar = Calendar.from_ical(text)
        query = recurring_ical_events.of(calendar)
        found = query.between(window.start, window.end)
        more = next(query.after(window.end), None) is not None
        return Expanded(occurrences=tuple(_occurrences(found, calendar)), more=more)
    except (ValueError, OverflowError):  # a rule that only its expansion shows to be wrong: BYMONTHDAY=0
        raise Refused(NO_RULE) from None


def _occurrences(found: list[Event], calendar: Calendar) -> Iterator[Occurrence]:
    events = calendar.events
    is_single = len(events) == 1 and not any(name in events[0] for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
    moves = {_utc(_time(event, "RECURRENCE-ID")): _moved_by(event) for event in events if _is_this_and_future(event)}
    for event in found:
        start, end, planned = _time(event, "DTSTART"), _time(event, "DTEND"), _time(event, "RECURRENCE-ID")
        if not isinstance(start, datetime) or not timedelta() < _utc(end) - _utc(start) < A_DAY:
            continue
        if _is_this_and_future(event):
            # Each later occurrence carries the RECURRENCE-ID of the change; its own is its start before the move.
            planned = start - moves[_utc(planned)]
        yield Occurrence(
            recurrence_id=None if is_single else _utc(planned),
            dtstart=_utc(start),
            dtend=_utc(end),
            cancelled=event.get("STATUS") == "CANCELLED",
        )


def _is_this_and_future(event: Event) -> bool:
    planned = event.get("RECURRENCE-ID")
    return planned is not None and planned.params.get("RANGE") == "THISANDFUTURE"


def _moved_by(event: Event) -> timedelta:
    return _midnight(_time(event, "DTSTART")) - _midnight(_time(event, "RECURRENCE-ID"))


def _time(event: Event, name: str) -> date:
    value = event[name]
    if not isinstance(value, vDDDTypes) or not isinstance(value.dt, date):
        raise ValueError(name)  # noqa: TRY004
    return value.dt


def _midnight(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def _utc(moment: date) -> datetime:
    return _midnight(moment).astimezone(UTC)
