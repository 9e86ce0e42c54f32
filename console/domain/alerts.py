"""Alerts: what needs somebody's help, worst first, and the pure rules that raise and clear the standing ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec.structs import asdict, replace

from console.domain.accounts import Account
from console.domain.calls import Call, CallStatus, participants
from console.domain.desks import Desk
from console.domain.devices import CheckOutcome, DeviceKind, Workstation, is_overtaken
from console.domain.diagnosis.causes import SETTINGS
from console.domain.errors import ConsoleError
from console.domain.noun import UNSET, Moment, Noun, Thing, Unset, Write, new_id
from console.domain.tokens import Principal
from console.words import _

SOON = timedelta(days=3)
LONG_WAIT = timedelta(minutes=15)
AT_HAND = timedelta(minutes=15)
"""Before a call begins: from then on its host's machine should be ready."""


class AlertKind(StrEnum):
    """What is wrong."""

    HOST_DOUBLE_BOOKED = "host-double-booked"
    PLACE_DOUBLE_BOOKED = "place-double-booked"
    HOST_NEVER_SIGNED_IN = "host-never-signed-in"
    HOST_ABSENT = "host-absent"
    HELP_WANTED = "help-wanted"
    LONG_WAIT = "long-wait"
    DESK_UNSTAFFED = "desk-unstaffed"
    WORKSTATION_OFFLINE = "workstation-offline"
    NO_MICROPHONE = "no-microphone"
    NO_SPEAKER = "no-speaker"
    AUDIO_SYSTEM_DOWN = "audio-system-down"
    CHECK_FOUND_FAULT = "check-found-fault"


class Severity(StrEnum):
    """How bad it is, worst first."""

    URGENT = "urgent"
    WARNING = "warning"
    NOTICE = "notice"


class AlertState(StrEnum):
    """What is being done about it."""

    OPEN = "open"
    TAKEN = "taken"
    LATER = "later"
    CLOSED = "closed"


class Finding(Noun, frozen=True, kw_only=True):
    """Something wrong as of now. key: the same for the same trouble: one alert, however often it is seen."""

    key: str
    kind: AlertKind
    severity: Severity
    since: datetime
    account_id: str | None = None
    call_id: str | None = None
    workstation_id: str | None = None
    place_id: str | None = None
    desk_id: str | None = None


class Alert(Thing, frozen=True, kw_only=True):
    """A finding that people act on. taken_by: the actor's name; taken_by_id: of the account or token."""

    organisation_id: str
    key: str
    kind: AlertKind
    severity: Severity
    since: datetime
    account_id: str | None = None
    call_id: str | None = None
    workstation_id: str | None = None
    place_id: str | None = None
    desk_id: str | None = None
    state: AlertState = AlertState.OPEN
    taken_by: str | None = None
    taken_by_id: str | None = None
    later_until: datetime | None = None
    closed_at: datetime | None = None


class AlertPatch(Write, frozen=True, kw_only=True):
    """What may be done about an alert: take, put off, close, or open again."""

    state: AlertState
    later_until: Moment | Unset | None = UNSET


class Reckoning(Noun, frozen=True, kw_only=True):
    """What becomes of the standing alerts.

    raised: new ones. gone: those whose finding is no more, some of them closed by hand before. due: those that were
    put off until now. shifted: those that are of another severity now, as they are then.
    """

    raised: tuple[Alert, ...] = ()
    gone: tuple[Alert, ...] = ()
    due: tuple[Alert, ...] = ()
    shifted: tuple[Alert, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.raised or self.gone or self.due or self.shifted)


class World(Noun, frozen=True, kw_only=True):
    """What the rules look at: calls from now on (and those not over), their hosts, the machines and the desks."""

    now: datetime
    calls: Sequence[Call]
    accounts: Mapping[str, Account]
    workstations: Sequence[Workstation]
    desks: Sequence[Desk]


def findings(world: World) -> dict[str, Finding]:
    """Return everything that is wrong in this world, by key."""
    live = [call for call in world.calls if call.status in _AHEAD]
    found = [
        *_double_booked(live, AlertKind.HOST_DOUBLE_BOOKED, {call.id: call.host_id for call in live}, world.now),
        *_double_booked(live, AlertKind.PLACE_DOUBLE_BOOKED, {call.id: call.place_id for call in live}, world.now),
        *_hosts_not_ready(world, live),
        *_hosts_absent(world, live),
        *_help_wanted(live),
        *_desks(world),
        *_machines(world, live),
    ]
    return {finding.key: finding for finding in found}


