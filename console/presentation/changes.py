"""What an audited act changed, as people read it: the wire's fields by their labels, its values in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console.domain.audit import AuditEntry
from console.domain.calls import Consent
from console.presentation import alerts, calls, terms
from console.presentation.detail import Field, field
from console.presentation.scene import UNKNOWN, Scene
from console.words import _, marked

LABELS = {
    "accountId": marked("Account"),
    "active": marked("Turned on"),
    "agreed": marked("Agreed"),
    "callId": marked("Call"),
    "closedAt": marked("Ended"),
    "confidential": marked("Confidential"),
    "demonstration": marked("Demonstration"),
    "department": marked("Department"),
    "deskId": marked("Desk"),
    "displayName": marked("Name"),
    "dtend": marked("End"),
    "dtstart": marked("Start"),
    "email": marked("E-mail"),
    "endedAt": marked("Ended"),
    "enrolledAt": marked("Joined"),
    "expiresAt": marked("Valid until"),
    "externalId": marked("Employee no."),
    "hostId": marked("Host"),
    "invitedAt": marked("Invited"),
    "isOpen": marked("Desk open"),
    "kind": marked("What"),
    "kit": marked("Kit"),
    "lastUsedAt": marked("Latest call"),
    "laterUntil": marked("Put off until"),
    "latestCheck": marked("Latest check"),
    "name": marked("Name"),
    "onboardingStage": marked("Onboarding"),
    "person": marked("Person"),
    "placeId": marked("Place"),
    "revokedAt": marked("Revoked"),
    "role": marked("Role"),
    "roomId": marked("Room"),
    "seatId": marked("Seat"),
    "seats": marked("Seats"),
    "serviceId": marked("Service"),
    "severity": marked("Severity"),
    "signedInAt": marked("Signed in"),
    "since": marked("Since"),
    "staffInformedOn": marked("Informed on"),
    "staffedBy": marked("On duty"),
    "startedAt": marked("Began"),
    "state": marked("State"),
    "status": marked("Status"),
    "takenBy": marked("Taken by"),
    "timezone": marked("Time zone"),
    "unit": marked("Unit"),
    "userName": marked("User name"),
    "waits": marked("Queue"),
    "workstationId": marked("Workstation"),
}
INWARD = frozenset(
    {"createdAt", "id", "key", "organisationId", "recurrenceId", "seriesId", "takenById", "uid", "version"}
)
"""What serves the service alone, or is said by another field or by the row itself."""

STATES: Mapping[str, Mapping[Any, str]] = {
    "consent": terms.CONSENTS,
    "kind": terms.ALERT_KINDS,
    "onboardingStage": terms.STAGES,
    "outcome": terms.CHECK_OUTCOMES,
    "role": {**terms.SEAT_ROLES, **terms.ROLES},
    "severity": terms.SEVERITIES,
    "state": {**terms.SEAT_STATES, **terms.ALERT_STATES},
    "status": terms.CALL_STATUS,
}
OF_A_PART = ("role", "number", "state", "consent", "outcome")
"""What is said of a part of a thing, such as a seat of a call: guest 1 is waiting."""


def changes(entry: AuditEntry, scene: Scene) -> list[Field]:
    """Return a line for each field that was changed: what it was, and what it became."""
    before: Mapping[str, Any] = entry.before or {}
    after: Mapping[str, Any] = entry.after or {}
    lines: list[Field] = []
    for name in dict.fromkeys((*before, *after)):
        was, became = said(name, before.get(name), scene), said(name, after.get(name), scene)
        if name not in INWARD and was != became:
            lines.append(field(_(LABELS[name]) if name in LABELS else name, f"{was} > {became}"))
    return lines


def said(name: str, value: Any, scene: Scene) -> str:
    """Say the value of a field of the wire."""
    if value is None or value in ("", [], ()):
        return UNKNOWN
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(said(name, each, scene) for each in value)
    if isinstance(value, dict):
        return " ".join(said(part, value[part], scene) for part in _parts(value))
    if value in STATES.get(name, ()):
        return _(STATES[name][value])
    known = scene.helper(str(value)) if name == "takenBy" else named(value, scene) or _time(value, scene)
    return known or str(value)


def _parts(value: Mapping[str, Any]) -> list[str]:
    # There is one host, and hardly ever more than one who supports: such a chair has no number.
    unsaid = {"consent"} if value.get("consent") == Consent.NOT_ASKED else set()
    if value.get("role") in calls.ALONE and value.get("number") == 1:
        unsaid.add("number")
    return [part for part in OF_A_PART if part in value and part not in unsaid]


def named(value: object, scene: Scene) -> str | None:
    """Return the name of the thing that has this id, if it is there."""
    there = scene.snapshot
    shelves = (there.accounts, there.services, there.rooms, there.places, there.desks, there.units, there.workstations)
    for things in shelves:
        thing: Any = things.get(str(value))
        if thing is not None:
            return str(getattr(thing, "display_name", None) or thing.name)
    call, alert = there.calls.get(str(value)), there.alerts.get(str(value))
    if call is not None:
        return calls.title(call, scene)
    return alerts.title(alert, scene) if alert is not None else None


def _time(value: object, scene: Scene) -> str | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return scene.moment(moment) if moment.tzinfo is not None else None
