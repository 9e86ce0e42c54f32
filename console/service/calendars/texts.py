"""The text that is kept of a series: a small VCALENDAR that says when it occurs, the same for the same input."""

import re
from collections.abc import Iterable
from datetime import datetime

import msgspec

_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Bedside//EN\r\n"
_TAIL = "END:VCALENDAR\r\n"
_BLOCK = re.compile(r"BEGIN:(VTIMEZONE|VEVENT)\r\n.*?END:\1\r\n", re.DOTALL)
_RECURRENCE_ID = re.compile(r"^RECURRENCE-ID[^\r]*", re.MULTILINE)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One VEVENT of a series: the one that makes it, or the change of an occurrence.

    ends: when it ends, None where it repeats. zones: the VTIMEZONEs it needs.
    """

    sequence: int = 0
    is_change: bool = False
    cancelled: bool = False
    ends: datetime | None = None
    text: str
    zones: frozenset[str] = frozenset()


def calendar_text(events: Iterable[Event]) -> str:
    """Return the text of these events: what makes the series first."""
    ordered = sorted(events, key=lambda event: (event.is_change, event.text))
    zones = sorted({zone for event in ordered for zone in event.zones})
    return "".join([_HEAD, *zones, *(event.text for event in ordered), _TAIL])


def merged(kept: str, changes: str) -> str:
    """Return the kept text with changes of single occurrences put in, in place of earlier ones of the same."""
    zones: dict[str, None] = {}
    events: dict[str, str] = {}
    for text in (kept, changes):
        for block in _BLOCK.finditer(text):
            if block[1] == "VTIMEZONE":
                zones[block[0]] = None
            else:
                events[_occurrence(block[0])] = block[0]
    return "".join([_HEAD, *zones, *sorted(events.values(), key=lambda event: (_occurrence(event), event)), _TAIL])


def _occurrence(event: str) -> str:
    match = _RECURRENCE_ID.search(event)
    return match[0] if match else ""
