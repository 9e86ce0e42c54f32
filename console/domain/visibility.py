"""Who sees what: the same for reads and for events.

Staff with a reading role see their whole organisation; an employee sees what is their own, an agent what concerns
its workstation. A confidential service is known to the host of the call alone: everyone else sees its department.
"""

import msgspec

from console.domain.accounts import Account
from console.domain.alerts import Alert
from console.domain.audit import AuditEntry
from console.domain.browser_checks import BrowserCheck
from console.domain.calls import Call
from console.domain.checks import CheckRun
from console.domain.desks import Desk
from console.domain.devices import Workstation
from console.domain.noun import Noun
from console.domain.tokens import Principal, Token, TokenRole

STAFF = frozenset({TokenRole.ADMIN, TokenRole.SUPPORT, TokenRole.VIEWER})
HELPERS = frozenset({TokenRole.ADMIN, TokenRole.SUPPORT})
ADMINS = frozenset({TokenRole.ADMIN})
PEOPLE = STAFF | {TokenRole.EMPLOYEE}


def readers_of(kind: type[Noun]) -> frozenset[TokenRole]:
    """Return the roles that may read things of this kind at all."""
    if kind is Token:
        return ADMINS
    if kind is AuditEntry:
        return HELPERS
    if kind is CheckRun:
        return STAFF | {TokenRole.AGENT}
    return STAFF if kind in {Alert, BrowserCheck, Desk} else PEOPLE


def owner_field(kind: type[Noun]) -> str | None:
    """Return the field that names the one account whose employee may see a thing, None where all may."""
    return {Account: "id", Call: "host_id", Workstation: "account_id"}.get(kind)


def own(principal: Principal, kind: type[Noun]) -> tuple[str, str | None] | None:
    """Return the field, and its value, that a thing must have for this principal to see it; None where all are seen."""
    if principal.role is TokenRole.AGENT:
        return ("workstation_id", principal.workstation_id)
    owner = owner_field(kind)
    return (owner, principal.account_id) if principal.role is TokenRole.EMPLOYEE and owner else None


def view(principal: Principal, thing: Noun) -> Noun | None:
    """Return the thing as this principal may see it, or None."""
    if principal.role not in readers_of(type(thing)):
        return None
    if (mine := own(principal, type(thing))) is not None and getattr(thing, mine[0]) != mine[1]:
        return None
    if isinstance(thing, Call) and thing.host_id == principal.account_id:
        return thing
    return public(thing)


def public(thing: Noun) -> Noun:
    """Return the thing without what is known to a call's host alone: so it is kept in the audit."""
    if isinstance(thing, Call) and thing.confidential:
        return msgspec.structs.replace(thing, service_id=None)
    return thing
