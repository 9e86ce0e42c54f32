"""Calls: scheduled, waiting and running ones, and who sits in them. A guest is "guest 1", never a name."""

from typing import Any, Protocol

from console.domain.calls import OVER, Call, CallStatus, Consent, Seat, SeatRole, SeatState
from console.presentation import browser_checks
from console.presentation.cell import Cell, Tone, sign
from console.presentation.columns import Column
from console.presentation.detail import Detail, Field, field
from console.presentation.listing import Listing, View
from console.presentation.scene import UNKNOWN, Scene
from console.presentation.terms import CALL_STATUS, CONSENTS, SEAT_ROLES, SEAT_STATES
from console.words import _, marked

STATUS_TONES = {
    CallStatus.RUNNING: Tone.GOOD,
    CallStatus.WAITING: Tone.WARNING,
    CallStatus.MISSED: Tone.NOTICE,
    CallStatus.ENDED: Tone.QUIET,
    CallStatus.CANCELLED: Tone.QUIET,
}
STATUS_ORDER = {
    status: number
    for number, status in enumerate(
        (
            CallStatus.WAITING,
            CallStatus.RUNNING,
            CallStatus.SCHEDULED,
            CallStatus.MISSED,
            CallStatus.ENDED,
            CallStatus.CANCELLED,
        )
    )
}


ALONE = frozenset({SeatRole.HOST, SeatRole.SUPPORT})
"""Roles of which a call has one, or hardly ever more."""


class Chair(Protocol):
    """What a seat is called by, wherever it is told of."""

    @property
    def role(self) -> SeatRole:
        """Whose chair it is."""

    @property
    def number(self) -> int:
        """Which of that role, from 1."""


def seat_name(seat: Chair) -> str:
    """Say whose chair it is, without a name: guest 1."""
    role = _(SEAT_ROLES[seat.role])
    return role if seat.role in ALONE and seat.number == 1 else f"{role} {seat.number}"


def tone(call: Call) -> Tone:
    """Return how the state of a call is meant."""
    return STATUS_TONES.get(call.status, Tone.NORMAL)


def _status(call: Call, _scene: Scene) -> Cell:
    return Cell(_(CALL_STATUS[call.status]), tone(call))


def _there(call: Call) -> int:
    return sum(seat.state in {SeatState.WAITING, SeatState.JOINED} for seat in call.seats)


def _seats(call: Call, _scene: Scene) -> Cell:
    return Cell(f"{_there(call)}/{len(call.seats)}", tone(call))


def _rank(call: Call, _scene: Scene) -> Any:
    # What is over is looked up from its end backwards; what is ahead from now on.
    over = call.status in OVER
    start = call.dtstart.timestamp()
    return (over, STATUS_ORDER[call.status] if not over else 0, -start if over else start)


def _host(call: Call, scene: Scene) -> str:
    return scene.person(call.host_id)


def _unit(call: Call, scene: Scene) -> str:
    account = scene.snapshot.accounts.get(call.host_id)
    return (account.unit if account is not None else None) or call.department or UNKNOWN


def _words(call: Call, scene: Scene) -> str:
    return " ".join(
        (
            scene.moment(call.dtstart),
            _host(call, scene),
            _unit(call, scene),
            call.department or "",
            scene.service(call.service_id, call.department),
            scene.where(call.room_id, call.place_id),
            _(CALL_STATUS[call.status]),
        )
    )


def title(call: Call, scene: Scene) -> str:
    """Say which call it is: when, and whose."""
    return f"{scene.moment(call.dtstart)} {_host(call, scene)}"


def _detail(call: Call, scene: Scene) -> Detail:
    fields = [
        field(_("Status"), _status(call, scene)),
        field(_("Time"), f"{scene.weekday(call.dtstart)} {scene.time(call.dtstart)} - {scene.time(call.dtend)}"),
        field(_("Service"), scene.service(call.service_id, call.department)),
        *_known(_("Where"), scene.where(call.room_id, call.place_id)),
        field(_("Unit"), ", ".join(dict.fromkeys(part for part in (_unit(call, scene), call.department) if part))),
        *(line for seat in call.seats for line in (_seat(seat, scene), *browser_checks.of_seat(seat.id, scene))),
        *_known(_("Began"), scene.moment(call.started_at)),
        *_known(_("Ended"), scene.moment(call.ended_at)),
    ]
    return Detail(title(call, scene), fields)


def _known(label: str, text: str) -> list[Field]:
    return [field(label, text)] if text != UNKNOWN else []


def _seat(seat: Seat, scene: Scene) -> Field:
    state = _(SEAT_STATES[seat.state])
    since = f", {scene.age(seat.since)}" if seat.since is not None and seat.state != SeatState.EXPECTED else ""
    tones = {SeatState.WAITING: Tone.WARNING, SeatState.JOINED: Tone.GOOD}
    said = f", {_(CONSENTS[seat.consent])}" if seat.consent is not Consent.NOT_ASKED else ""
    person = f"{seat.person}: " if seat.person else ""
    return field(seat_name(seat).capitalize(), Cell(person + state + since + said, tones.get(seat.state, Tone.NORMAL)))


def _empty(_scene: Scene) -> str:
    return _("No calls here. Press n to schedule one, or f to see another part of the list.")


CALLS: Listing[Call] = Listing(
    title=marked("Calls"),
    things=lambda scene: scene.snapshot.calls,
    columns=(
        Column(title="", width=2, cell=lambda call, _scene: sign(tone(call)), order=_rank),
        Column(
            title=marked("Start"),
            width=12,
            cell=lambda call, scene: Cell(scene.moment(call.dtstart)),
            order=lambda call, _scene: call.dtstart,
        ),
        Column(title=marked("Host"), width=16, grow=2, cell=lambda call, scene: Cell(_host(call, scene))),
        Column(
            title=marked("Status"),
            width=10,
            cell=_status,
            order=lambda call, _scene: STATUS_ORDER[call.status],
        ),
        Column(title=marked("Seats"), width=5, right=True, cell=_seats, order=lambda call, _scene: -_there(call)),
        Column(
            title=marked("Service"),
            width=16,
            grow=2,
            rank=1,
            cell=lambda call, scene: Cell(scene.service(call.service_id, call.department)),
        ),
        Column(
            title=marked("Where"),
            width=12,
            grow=1,
            rank=3,
            cell=lambda call, scene: Cell(scene.where(call.room_id, call.place_id)),
        ),
        Column(
            title=marked("Department"),
            width=14,
            grow=1,
            rank=4,
            cell=lambda call, _scene: Cell(call.department or UNKNOWN),
        ),
        Column(
            title=marked("End"),
            width=6,
            rank=5,
            cell=lambda call, scene: Cell(scene.time(call.dtend)),
            order=lambda call, _scene: call.dtend,
        ),
    ),
    views=(
        View(title=marked("today"), keep=lambda call, scene: scene.is_today(call.dtstart)),
        View(title=marked("now"), keep=lambda call, _scene: call.status in {CallStatus.WAITING, CallStatus.RUNNING}),
        View(title=marked("coming"), keep=lambda call, scene: call.status not in OVER and call.dtend > scene.now),
        View(title=marked("all")),
    ),
    words=_words,
    rank=_rank,
    detail=_detail,
    empty=_empty,
)
