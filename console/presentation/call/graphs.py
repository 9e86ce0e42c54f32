"""What was measured of a seat in the last minute, as lines of small columns, the latest figure before them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from console.media.participant.messages import Measured
from console.presentation.cell import Cell, Line, Tone
from console.words import _, marked

COLUMNS = "▁▂▃▄▅▆▇█"
NONE = "·"
"""Nothing was measured then."""
LABEL, FIGURE = 14, 11


class Graph(NamedTuple):
    """label, unit: as said. value: of a measurement. top: what fills a column. bad_from: from where it is a warning."""

    label: str
    unit: str
    value: Callable[[Measured], float | None]
    top: float
    bad_from: float


GRAPHS = (
    Graph(marked("Loss"), "%", lambda one: one.loss, 20.0, 3.0),
    Graph(marked("Jitter"), "ms", lambda one: one.audio.jitter_ms if one.audio else None, 60.0, 30.0),
    Graph(marked("Round trip"), "ms", lambda one: one.round_trip_ms, 400.0, 300.0),
    Graph(marked("Bit rate"), "kbit/s", lambda one: one.kbps, 1000.0, float("inf")),
)


def lines(history: Sequence[Measured], width: int) -> list[Line]:
    """Return a line for each graph, the latest at its right end; a higher value than ever usual raises the top."""
    return [_line(graph, [graph.value(one) for one in history], width) for graph in GRAPHS]


def _line(graph: Graph, values: Sequence[float | None], width: int) -> Line:
    latest = values[-1] if values else None
    room = max(0, min(width - LABEL - FIGURE - 2, 120))
    figure = "-" if latest is None else f"{latest:.0f} {graph.unit}"
    tone = Tone.WARNING if latest is not None and latest >= graph.bad_from else Tone.NORMAL
    return [
        Cell(_(graph.label)[: LABEL - 1].ljust(LABEL), Tone.QUIET),
        Cell(figure.rjust(FIGURE) + "  ", tone),
        Cell(spark(values, graph.top, room), tone if tone is Tone.WARNING else Tone.KEY),
    ]


def spark(values: Sequence[float | None], top: float, room: int) -> str:
    """Return the latest values as columns, as many as there is room for; zero is the lowest column."""
    shown = list(values[-room:]) if room else []
    highest = max([top, *(value for value in shown if value is not None)])
    return "".join(
        NONE if value is None else COLUMNS[round(max(0.0, value) / highest * (len(COLUMNS) - 1))] for value in shown
    )
