"""The beginning of the header: it is painted before anything else is known."""

from console.presentation.cell import Cell, Tone
from console.words import _


def program(*, demonstration: bool) -> list[Cell]:
    """Say which program this is, and that all it shows is invented where it is."""
    line = [Cell("Bedside", Tone.STRONG)]
    if demonstration:  # before whatever follows: it must be seen even where the line is cut
        line.append(Cell(f"  {_('DEMONSTRATION')}", Tone.WARNING))
    return line
