"""Video accounts: one for each employee, and how far along each person is."""

from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.noun import UNSET, Moment, Thing, Unset, Write
from console.domain.text import Email, Line, Word

IDLE_AFTER = timedelta(days=30)


class Role(StrEnum):
    """What an account may do. An agent is a token, never an account."""

    ADMIN = "admin"
    SUPPORT = "support"
    VIEWER = "viewer"
    EMPLOYEE = "employee"


class OnboardingStage(StrEnum):
    """How far a person has come, in this order."""

    INVITED = "invited"
    SIGNED_IN = "signed-in"
    EQUIPMENT_PROVEN = "equipment-proven"
    PRACTISED = "practised"
    FIRST_CALL = "first-call"
    INDEPENDENT = "independent"


class Usage(StrEnum):
    """Whether an account is in use, as of a moment."""

    INVITED = "invited"
    NEVER_USED = "never-used"
    IN_USE = "in-use"
    IDLE = "idle"
    OFF = "off"


class Account(Thing, frozen=True, kw_only=True):
    """A video account. user_name: SCIM userName. external_id: the employee number. last_used_at: the latest call."""

    organisation_id: str
    user_name: str
    display_name: str
    email: str
    external_id: str | None = None
    department: str | None = None
    unit: str | None = None
    role: Role = Role.EMPLOYEE
    active: bool = True
    onboarding_stage: OnboardingStage = OnboardingStage.INVITED
    created_at: datetime
    invited_at: datetime | None = None
    signed_in_at: datetime | None = None
    last_used_at: datetime | None = None


class NewAccount(Write, frozen=True, kw_only=True):
    """What it takes to make an account; the first three suffice."""

    user_name: Word
    display_name: Line
    email: Email
    external_id: Word | None = None
    department: Line | None = None
    unit: Line | None = None
    role: Role = Role.EMPLOYEE


class AccountPatch(Write, frozen=True, kw_only=True):
    """What may change in an account. userName stays for good."""

    display_name: Line | Unset = UNSET
    email: Email | Unset = UNSET
    external_id: Word | Unset | None = UNSET
    department: Line | Unset | None = UNSET
    unit: Line | Unset | None = UNSET
    role: Role | Unset = UNSET
    active: bool | Unset = UNSET
    onboarding_stage: OnboardingStage | Unset = UNSET
    signed_in_at: Moment | Unset | None = UNSET
    last_used_at: Moment | Unset | None = UNSET


def usage(account: Account, now: datetime) -> Usage:
    """Return whether the account is in use: invited until the first sign-in, never used until the first call."""
    if not account.active:
        return Usage.OFF
    if account.signed_in_at is None:
        return Usage.INVITED
    if account.last_used_at is None:
        return Usage.NEVER_USED
    return Usage.IDLE if now - account.last_used_at > IDLE_AFTER else Usage.IN_USE
