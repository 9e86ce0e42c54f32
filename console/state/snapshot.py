"""The town as last heard, and the pure step from one picture to the next."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from console.domain.accounts import Account
from console.domain.alerts import Alert, AlertState
from console.domain.audit import AuditEntry
from console.domain.browser_checks import BrowserCheck
from console.domain.calls import Call
from console.domain.checks import CheckRun
from console.domain.desks import Desk
from console.domain.devices import Workstation
from console.domain.noun import Noun, Thing
from console.domain.organisations import Organisation, Service, Unit
from console.domain.places import Place, Room
from console.domain.tokens import Principal
from console.wire.events import Event, Topic

MOST_AUDIT = 1_000


class Snapshot(Noun, frozen=True, kw_only=True):
    """Everything that the screens show, by id. me: who the service takes us for. audit: the latest, newest first."""

    me: Principal | None = None
    organisation: Organisation | None = None
    units: Mapping[str, Unit] = {}
    services: Mapping[str, Service] = {}
    accounts: Mapping[str, Account] = {}
    rooms: Mapping[str, Room] = {}
    places: Mapping[str, Place] = {}
    desks: Mapping[str, Desk] = {}
    calls: Mapping[str, Call] = {}
    workstations: Mapping[str, Workstation] = {}
    checks: Mapping[str, CheckRun] = {}
    browser_checks: Mapping[str, BrowserCheck] = {}
    alerts: Mapping[str, Alert] = {}
    audit: tuple[AuditEntry, ...] = ()


# Which field of the snapshot a topic's things are kept in.
SHELVES: Mapping[Topic, tuple[str, type[Thing]]] = {
    Topic.UNIT: ("units", Unit),
    Topic.SERVICE: ("services", Service),
    Topic.ACCOUNT: ("accounts", Account),
    Topic.ROOM: ("rooms", Room),
    Topic.PLACE: ("places", Place),
    Topic.DESK: ("desks", Desk),
    Topic.CALL: ("calls", Call),
    Topic.WORKSTATION: ("workstations", Workstation),
    Topic.CHECK: ("checks", CheckRun),
    Topic.BROWSER_CHECK: ("browser_checks", BrowserCheck),
    Topic.ALERT: ("alerts", Alert),
}


def reduce(snapshot: Snapshot, events: Iterable[Event]) -> Snapshot:
    """Return the picture after these events, in their order. However many there are, a shelf is copied once."""
    shelves: dict[str, dict[str, Thing]] = {}
    changes: dict[str, Any] = {}
    for event in events:
        if event.topic is Topic.ORGANISATION:
            changes["organisation"] = _decoded(event, Organisation)[-1]
        elif event.topic is Topic.AUDIT:
            newest = tuple(reversed(_decoded(event, AuditEntry)))
            changes["audit"] = (newest + changes.get("audit", snapshot.audit))[:MOST_AUDIT]
        elif event.topic in SHELVES:
            name, kind = SHELVES[event.topic]
            shelf = shelves.setdefault(name, dict(getattr(snapshot, name)))
            _put(shelf, _decoded(event, kind), event.removed)
    return msgspec.structs.replace(snapshot, **shelves, **changes)


def _decoded(event: Event, kind: type[Thing]) -> list[Any]:
    return [msgspec.json.decode(item, type=kind) for item in event.items]


def _put(shelf: dict[str, Thing], items: Iterable[Thing], removed: Iterable[str]) -> None:
    for item in items:
        known = shelf.get(item.id)
        # An event may tell of something that a later read has already shown as it was afterwards.
        if known is not None and known.version > item.version:
            continue
        if isinstance(item, Alert) and item.state is AlertState.CLOSED:
            shelf.pop(item.id, None)
        else:
            shelf[item.id] = item
    for thing_id in removed:
        shelf.pop(thing_id, None)
