"""The text of a call as lines: the latest at the bottom, what is still being typed marked."""

from textwrap import wrap

from console.calling.attending import Attendance
from console.presentation.calls import seat_name
from console.presentation.cell import Cell, Line, Tone
from console.words import _


def lines(attendance: Attendance, width: int, height: int) -> list[Line]:
    """Return as many of the latest lines as there is room for."""
    names = {seat.id: seat_name(seat).capitalize() for seat in attendance.seats}
    drawn: list[Line] = []
    for written in attendance.chat.lines[-max(0, height) :] if height > 0 else []:
        who = _("You") if written.seat is None else names.get(written.seat, "-")
        tone = Tone.NORMAL if written.done else Tone.QUIET
        text = written.text if written.done else f"{written.text} ..."
        first, *rest = wrap(f"{who}: {text}", max(10, width)) or [f"{who}:"]
        drawn += [[Cell(first, tone)], *([Cell(f"  {part}"[:width], tone)] for part in rest)]
    return drawn[-height:] if height > 0 else []
