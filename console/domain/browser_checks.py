"""Checks of a browser's devices before the day: a citizen's or an employee's, by invitation or from their call's page.

Sound and picture stay in the browser; what it found is told, and never whose devices they are by name.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from console.domain.errors import ConsoleError
from console.domain.noun import Noun, Thing, Write
from console.domain.text import Id
from console.words import _

GOOD_FOR = timedelta(minutes=10)
"""How long an invitation waits to be opened."""
TOLD_FOR = timedelta(minutes=30)
"""How long after that its page may tell what it finds."""
MOST_CHANGES = 200
"""Of one check: nobody's devices change more often, and a page that runs wild fills no record."""


class CheckStage(StrEnum):
    """How far a check is."""

    INVITED = "invited"
    OPENED = "opened"
    DONE = "done"


class Finding(StrEnum):
    """What became of one device."""

    WORKS = "works"
    NOTHING = "nothing"
    """It was opened, and nothing is heard or seen from it."""
    UNTRIED = "untried"
    """It was opened; its user could not speak just then."""
    DENIED = "denied"
    """The browser was not allowed to use it."""
    MISSING = "missing"
    BUSY = "busy"
    """Another program uses it."""


class BrowserFamily(StrEnum):
    """Which kind of browser it was: their settings are in different places."""

    CHROMIUM = "chromium"
    FIREFOX = "firefox"
    SAFARI = "safari"
    OTHER = "other"


class BrowserResult(Noun, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a page found. level: the loudest, in dBFS. width, height: of the camera's picture.

    chime: whether its user heard the sound that was played, None where they have not said.
    """

    microphone: Finding
    camera: Finding
    browser: BrowserFamily
    level: Annotated[float, Meta(ge=-90, le=0)] | None = None
    width: Annotated[int, Meta(ge=1, le=16_384)] | None = None
    height: Annotated[int, Meta(ge=1, le=16_384)] | None = None
    chime: bool | None = None


class BrowserCheck(Thing, frozen=True, kw_only=True):
    """One check: of a call's seat, of an account, or of both where an employee sits there.

    asked_by: the helper who invited to it, None where it was made on the call's page. expires_at: when the invitation
    can be opened no more.
    """

    organisation_id: str
    call_id: str | None = None
    seat_id: str | None = None
    account_id: str | None = None
    asked_by: str | None = None
    asked_at: datetime
    expires_at: datetime | None = None
    stage: CheckStage = CheckStage.INVITED
    opened_at: datetime | None = None
    told_at: datetime | None = None
    result: BrowserResult | None = None


class NewCheckInvitation(Write, frozen=True, kw_only=True):
    """Whom a helper invites: who sits in a call's seat, or who has an account."""

    call_id: Id | None = None
    seat_id: Id | None = None
    account_id: Id | None = None


class CheckInvitation(Noun, frozen=True, kw_only=True):
    """An invitation, told once. id: of its check. The link's secret is in the fragment; the code is typed instead."""

    id: str
    url: str
    code: str
    expires_at: datetime


def refuse_unaimed(new: NewCheckInvitation) -> None:
    """Raise unprocessable where an invitation is for nobody, for half a seat, or for two people."""
    if (new.call_id is None) != (new.seat_id is None) or (new.call_id is None) == (new.account_id is None):
        raise ConsoleError(
            _("An invitation is for one person."),
            "",
            _("Give a call with one of its seats, or an account."),
            code="unprocessable",
        )


def told(check: BrowserCheck, result: BrowserResult, now: datetime, *, done: bool) -> BrowserCheck:
    """Return the check with what its page found; raise too-many-requests for a page that tells without end."""
    if check.version >= MOST_CHANGES:
        raise ConsoleError(_("This check has told enough."), "", _("Ask for a new one."), code="too-many-requests")
    stage = CheckStage.DONE if done else CheckStage.OPENED
    if (result, stage) == (check.result, check.stage):
        return check
    return replace(check, result=result, stage=stage, told_at=now)
