"""The smallest thing that is shown: a text with a tone. Colour is never alone: a tone that matters has a sign too."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Tone(StrEnum):
    """How a text is meant; a theme decides how that looks."""

    NORMAL = "normal"
    QUIET = "quiet"
    STRONG = "strong"
    KEY = "key"
    GOOD = "good"
    NOTICE = "notice"
    WARNING = "warning"
    URGENT = "urgent"


class Cell(NamedTuple):
    """A text and its tone. action: what a click on it does, as a Textual action."""

    text: str
    tone: Tone = Tone.NORMAL
    action: str = ""


Line: TypeAlias = Sequence[Cell]

SIGNS = {Tone.URGENT: "!!", Tone.WARNING: "!", Tone.NOTICE: "?", Tone.GOOD: "ok"}


def sign(tone: Tone) -> Cell:
    """Return the sign of a tone, at most two characters, so that the tone is told without its colour."""
    return Cell(SIGNS.get(tone, ""), tone)


def plain(line: Line) -> str:
    """Return the text of a line."""
    return "".join(cell.text for cell in line)