def reckoned(organisation_id: str, standing: Iterable[Alert], found: Mapping[str, Finding], now: datetime) -> Reckoning:
    """Hold what is wrong now against the alerts that stand: each finding has one, even when it was closed by hand."""
    known = {alert.key: alert for alert in standing}
    still = [alert for alert in known.values() if alert.key in found]
    return Reckoning(
        raised=tuple(
            Alert(id=new_id(now), organisation_id=organisation_id, **asdict(finding))
            for key, finding in found.items()
            if key not in known
        ),
        gone=tuple(alert for alert in known.values() if alert.key not in found),
        due=tuple(alert for alert in still if is_due(alert, now)),
        shifted=tuple(
            replace(alert, severity=found[alert.key].severity)
            for alert in still
            if alert.state is not AlertState.CLOSED and alert.severity is not found[alert.key].severity
        ),
    )


def is_due(alert: Alert, now: datetime) -> bool:
    """Tell whether the time has come until which it was put off."""
    return alert.state is AlertState.LATER and (alert.later_until is None or alert.later_until <= now)


def acted_on(alert: Alert, patch: AlertPatch, by: Principal, now: datetime) -> Alert:
    """Return the alert after somebody took it, put it off, closed or opened it; raise unprocessable for a past time."""
    taken = patch.state is AlertState.TAKEN
    return replace(
        alert,
        state=patch.state,
        taken_by=by.name if taken else None,
        taken_by_id=(by.account_id or by.token_id) if taken else None,
        later_until=_put_off_until(patch, now) if patch.state is AlertState.LATER else None,
        closed_at=now if patch.state is AlertState.CLOSED else None,
    )


def _put_off_until(patch: AlertPatch, now: datetime) -> datetime:
    if not isinstance(patch.later_until, datetime) or patch.later_until <= now:
        raise ConsoleError(
            _("An alert is put off until a time that is yet to come."), "", _("Give laterUntil."), code="unprocessable"
        )
    return patch.later_until


_AHEAD = frozenset({CallStatus.SCHEDULED, CallStatus.WAITING, CallStatus.RUNNING})


def _double_booked(
    calls: Sequence[Call], kind: AlertKind, owner: Mapping[str, str | None], now: datetime
) -> Iterator[Finding]:
    booked: defaultdict[str, list[Call]] = defaultdict(list)
    for call in calls:
        if who := owner[call.id]:
            booked[who].append(call)
    for who, theirs in booked.items():
        for first, second in _overlaps(theirs):
            yield Finding(
                key=f"{kind}:{first.id}:{second.id}",
                kind=kind,
                severity=Severity.WARNING,
                since=now,
                account_id=second.host_id,
                place_id=who if kind is AlertKind.PLACE_DOUBLE_BOOKED else None,
                call_id=second.id,
            )


def _overlaps(calls: Iterable[Call]) -> Iterator[tuple[Call, Call]]:
    # Each call is held against the one that ends last so far: n log n, and one pair a clash is enough to act on.
    longest: Call | None = None
    for call in sorted(calls, key=lambda call: (call.dtstart, call.id)):
        if longest is not None and call.dtstart < longest.dtend:
            yield longest, call
        if longest is None or call.dtend > longest.dtend:
            longest = call


def _hosts_not_ready(world: World, calls: Sequence[Call]) -> Iterator[Finding]:
    for call in calls:
        host = world.accounts.get(call.host_id)
        soon = call.status is CallStatus.SCHEDULED and call.dtend > world.now and call.dtstart - world.now <= SOON
        if host is not None and soon and host.active and host.signed_in_at is None:
            yield Finding(
                key=f"{AlertKind.HOST_NEVER_SIGNED_IN}:{call.id}",
                kind=AlertKind.HOST_NEVER_SIGNED_IN,
                severity=Severity.WARNING,
                since=world.now,
                account_id=host.id,
                call_id=call.id,
            )


def _hosts_absent(world: World, calls: Sequence[Call]) -> Iterator[Finding]:
    for call in calls:
        waiting_since = [
            seat.since for seat in participants(call.seats) if seat.state == "waiting" and seat.since is not None
        ]
        late = world.now - call.dtstart > timedelta(minutes=5)
        if call.status is CallStatus.WAITING and waiting_since and late:
            yield Finding(
                key=f"{AlertKind.HOST_ABSENT}:{call.id}",
                kind=AlertKind.HOST_ABSENT,
                severity=Severity.URGENT,
                since=min(waiting_since),
                account_id=call.host_id,
                call_id=call.id,
            )


