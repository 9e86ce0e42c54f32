"""What all nouns share: frozen, named fields, camelCase on the wire, time-ordered ids, UTC times."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from random import SystemRandom
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec

Clock: TypeAlias = Callable[[], datetime]
"""Returns the time now, aware, in UTC. It is passed in, never read from the machine by a rule."""

FIRST_YEAR, LAST_YEAR = 2000, 2199
Moment: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True, extra_json_schema={"pattern": "^2[01][0-9]{2}-"})]
"""A time that comes from outside: it must say its offset, as RFC 3339 asks."""


class Noun(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of everything that is stored, sent and shown."""


class Thing(Noun, frozen=True, kw_only=True):
    """Base of what is kept under an id. version counts its changes: it is its ETag."""

    id: str
    version: int = 1


class Write(Noun, frozen=True, kw_only=True, rename="camel", omit_defaults=True, forbid_unknown_fields=True):
    """Base of what a client may write: unknown fields are refused; in a patch an absent field stays as it is.

    Times are in UTC from here on, and in years with which a rule can reckon.
    """

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, datetime):
                msgspec.structs.force_setattr(self, name, _in_utc(value))


def nearest(moment: datetime) -> datetime:
    """Return the moment in UTC, or the nearest one in years with which a rule can reckon."""
    if moment.year < FIRST_YEAR:
        return datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    if moment.year > LAST_YEAR:
        return datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    return moment.astimezone(UTC)


def in_our_times(moment: datetime) -> datetime:
    """Return the moment; raise ValueError for one with which a rule can't reckon."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"a time must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    return moment


def _in_utc(moment: datetime) -> datetime:
    return in_our_times(moment).astimezone(UTC)


Unset = msgspec.UnsetType
UNSET = msgspec.UNSET


# The same as secrets has, which loads a library of ciphers with it.
_random = SystemRandom()
_counter = itertools.count(_random.getrandbits(24))


def new_id(now: datetime) -> str:
    """Return a UUID version 7 (RFC 9562, section 5.7): ids sort by the time they were made.

    Those of one millisecond sort by a counter of 30 bits (section 6.2, method 1), the last 44 bits are random.
    """
    milliseconds = int(now.timestamp() * 1000) & (1 << 48) - 1
    high, low = divmod(next(_counter) % (1 << 30), 1 << 18)
    bits = milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low << 44 | _random.getrandbits(44)
    return str(UUID(int=bits))


def casefolded(*parts: str | None) -> str:
    """Return the parts as one key for search: case folded for all letters, which SQLite does for ASCII only."""
    return " ".join(part for part in parts if part).casefold()
