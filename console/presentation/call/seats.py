"""The seats of a call as lines: who, how loud, how connected, how loud they are played."""

from collections.abc import Iterator

from console.calling.attending import Attendance
from console.domain.calls import Consent, SeatState
from console.domain.diagnosis.evidence import Side
from console.media.participant.messages import Measured, Speaking
from console.presentation.calls import seat_name
from console.presentation.cell import Cell, Line, Tone
from console.presentation.diagnosis.meters import AUDIBLE, NOTHING, QUIETEST, bar
from console.wire.meeting import SeatSeen
from console.words import _, marked

STATES = {
    "new": (marked("connects"), Tone.NOTICE),
    "connecting": (marked("connects"), Tone.NOTICE),
    "connected": (marked("connected"), Tone.GOOD),
    "disconnected": (marked("interrupted"), Tone.WARNING),
    "failed": (marked("cut off"), Tone.URGENT),
    "closed": (marked("cut off"), Tone.URGENT),
}
NAME, FIGURE = 16, 9


def lines(attendance: Attendance, selected: str, width: int) -> list[Line]:
    """Return a line for the own microphone and one for each other seat; the selected one begins with >."""
    return [_own(attendance, width), *(_other(attendance, seat, selected, width) for seat in attendance.others)]


def _own(attendance: Attendance, width: int) -> Line:
    level = attendance.levels.own if attendance.levels is not None else NOTHING
    return [
        Cell("  "),
        Cell(_("You").ljust(NAME)[:NAME], Tone.STRONG),
        *_meter(level, _bar_width(width)),
        *(Cell(f"  {trouble}", Tone.WARNING) for trouble in _troubles(attendance)),
    ]


def _troubles(attendance: Attendance) -> Iterator[str]:
    for side, said in ((Side.INPUT, _("no microphone")), (Side.OUTPUT, _("no speaker"))):
        sounding = attendance.soundings.get(side)
        if sounding is not None and sounding.failure is not None:
            yield said


def _other(attendance: Attendance, seat: SeatSeen, selected: str, width: int) -> Line:
    levels = attendance.levels.seats if attendance.levels is not None else {}
    chosen = seat.id == selected
    name = seat_name(seat).capitalize()
    gain = attendance.volumes.get(seat.id, 0.0)
    said, tone = condition(attendance, seat)
    return [
        Cell("> " if chosen else "  ", Tone.KEY),
        Cell(name.ljust(NAME)[:NAME], Tone.STRONG if chosen else Tone.NORMAL),
        *_meter(levels.get(seat.id, NOTHING), _bar_width(width)),
        Cell(f"  {said}", tone),
        *([Cell(f"  {gain:+.0f} dB", Tone.QUIET)] if gain else []),
    ]


def _bar_width(width: int) -> int:
    return max(8, min(60, width - NAME - FIGURE - 34))


def _meter(level: float, width: int) -> Line:
    figure = f"{level:.0f} dBFS" if level > NOTHING else _("silent")
    tone = Tone.GOOD if level >= AUDIBLE else Tone.QUIET
    return [*bar((level - QUIETEST) / -QUIETEST, width, tone), Cell(figure.rjust(FIGURE))]


def condition(attendance: Attendance, seat: SeatSeen) -> tuple[str, Tone]:
    """Say how a seat is: what it answered while it is asked, else how it is connected."""
    me = attendance.me
    if me is not None and me.state is not SeatState.JOINED:
        answers = {Consent.YES: (_("said yes"), Tone.GOOD), Consent.NO: (_("said no"), Tone.WARNING)}
        return answers.get(seat.consent, (_("is asked"), Tone.NOTICE))
    if seat.state is SeatState.WAITING:
        return _("waits to be let in"), Tone.NOTICE
    if seat.page is None:
        return _("page closed"), Tone.WARNING
    latest = latest_of(attendance, seat.id)
    said, tone = STATES.get(latest.state if latest is not None else "new", STATES["new"])
    return _(said) + (f", {_('muted')}" if seat.muted else ""), tone


def latest_of(attendance: Attendance, seat: str) -> Measured | None:
    """Return what was measured of a seat last."""
    history = attendance.history.get(seat)
    return history[-1] if history else None


def talking(attendance: Attendance) -> tuple[str, Tone]:
    """Say whether the others hear this console's microphone."""
    if attendance.speaking is Speaking.MUTED:
        return _("MUTED"), Tone.QUIET
    if attendance.speaking is Speaking.PUSHED:
        return _("TALKING"), Tone.URGENT
    sent = attendance.levels is None or attendance.levels.sent
    return (_("MICROPHONE OPEN"), Tone.URGENT) if sent else (_("MICROPHONE OPEN, SOFT"), Tone.WARNING)


def heading(attendance: Attendance) -> Line:
    """Say where this console stands: how many have said yes, or that it is in the call."""
    me = attendance.me
    if me is None or me.state is SeatState.EXPECTED:
        return [Cell(_("Asking to come in ..."), Tone.NOTICE)]
    if me.state is SeatState.JOINED:
        return [Cell(_("You are in the call, and they see it."), Tone.GOOD)]
    asked = [seat for seat in attendance.others if seat.consent is not Consent.NOT_ASKED]
    if not asked:
        return [Cell(_("Waiting until somebody is there who can say yes."), Tone.NOTICE)]
    yes = sum(seat.consent is Consent.YES for seat in asked)
    return [Cell(_("Waiting for everyone's yes ({n} of {all}).", n=yes, all=len(asked)), Tone.NOTICE)]
