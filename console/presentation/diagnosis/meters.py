"""Levels and progress as bars of characters, so that they can be read without colour."""

from console.diagnostics.bench import Level
from console.domain.diagnosis.evidence import Side
from console.presentation.cell import Cell, Line, Tone
from console.words import _

QUIETEST = -72.0
"""dBFS at the left end of a meter; full scale is at its right end."""
NOTHING = -120.0
"""dBFS: quieter than any microphone's own noise, so that there is no signal at all."""
AUDIBLE = -50.0
OVERDRIVEN = -1.0
LABEL, FIGURE = 5, 10
LEAST_BAR = 8


def meter(level: Level, width: int, *, live: bool = True) -> Line:
    """Return a level as a line: which side, the device, a bar, the figure. live: it is of this very moment."""
    side = _("Mic") if level.side is Side.INPUT else _("Spk")
    heard = f"{level.level:.0f} dBFS" if level.level > NOTHING else _("silent")
    figure = Cell(heard.rjust(FIGURE), Tone.NORMAL if live else Tone.QUIET)
    bar_width = max(LEAST_BAR, (width - LABEL - FIGURE) // 2)
    name_width = max(0, width - LABEL - FIGURE - bar_width - 1)
    name = _cut(level.label or level.endpoint, name_width)
    return [
        Cell(side.ljust(LABEL), Tone.QUIET),
        Cell(name + " "),
        *bar((level.level - QUIETEST) / -QUIETEST, bar_width, _tone(level) if live else Tone.QUIET),
        figure,
    ]


def progress(label: str, part: float, figure: str, width: int) -> Line:
    """Return how far something is as a line: what it is, a bar as long as the meters', and a figure."""
    bar_width = max(LEAST_BAR, (width - LABEL - FIGURE) // 2)
    name = _cut(label, max(0, width - FIGURE - bar_width - 1))
    return [Cell(name + " "), *bar(part, bar_width, Tone.KEY), Cell(figure.rjust(FIGURE))]


def bar(part: float, width: int, tone: Tone) -> Line:
    """Return a bar in brackets that is filled to a part of it, 0 to 1."""
    room = width - 2
    filled = round(min(1.0, max(0.0, part)) * room)
    return [Cell("["), Cell("#" * filled, tone), Cell("." * (room - filled), Tone.QUIET), Cell("]")]


def _tone(level: Level) -> Tone:
    if level.peak >= OVERDRIVEN:
        return Tone.URGENT
    return Tone.GOOD if level.level >= AUDIBLE else Tone.WARNING


def _cut(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else text[: max(0, width - 1)] + "…" * (width > 0)
