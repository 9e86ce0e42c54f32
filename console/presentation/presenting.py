"""Presenting: while somebody looks on, the town is shown with one person in it and nobody else."""

import msgspec

from console.domain.accounts import Account
from console.domain.alerts import Alert
from console.domain.calls import Call
from console.domain.devices import Workstation
from console.presentation.scene import Scene
from console.state.snapshot import Snapshot


def person_of(thing: object, scene: Scene) -> str | None:
    """Return the id of the account that a thing of a list belongs to, None for what belongs to nobody alone."""
    match thing:
        case Account():
            return thing.id
        case Call():
            return thing.host_id
        case Workstation():
            return thing.account_id
        case Alert():
            call = scene.snapshot.calls.get(thing.call_id or "")
            return thing.account_id or (call.host_id if call is not None else None)
        case _:
            return None


def alone(snapshot: Snapshot, account_id: str) -> Snapshot:
    """Return the town with one person in it: their account, calls, workstations, desks, and what concerns these.

    Units, services, rooms and places stay: they are nobody's.
    """
    accounts = {key: each for key, each in snapshot.accounts.items() if key == account_id}
    calls = {key: each for key, each in snapshot.calls.items() if _sits_in(each, account_id)}
    machines = {key: each for key, each in snapshot.workstations.items() if each.account_id == account_id}
    theirs = accounts.keys() | calls.keys() | machines.keys()
    alerts = {
        key: each
        for key, each in snapshot.alerts.items()
        if theirs & {each.account_id, each.call_id, each.workstation_id}
    }
    return msgspec.structs.replace(
        snapshot,
        accounts=accounts,
        calls=calls,
        workstations=machines,
        alerts=alerts,
        desks={key: each for key, each in snapshot.desks.items() if account_id in each.staffed_by},
        audit=tuple(each for each in snapshot.audit if each.subject_id in theirs | alerts.keys()),
    )


def _sits_in(call: Call, account_id: str) -> bool:
    return call.host_id == account_id or any(seat.account_id == account_id for seat in call.seats)
