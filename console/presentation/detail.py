"""What is known of one thing, in labelled lines, as a person reads them."""

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import NamedTuple

from console.presentation.cell import Cell, Line, Tone


class Field(NamedTuple):
    """A label and what stands beside it. An empty label goes on with the one before."""

    label: str
    value: Cell


class Detail(NamedTuple):
    """A thing: what it is called and its fields."""

    title: str
    fields: Sequence[Field] = ()


def field(label: str, value: str | Cell) -> Field:
    """Return a field; a plain text is of the normal tone."""
    return Field(label, value if isinstance(value, Cell) else Cell(value))


def lines(detail: Detail, width: int) -> list[Line]:
    """Return the fields as lines that fit a width: labels in one column, long values wrapped beside them."""
    margin = max((len(each.label) for each in detail.fields), default=0) + 2
    room = max(10, width - margin)
    drawn: list[Line] = []
    for label, value in detail.fields:
        parts: Iterable[str] = wrap(value.text, room) or [""]
        for number, part in enumerate(parts):
            drawn.append((Cell((label if number == 0 else "").ljust(margin), Tone.QUIET), value._replace(text=part)))
    return drawn


def text(detail: Detail) -> str:
    """Return the detail as plain text, as it is copied."""
    return "\n".join([detail.title, *(f"{label}: {value.text}".removeprefix(": ") for label, value in detail.fields)])
