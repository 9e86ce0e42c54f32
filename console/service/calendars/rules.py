"""The cheap look at a rule of repetition before anything is expanded (RFC 5545, section 3.3.10).

A rule that is finer than daily, or a list without end, costs minutes and gigabytes when it is expanded. It is known
by its text, which costs nothing.
"""

import re
from datetime import UTC, datetime, time, tzinfo

from console.service.calendars.refusals import NO_RULE, NO_TIMES, TOO_OFTEN, Refused

MOST_DATES = 1_000
_MOST_INTERVAL = 1_000
_MOST_COUNT = 100_000
_YEARS = range(1970, 2200)

_FINER = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_NUMBERS = re.compile(r"[+-]?\d{1,3}(,[+-]?\d{1,3}){0,399}")
_PARTS = {
    "FREQ": re.compile(r"[A-Z]+"),
    "INTERVAL": re.compile(r"\d{1,9}"),
    "COUNT": re.compile(r"\d{1,9}"),
    "UNTIL": re.compile(r"\d{8}(T\d{6}Z?)?"),
    "WKST": re.compile(r"[A-Z]{2}"),
    "BYDAY": re.compile(r"[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)){0,99}"),
    "BYSECOND": re.compile(r"\d{1,2}(,\d{1,2})*"),
    "BYMINUTE": re.compile(r"\d{1,2}(,\d{1,2})*"),
    "BYHOUR": re.compile(r"\d{1,2}(,\d{1,2})*"),
    "BYMONTHDAY": _NUMBERS,
    "BYYEARDAY": _NUMBERS,
    "BYWEEKNO": _NUMBERS,
    "BYMONTH": _NUMBERS,
    "BYSETPOS": _NUMBERS,
}
_WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")


def checked(rule: str) -> dict[str, str]:
    """Return the parts of a rule that occurs once a day at most. Raises Refused."""
    parts: dict[str, str] = {}
    for part in rule.upper().rstrip(";").split(";"):
        name, _equals, value = part.partition("=")
        pattern = _PARTS.get(name)
        if pattern is None or name in parts or not pattern.fullmatch(value):
            raise Refused(NO_RULE)
        parts[name] = value
    if parts.get("FREQ") in _FINER or any("," in parts.get(name, "") for name in _WITHIN_A_DAY):
        raise Refused(TOO_OFTEN)
    if (
        parts.get("FREQ") not in _FREQUENCIES
        or not 1 <= int(parts.get("INTERVAL", 1)) <= _MOST_INTERVAL
        or not 1 <= int(parts.get("COUNT", 1)) <= _MOST_COUNT
    ):
        raise Refused(NO_RULE)
    return parts


def with_utc_until(parts: dict[str, str], zone: tzinfo) -> str:
    """Return the rule as text with its UNTIL in UTC: many programs write it local, or as a date (that whole day)."""
    until = parts.get("UNTIL", "")
    if int(until[:4] or 0) >= _YEARS.stop:  # how some programs write "without end"
        parts = {name: value for name, value in parts.items() if name != "UNTIL"}
    elif until:
        moment = parsed(until, zone)
        if len(until) == 8:
            moment = datetime.combine(moment, time(23, 59, 59), zone)
        parts = parts | {"UNTIL": moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")}
    return ";".join(f"{name}={value}" for name, value in parts.items())


def parsed(text: str, zone: tzinfo) -> datetime:
    """Return a date (its midnight) or date-time of iCalendar as an aware time. Raises Refused."""
    if len(text) == 8:
        text += "T000000"
    try:
        moment = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")
    except ValueError:
        raise Refused(NO_TIMES) from None
    if moment.year not in _YEARS:
        raise Refused(NO_TIMES)
    return moment.replace(tzinfo=UTC if text.endswith("Z") else zone)
