"""Tokens: what a program shows to the service. The secret is told once; the service keeps its hash."""

from datetime import datetime
from enum import StrEnum

from console.domain.noun import Moment, Noun, Thing, Write
from console.domain.organisations import Organisation
from console.domain.text import Id, Line


class TokenRole(StrEnum):
    """What a token may do: an account's roles, and two that only tokens have."""

    ADMIN = "admin"
    SUPPORT = "support"
    VIEWER = "viewer"
    EMPLOYEE = "employee"
    AGENT = "agent"
    SCRAPE = "scrape"


class Token(Thing, frozen=True, kw_only=True):
    """A token without its secret. secret is filled in the answer to its making, once."""

    organisation_id: str
    name: str
    role: TokenRole
    account_id: str | None = None
    workstation_id: str | None = None
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    secret: str | None = None


class NewToken(Write, frozen=True, kw_only=True):
    """What it takes to make a token. account_id: whose calls an employee's token sees."""

    name: Line
    role: TokenRole
    account_id: Id | None = None
    expires_at: Moment | None = None


class Founded(Noun, frozen=True, kw_only=True):
    """A new organisation, and an admin's token for it with its secret, told once."""

    organisation: Organisation
    token: Token


class Principal(Noun, frozen=True, kw_only=True):
    """Who asks: the token's id, name and role in one organisation. owner: the home's own process-long token."""

    token_id: str
    name: str
    role: TokenRole
    organisation_id: str
    account_id: str | None = None
    workstation_id: str | None = None
    owner: bool = False
