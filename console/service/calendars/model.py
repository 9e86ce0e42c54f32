"""What a calendar file is made of once nobody is named in it any more."""

from datetime import datetime

import msgspec


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """All events of one UID: a single event is a series of one.

    sequence: of the event that makes the series (RFC 5545, SEQUENCE). organiser, attendees: mail addresses, case
    folded, for finding the host alone. whole: False where the file holds only changes of some occurrences.
    cancelled: the whole series is. ends: when a single event ends; None where it repeats or has changes. text: a
    VCALENDAR that says when it occurs, and nothing about whom or what.
    """

    uid: str
    sequence: int = 0
    organiser: str | None = None
    attendees: tuple[str, ...] = ()
    private: bool = False
    cancelled: bool = False
    whole: bool = True
    ends: datetime | None = None
    text: str


class KeptSeries(msgspec.Struct, frozen=True, kw_only=True):
    """A series as the service keeps it. expanded_until: up to when its calls are made; None: nothing more to come."""

    id: str
    uid: str
    sequence: int
    host_id: str
    text: str
    cancelled: bool = False
    expanded_until: datetime | None = None


class CalendarFile(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A calendar as read. skipped_all_day, refused: counts of series. warnings: in words."""

    series: tuple[Series, ...] = ()
    skipped_all_day: int = 0
    refused: int = 0
    warnings: tuple[str, ...] = ()


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The time for which occurrences are wanted, aware."""

    start: datetime
    end: datetime


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A series to expand, and the window."""

    text: str
    window: Window


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a series takes place, in UTC. recurrence_id: the planned start; None for a single event."""

    recurrence_id: datetime | None
    dtstart: datetime
    dtend: datetime
    cancelled: bool = False


class Expanded(msgspec.Struct, frozen=True, kw_only=True):
    """The occurrences of one series in a window. more: it goes on after the window."""

    occurrences: tuple[Occurrence, ...] = ()
    more: bool = False


class Expansion(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What was wanted, in that order: None for a series that can't be expanded, and the warnings say why."""

    series: tuple[Expanded | None, ...] = ()
    refused: int = 0
    warnings: tuple[str, ...] = ()
