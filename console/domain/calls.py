"""Calls: scheduled or running video appointments, and the seats in them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from console.domain.errors import ConsoleError
from console.domain.noun import UNSET, Moment, Noun, Thing, Unset, Write, new_id
from console.domain.text import Id, Line, Word
from console.words import _

USUAL_LENGTH = timedelta(minutes=30)
LONGEST = timedelta(hours=24)
MISSED_AFTER = timedelta(minutes=30)
FORSAKEN_AFTER = timedelta(minutes=15)
UNHEARD_OF_AFTER = timedelta(hours=4)
MOST_SEATS = 4
LARGEST_CALENDAR = 20_000_000
"""Bytes of a calendar file. A larger one is refused before anything looks at it."""


class CallStatus(StrEnum):
    """Where a call stands."""

    SCHEDULED = "scheduled"
    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"
    MISSED = "missed"
    CANCELLED = "cancelled"


UNHELD = frozenset({CallStatus.SCHEDULED, CallStatus.WAITING})
OVER = frozenset({CallStatus.ENDED, CallStatus.MISSED, CallStatus.CANCELLED})


class SeatRole(StrEnum):
    """Whose chair it is."""

    HOST = "host"
    GUEST = "guest"
    INTERPRETER = "interpreter"
    SUPPORT = "support"


class SeatState(StrEnum):
    """What the participant of a seat is doing."""

    EXPECTED = "expected"
    WAITING = "waiting"
    JOINED = "joined"
    LEFT = "left"


class Identification(StrEnum):
    """How the host made sure of who sits there. Which document or bank it was is not kept."""

    NOT_YET = "not-yet"
    KNOWN = "known"
    DOCUMENT = "document"
    STRONG = "strong"
    NOT_NEEDED = "not-needed"


class Consent(StrEnum):
    """What a seat's participant says to support hearing and seeing the call; the rules are in `assisting`."""

    NOT_ASKED = "not-asked"
    ASKED = "asked"
    YES = "yes"
    NO = "no"


class Seat(Noun, frozen=True, kw_only=True):
    """One participant's chair in one call.

    number counts the seats of a role, from 1: "guest 1". since: when the state began. person: by what name the others
    know who supports; an employee, never a citizen. sign_language: its participant signs. help_since: since when they
    ask for help, None where they don't.
    """

    id: str
    role: SeatRole
    number: int = 1
    state: SeatState = SeatState.EXPECTED
    since: datetime | None = None
    account_id: str | None = None
    identified: Identification = Identification.NOT_YET
    consent: Consent = Consent.NOT_ASKED
    person: str | None = None
    sign_language: bool = False
    help_since: datetime | None = None


