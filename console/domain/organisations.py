"""The organisation and what it is made of: departments with their units, and the services a citizen comes for."""

from datetime import date, datetime
from functools import cache

from console.domain.noun import UNSET, Thing, Unset, Write
from console.domain.text import Line, MaybeLine


class Organisation(Thing, frozen=True, kw_only=True):
    """A controller of its own: a town, an agency. Nothing of one is seen by another.

    timezone: an IANA name; times are shown in it. staff_informed_on: when the staff were told what agents report;
    before that no workstation is enrolled. demonstration: everything in it is invented.
    """

    name: str
    timezone: str = "Europe/Helsinki"
    staff_informed_on: date | None = None
    demonstration: bool = False


class NewOrganisation(Write, frozen=True, kw_only=True):
    """What it takes to make an organisation."""

    name: Line
    timezone: str = "Europe/Helsinki"
    demonstration: bool = False


class OrganisationPatch(Write, frozen=True, kw_only=True):
    """What may change in an organisation."""

    name: Line | Unset = UNSET
    timezone: str | Unset = UNSET
    staff_informed_on: date | Unset | None = UNSET


class Unit(Thing, frozen=True, kw_only=True):
    """A unit (tulosalue) of a department (osasto); a department's own row has an empty name."""

    organisation_id: str
    department: str
    name: str = ""


class NewUnit(Write, frozen=True, kw_only=True):
    """A department, or a unit of it."""

    department: Line
    name: MaybeLine = ""


class Service(Thing, frozen=True, kw_only=True):
    """What a citizen comes for. A confidential one is shown to others as its department only."""

    organisation_id: str
    name: str
    department: str
    confidential: bool = False


class NewService(Write, frozen=True, kw_only=True):
    """What it takes to make a service."""

    name: Line
    department: Line
    confidential: bool = False


class ServicePatch(Write, frozen=True, kw_only=True):
    """What may change in a service."""

    name: Line | Unset = UNSET
    department: Line | Unset = UNSET
    confidential: bool | Unset = UNSET


@cache
def timezones() -> tuple[str, ...]:
    """Return the names of all time zones that this machine knows, in order."""
    from zoneinfo import available_timezones

    return tuple(sorted(available_timezones() - {"localtime"}))


def is_known_timezone(name: str) -> bool:
    """Tell whether it is a time zone's IANA name."""
    return name in timezones()


def local(moment: datetime, timezone: str) -> datetime:
    """Return the moment on the town's own clock."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(timezone))