def _help_wanted(calls: Sequence[Call]) -> Iterator[Finding]:
    for call in calls:
        for seat in call.seats:
            if seat.help_since is not None:
                yield Finding(
                    key=f"{AlertKind.HELP_WANTED}:{seat.id}",
                    kind=AlertKind.HELP_WANTED,
                    severity=Severity.URGENT,
                    since=seat.help_since,
                    account_id=call.host_id,
                    call_id=call.id,
                )


def _desks(world: World) -> Iterator[Finding]:
    for desk in world.desks:
        if desk.is_open and not desk.staffed_by:
            yield Finding(
                key=f"{AlertKind.DESK_UNSTAFFED}:{desk.id}",
                kind=AlertKind.DESK_UNSTAFFED,
                severity=Severity.URGENT if desk.waits else Severity.WARNING,
                since=desk.waits[0].since if desk.waits else world.now,
                desk_id=desk.id,
            )
        for wait in desk.waits:
            if world.now - wait.since > LONG_WAIT:
                yield Finding(
                    key=f"{AlertKind.LONG_WAIT}:{wait.id}",
                    kind=AlertKind.LONG_WAIT,
                    severity=Severity.URGENT,
                    since=wait.since,
                    desk_id=desk.id,
                )


def _machines(world: World, calls: Sequence[Call]) -> Iterator[Finding]:
    today = {call.host_id for call in calls if call.dtstart - world.now < timedelta(hours=24)}
    for machine in world.workstations:
        needed = Severity.WARNING if machine.account_id in today else Severity.NOTICE
        is_needed_now = any(_is_theirs(machine, call) and _is_at_hand(call, world.now) for call in calls)
        for kind in _faults(machine, is_needed_now=is_needed_now):
            yield Finding(
                key=f"{kind}:{machine.id}",
                kind=kind,
                severity=needed,
                since=_since(machine, kind, world.now),
                account_id=machine.account_id,
                workstation_id=machine.id,
                place_id=machine.place_id,
            )


def _is_theirs(machine: Workstation, call: Call) -> bool:
    return call.host_id == machine.account_id or (call.place_id is not None and call.place_id == machine.place_id)


def _is_at_hand(call: Call, now: datetime) -> bool:
    """Tell whether the call is under way or about to begin."""
    return call.status is not CallStatus.SCHEDULED or (call.dtstart - now <= AT_HAND and call.dtend > now)


def _faults(machine: Workstation, *, is_needed_now: bool) -> Iterator[AlertKind]:
    # A machine that is switched off says nothing about its devices: one alert, not three.
    if machine.last_seen_at is None:
        return
    if not machine.online:
        yield AlertKind.WORKSTATION_OFFLINE
        return
    inventory = machine.inventory
    if inventory is None:
        return
    if inventory.problem is not None:
        yield AlertKind.AUDIO_SYSTEM_DOWN
        return
    kinds = {device.kind for device in inventory.devices}
    if DeviceKind.MICROPHONE not in kinds:
        yield AlertKind.NO_MICROPHONE
    if DeviceKind.SPEAKER not in kinds:
        yield AlertKind.NO_SPEAKER
    is_wrong = found_fault(machine) or (is_needed_now and _is_turned_off(machine))
    if {DeviceKind.MICROPHONE, DeviceKind.SPEAKER} <= kinds and is_wrong:
        yield AlertKind.CHECK_FOUND_FAULT


def found_fault(machine: Workstation) -> bool:
    """Tell whether the latest check found a fault, and no device was changed since."""
    check = machine.latest_check
    return check is not None and check.outcome is CheckOutcome.FAULT and not is_overtaken(check, machine)


def _is_turned_off(machine: Workstation) -> bool:
    """Tell whether the latest look found something muted or turned down: of that only a call makes a fault."""
    check = machine.latest_check
    if check is None or check.outcome is not CheckOutcome.UNSURE or is_overtaken(check, machine):
        return False
    return not SETTINGS.isdisjoint(check.causes)


def _since(machine: Workstation, kind: AlertKind, now: datetime) -> datetime:
    if kind is AlertKind.WORKSTATION_OFFLINE:
        return machine.last_seen_at or now
    if kind is AlertKind.CHECK_FOUND_FAULT and machine.latest_check is not None:
        return machine.latest_check.at
    return machine.changes[0].at if machine.changes else now