class Call(Thing, frozen=True, kw_only=True):
    """A scheduled or running video appointment.

    uid, recurrence_id, dtstart, dtend: as in iCalendar (RFC 5545), times in UTC. service_id is empty for those who may
    not know it; department stays. series_id: the imported series that the call is an occurrence of.
    """

    organisation_id: str
    host_id: str
    dtstart: datetime
    dtend: datetime
    status: CallStatus = CallStatus.SCHEDULED
    service_id: str | None = None
    department: str | None = None
    confidential: bool = False
    room_id: str | None = None
    place_id: str | None = None
    seats: tuple[Seat, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    uid: str | None = None
    recurrence_id: datetime | None = None
    series_id: str | None = None


class NewCall(Write, frozen=True, kw_only=True):
    """What it takes to make a call. host: an account's id or userName. guest_names are kept apart from the call.

    sign_language: the roles whose participants sign.
    """

    host: Word
    dtstart: Moment
    dtend: Moment | None = None
    service_id: Id | None = None
    room_id: Id | None = None
    place_id: Id | None = None
    guests: Annotated[int, Meta(ge=0, le=MOST_SEATS - 1)] = 1
    interpreters: Annotated[int, Meta(ge=0, le=MOST_SEATS - 1)] = 0
    sign_language: tuple[SeatRole, ...] = ()
    guest_names: tuple[Line, ...] = ()


class CallPatch(Write, frozen=True, kw_only=True):
    """What may change in a call. Only ended and cancelled are set by hand; other states follow the seats."""

    dtstart: Moment | Unset = UNSET
    dtend: Moment | Unset = UNSET
    host: Word | Unset = UNSET
    service_id: Id | Unset | None = UNSET
    room_id: Id | Unset | None = UNSET
    place_id: Id | Unset | None = UNSET
    status: CallStatus | Unset = UNSET


class SeatPatch(Write, frozen=True, kw_only=True):
    """What a participant does. at: when it happened, if that was earlier; in a demonstration alone.

    Where people are real it is told as it happens: a record of their work is not written afterwards.
    """

    state: SeatState
    at: Moment | None = None


class Reveal(Write, frozen=True, kw_only=True):
    """Why support must know a guest's name. The reason is kept in the audit, the name is not."""

    reason: Line


class GuestName(Noun, frozen=True, kw_only=True):
    """A guest's name, answered once and kept nowhere by who asked."""

    seat_id: str
    name: str


class ImportResult(Noun, frozen=True, kw_only=True):
    """What came of a calendar file: counts of calls, then counts of events that became none, and warnings in words.

    An event that repeats is one. skipped_all_day: all day, a day or longer, or no time at all.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    cancelled: int = 0
    skipped_private: int = 0
    skipped_no_host: int = 0
    skipped_all_day: int = 0
    refused: int = 0
    warnings: tuple[str, ...] = ()


def status_of(call: Call, seats: Sequence[Seat]) -> CallStatus:
    """Return the status that follows from the seats: running with two joined, waiting with anyone there.

    Support doesn't count: it helps in a call and makes none.
    """
    if call.status in OVER:
        return call.status
    seats = participants(seats)
    joined = sum(seat.state is SeatState.JOINED for seat in seats)
    if joined > 1 or (joined and call.status is CallStatus.RUNNING):
        return CallStatus.RUNNING
    if joined or any(seat.state is SeatState.WAITING for seat in seats):
        return CallStatus.WAITING
    return CallStatus.ENDED if call.started_at else CallStatus.SCHEDULED


def is_missed(call: Call, now: datetime) -> bool:
    """Tell whether nobody came: it never ran, is still scheduled or waiting, and is half an hour past its end."""
    return call.status in UNHELD and call.started_at is None and now > call.dtend + MISSED_AFTER


def is_forsaken(call: Call, now: datetime) -> bool:
    """Tell whether a call that ran is over though nobody has said so.

    That is believed a quarter of an hour after its end where at most one is left in it. Two may take longer than was
    planned; when nothing has been heard of them for four hours, they have gone without a word.
    """
    if call.started_at is None or call.status in OVER:
        return False
    joined = sum(seat.state is SeatState.JOINED for seat in participants(call.seats))
    quiet_since = max(call.dtend, *(seat.since or call.dtend for seat in call.seats))
    return now > quiet_since + (UNHEARD_OF_AFTER if joined > 1 else FORSAKEN_AFTER)


def refuse_impossible_times(dtstart: datetime, dtend: datetime) -> None:
    """Raise unprocessable where a call would not end after it starts, or last for days."""
    if not dtstart < dtend:
        raise ConsoleError(
            _("The call would end before it starts."), "", _("Give an end after the start."), code="unprocessable"
        )
    if dtend - dtstart > LONGEST:
        raise ConsoleError(
            _("A call lasts a day at most."),
            "",
            _("See that the dates are right."),
            code="unprocessable",
        )


def refuse_too_large(size: int) -> None:
    """Raise calendar-too-large for a calendar file of more than 20 MB."""
    if size > LARGEST_CALENDAR:
        raise ConsoleError(
            _("The calendar file is larger than 20 MB."),
            "",
            _("Export fewer years or fewer calendars at a time."),
            code="calendar-too-large",
        )


def seats_for(
    host_id: str, guests: int, now: datetime, *, interpreters: int = 0, sign_language: Collection[SeatRole] = ()
) -> tuple[Seat, ...]:
    """Return the chairs of a new call: the host's, then the guests', then the interpreters'.

    sign_language: the roles whose participants sign. Raise unprocessable for more chairs than a call has.
    """
    if guests + interpreters > MOST_SEATS - 1:
        raise ConsoleError(
            _("A call has {most} seats at most, the host's counted.", most=MOST_SEATS),
            "",
            _("Invite fewer guests or interpreters."),
            code="unprocessable",
        )
    seats = (
        Seat(id=new_id(now), role=SeatRole.HOST, account_id=host_id),
        *(Seat(id=new_id(now), role=SeatRole.GUEST, number=n + 1) for n in range(guests)),
        *(Seat(id=new_id(now), role=SeatRole.INTERPRETER, number=n + 1) for n in range(interpreters)),
    )
    return tuple(replace(seat, sign_language=seat.role in sign_language) for seat in seats)


def participants(seats: Sequence[Seat]) -> list[Seat]:
    """Return the seats of those whose call it is: all but support's."""
    return [seat for seat in seats if seat.role is not SeatRole.SUPPORT]


def with_host(seats: Sequence[Seat], host_id: str) -> tuple[Seat, ...]:
    """Return the seats with another account in the host's chair: what its former host agreed to, they have not."""
    return tuple(
        replace(seat, account_id=host_id, consent=Consent.NOT_ASKED)
        if seat.role is SeatRole.HOST and seat.account_id != host_id
        else seat
        for seat in seats
    )


def with_seat(call: Call, seat_id: str, state: SeatState, now: datetime) -> Call:
    """Return the call after a participant did something; its status follows. Raise conflict where it is over."""
    refuse_over(call)
    seats = tuple(_moved(seat, state, now) if seat.id == seat_id else seat for seat in call.seats)
    status = status_of(call, seats)
    return replace(
        call,
        seats=seats,
        status=status,
        started_at=call.started_at or (now if status is CallStatus.RUNNING else None),
        ended_at=now if status is CallStatus.ENDED else None,
    )


def with_help(call: Call, seat_id: str, *, wanted: bool, now: datetime) -> Call:
    """Return the call after a participant asked for help, or needs none any more. Raise conflict where it is over."""
    refuse_over(call)
    seats = (
        replace(seat, help_since=(seat.help_since or now) if wanted else None) if seat.id == seat_id else seat
        for seat in call.seats
    )
    return replace(call, seats=tuple(seats))


def refuse_impossible_past(call: Call, at: datetime, now: datetime) -> None:
    """Raise unprocessable for what would have happened yet to come, or before the latest that is known of the call."""
    latest = max((seat.since for seat in call.seats if seat.since), default=at)
    if not latest <= at <= now:
        raise ConsoleError(
            _("It can't have happened at that time."),
            "",
            _("Give a time that is not yet to come, and not before what happened last in the call."),
            code="unprocessable",
        )


def closed_by_hand(call: Call, status: CallStatus, now: datetime) -> Call:
    """Return the call ended or cancelled: nobody sits in it any more. Raise conflict where that can't be."""
    if status is call.status:
        return call
    refuse_over(call)
    if status is CallStatus.CANCELLED and call.status is CallStatus.RUNNING:
        raise _conflict(_("The call is running."), _("End it instead."))
    if status is CallStatus.ENDED and call.status is CallStatus.SCHEDULED:
        raise _conflict(_("The call has not begun."), _("Cancel it instead."))
    if status not in {CallStatus.ENDED, CallStatus.CANCELLED}:
        raise ConsoleError(
            _("A call can be ended or cancelled by hand; what else becomes of it follows from its seats."),
            "",
            _("Say that somebody waits, joins or leaves."),
            code="unprocessable",
        )
    return replace(call, seats=_all_left(call.seats, now), status=status, ended_at=now)


def missed(call: Call, now: datetime) -> Call:
    """Return the call as one to which not everybody came."""
    return replace(call, seats=_all_left(call.seats, now), status=CallStatus.MISSED)


def forsaken(call: Call, now: datetime) -> Call:
    """Return the call as one that everybody has left."""
    return replace(call, seats=_all_left(call.seats, now), status=CallStatus.ENDED, ended_at=now)


def _all_left(seats: Sequence[Seat], now: datetime) -> tuple[Seat, ...]:
    present = {SeatState.WAITING, SeatState.JOINED}
    return tuple(_moved(seat, SeatState.LEFT, now) if seat.state in present else seat for seat in seats)


def refuse_over(call: Call) -> None:
    """Raise conflict where nothing can change any more."""
    if call.status in OVER:
        raise _conflict(_("The call is over."), _("Make a new one."))


def _conflict(title: str, hint: str) -> ConsoleError:
    return ConsoleError(title, "", hint, code="conflict")


def _moved(seat: Seat, state: SeatState, now: datetime) -> Seat:
    if seat.state is state:
        return seat
    # Who has left needs no help here any more.
    help_since = None if state is SeatState.LEFT else seat.help_since
    return replace(seat, state=state, since=now, help_since=help_since)
