"""The staffed on-line desk that a citizen reaches without booking ("Asioi heti"), and who waits at it."""

from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.errors import ConsoleError
from console.domain.noun import UNSET, Noun, Thing, Unset, Write
from console.domain.text import Id, Line
from console.words import _

LONGEST_WAIT = timedelta(hours=4)
LONGEST_WAIT_AT_A_CLOSED_DESK = timedelta(minutes=15)


class WaitState(StrEnum):
    """What became of a wait."""

    WAITING = "waiting"
    SERVED = "served"
    LEFT = "left"


class Wait(Noun, frozen=True, kw_only=True):
    """A guest waiting at a desk. number: "guest 3" of this desk today."""

    id: str
    number: int
    since: datetime
    state: WaitState = WaitState.WAITING
    call_id: str | None = None


class Desk(Thing, frozen=True, kw_only=True):
    """A queue desk. staffed_by: ids of the accounts on duty. waits: those waiting now, oldest first."""

    organisation_id: str
    name: str
    department: str | None = None
    is_open: bool = False
    staffed_by: tuple[str, ...] = ()
    waits: tuple[Wait, ...] = ()


class NewDesk(Write, frozen=True, kw_only=True):
    """What it takes to make a desk."""

    name: Line
    department: Line | None = None


class DeskPatch(Write, frozen=True, kw_only=True):
    """What may change in a desk."""

    name: Line | Unset = UNSET
    is_open: bool | Unset = UNSET
    staffed_by: tuple[Id, ...] | Unset = UNSET


class WaitPatch(Write, frozen=True, kw_only=True):
    """A wait ends: the guest is served (in a call) or leaves."""

    state: WaitState
    call_id: Id | None = None


def still_waiting(desk: Desk, now: datetime) -> tuple[Wait, ...]:
    """Return those of whom it can be believed that they still wait, though nobody has said that they left.

    Nobody waits for more than four hours. At a desk that has closed nobody is served any more: a quarter of an hour is
    for those who came just before, and for a desk that was closed by mistake.
    """
    patience = LONGEST_WAIT if desk.is_open else LONGEST_WAIT_AT_A_CLOSED_DESK
    return tuple(wait for wait in desk.waits if now <= wait.since + patience)


def without_wait(desk: Desk, wait_id: str, state: WaitState) -> tuple[Wait, ...]:
    """Return those who still wait once this wait has ended so; raise unprocessable for no end."""
    if state is WaitState.WAITING:
        raise ConsoleError(
            _("That is no end of a wait."), "", _("Say that the guest is served or has left."), code="unprocessable"
        )
    return tuple(wait for wait in desk.waits if wait.id != wait_id)
