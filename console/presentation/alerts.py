"""Alerts: what needs somebody's help, worst first, and who has taken it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from console.domain.alerts import Alert, AlertState
from console.presentation import calls
from console.presentation.cell import Cell, Tone, sign
from console.presentation.columns import Column
from console.presentation.detail import Detail, Field, field
from console.presentation.listing import Listing, View
from console.presentation.scene import NEVER, UNKNOWN, Scene, span
from console.presentation.terms import ALERT_KINDS, ALERT_STATES, SEVERITIES, SEVERITY_ORDER, SEVERITY_TONES
from console.words import _, marked


def tone(alert: Alert) -> Tone:
    """Return how bad an alert is; what is being seen to, or over, is quiet."""
    return SEVERITY_TONES[alert.severity] if alert.state in {AlertState.OPEN, AlertState.TAKEN} else Tone.QUIET


def subject(alert: Alert, scene: Scene, when: Callable[[datetime], str] | None = None) -> str:
    """Say what an alert is about, as a kind of thing: CALL 09:00, DEVICE, DESK. when: how a time is said."""
    call = scene.snapshot.calls.get(alert.call_id or "")
    if call is not None:
        return _("CALL {time}", time=(when or scene.moment)(call.dtstart))
    if alert.desk_id is not None:
        return _("DESK")
    return _("DEVICE") if alert.workstation_id is not None else _("CALL")


def whose(alert: Alert, scene: Scene) -> str:
    """Say who or what an alert concerns, with the unit."""
    desk = scene.snapshot.desks.get(alert.desk_id or "")
    if desk is not None:
        return desk.name
    account = scene.snapshot.accounts.get(alert.account_id or "")
    place = scene.snapshot.places.get(alert.place_id or "")
    machine = scene.snapshot.workstations.get(alert.workstation_id or "")
    parts = (
        machine.name if machine is not None else None,
        account.display_name if account is not None else None,
        place.name if place is not None else None,
        account.unit if account is not None and machine is None else None,
    )
    return ", ".join(part for part in parts if part) or UNKNOWN


def what(alert: Alert) -> str:
    """Say what is wrong."""
    return _(ALERT_KINDS[alert.kind])


def hint(alert: Alert, scene: Scene) -> str:
    """Say when it matters: how soon the call starts."""
    call = scene.snapshot.calls.get(alert.call_id or "")
    if call is None or call.dtstart <= scene.now:
        return ""
    return _("starts in {span}", span=span(int((call.dtstart - scene.now).total_seconds())))


def owner(alert: Alert, scene: Scene) -> Cell:
    """Say who has taken it, or what else is being done about it."""
    if alert.state is AlertState.TAKEN:
        return Cell(scene.helper(alert.taken_by) if alert.taken_by else _(ALERT_STATES[alert.state]), Tone.GOOD)
    if alert.state is AlertState.LATER:
        return Cell(_("later, {time}", time=scene.moment(alert.later_until)), Tone.QUIET)
    if alert.state is AlertState.CLOSED:
        return Cell(_(ALERT_STATES[alert.state]), Tone.QUIET)
    return Cell("")


def needs_help(alert: Alert, scene: Scene) -> bool:
    """Tell whether somebody should look at it now."""
    later = alert.state is AlertState.LATER and alert.later_until is not None and alert.later_until > scene.now
    return alert.state is not AlertState.CLOSED and not later


def rank(alert: Alert, scene: Scene) -> Any:
    """Worst first: what is open before what is taken, the longest first among equals."""
    return (
        not needs_help(alert, scene),
        alert.state is not AlertState.OPEN,
        SEVERITY_ORDER[alert.severity],
        alert.since,
    )


def title(alert: Alert, scene: Scene) -> str:
    """Say the alert in one line, without anybody's name but the staff's."""
    return f"{subject(alert, scene)} {whose(alert, scene)}: {what(alert)}"


def _words(alert: Alert, scene: Scene) -> str:
    return f"{title(alert, scene)} {owner(alert, scene).text} {_(SEVERITIES[alert.severity])}"


def _detail(alert: Alert, scene: Scene) -> Detail:
    call = scene.snapshot.calls.get(alert.call_id or "")
    fields: list[Field] = [
        field(_("What"), Cell(what(alert), tone(alert))),
        field(_("Since"), f"{scene.moment(alert.since)} ({scene.age(alert.since)})"),
        field(_("Taken by"), owner(alert, scene) if owner(alert, scene).text else _("nobody")),
        *_queue(alert, scene),
    ]
    if call is not None:
        about = calls.CALLS.detail(call, scene)
        fields += [field(_("Call"), about.title), *about.fields]
    return Detail(title(alert, scene), fields)


def _queue(alert: Alert, scene: Scene) -> list[Field]:
    desk = scene.snapshot.desks.get(alert.desk_id or "")
    if desk is None:
        return []
    staff = ", ".join(scene.person(account_id) for account_id in desk.staffed_by)
    waits = [
        field(_("Guest {n}", n=wait.number), _("waiting {span}", span=scene.age(wait.since))) for wait in desk.waits
    ]
    return [field(_("On duty"), staff or _("nobody")), *waits]


def _empty(_scene: Scene) -> str:
    return _("Nothing needs help here. Press f to see another part of the list.")


_COLUMNS: tuple[Column[Alert], ...] = (
    Column(title="", width=2, cell=lambda alert, _scene: sign(tone(alert)), order=rank),
    Column(
        title=marked("Since"),
        width=7,
        right=True,
        cell=lambda alert, scene: Cell(scene.age(alert.since)),
        order=lambda alert, _scene: alert.since,
    ),
    Column(
        title=marked("About"),
        width=13,
        grow=1,
        cell=lambda alert, scene: Cell(subject(alert, scene, scene.day_or_time)),
        order=subject,
    ),
    Column(title=marked("Whose"), width=18, grow=2, cell=lambda alert, scene: Cell(whose(alert, scene))),
    Column(title=marked("What"), width=20, grow=1, cell=lambda alert, _scene: Cell(what(alert), tone(alert))),
    Column(
        title=marked("When"),
        width=14,
        rank=2,
        grow=1,
        cell=lambda alert, scene: Cell(hint(alert, scene), Tone.QUIET),
        order=lambda alert, scene: call.dtstart if (call := scene.snapshot.calls.get(alert.call_id or "")) else NEVER,
    ),
    Column(title=marked("Taken by"), width=12, grow=1, rank=1, cell=owner),
)

ALERTS: Listing[Alert] = Listing(
    title=marked("Alerts"),
    things=lambda scene: scene.snapshot.alerts,
    columns=_COLUMNS,
    views=(
        View(title=marked("needs help"), keep=needs_help),
        View(title=marked("later"), keep=lambda alert, _scene: alert.state is AlertState.LATER),
        View(title=marked("all")),
    ),
    words=_words,
    rank=rank,
    detail=_detail,
    empty=_empty,
)

NEEDS_HELP = replace(
    ALERTS,
    title=marked("Needs help"),
    views=(View(title=marked("worst first"), keep=needs_help),),
    empty=lambda _scene: _("Nothing needs help. What does will be listed here, worst first, and rings once."),
)
"""The first screen's part of it."""
