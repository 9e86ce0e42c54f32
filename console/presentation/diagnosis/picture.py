"""A camera's frame as rows of half blocks: two pixels a cell, one above the other.

Colours have five bits a channel, and cells of equal colours are one run: a terminal takes that many times a second.
"""

from typing import NamedTuple, TypeAlias

from console.diagnostics.bench import Picture

HALF = "▀"
FIVE_BITS = 0xF8
Colour: TypeAlias = tuple[int, int, int]


class Run(NamedTuple):
    """So many cells of the same two colours: of their upper and their lower half."""

    length: int
    upper: Colour
    lower: Colour


def fitted(picture: Picture, width: int, height: int) -> tuple[int, int]:
    """Return the columns and rows that the picture takes of so much room, its shape kept. A half cell is square."""
    if not picture.width or not picture.height:
        return 0, 0
    scale = min(width / picture.width, height * 2 / picture.height)
    return max(1, int(picture.width * scale)), max(1, int(picture.height * scale / 2))


def rows(picture: Picture, width: int, height: int) -> list[list[Run]]:
    """Return the picture as rows of runs, as large as it fits; nothing where its bytes are not what it says."""
    if len(picture.rgb) != picture.width * picture.height * 3:
        return []
    columns, lines = fitted(picture, width, height)
    xs = [x * picture.width // columns * 3 for x in range(columns)]
    return [_row(picture, line, lines, xs) for line in range(lines)]


def _row(picture: Picture, line: int, lines: int, xs: list[int]) -> list[Run]:
    upper, lower = (_offset(picture, half, lines * 2) for half in (line * 2, line * 2 + 1))
    runs: list[Run] = []
    for x in xs:
        top, bottom = _colour(picture.rgb, upper + x), _colour(picture.rgb, lower + x)
        if runs and runs[-1].upper == top and runs[-1].lower == bottom:
            runs[-1] = runs[-1]._replace(length=runs[-1].length + 1)
        else:
            runs.append(Run(1, top, bottom))
    return runs


def _offset(picture: Picture, half: int, halves: int) -> int:
    return half * picture.height // halves * picture.width * 3


def _colour(rgb: bytes, at: int) -> Colour:
    return rgb[at] & FIVE_BITS, rgb[at + 1] & FIVE_BITS, rgb[at + 2] & FIVE_BITS
