"""The way through the network: what is lost on it, how long it takes, how even it is."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from console.domain.diagnosis.causes import Cause, Certainty, Code, Finding, Source
from console.domain.diagnosis.evidence import Evidence, Hop, PathQuality
from console.domain.diagnosis.rules.network import NAMES
from console.domain.diagnosis.thresholds import FEWEST_LOST, FEWEST_SAMPLES, LONGEST_ROUND_TRIP, MOST_JITTER, MOST_LOSS
from console.words import marked


class _Limit(NamedTuple):
    code: Code
    figure: Callable[[PathQuality], float]
    most: float
    message: str
    counts: Callable[[PathQuality], bool] = lambda path: True


def _is_lossy(path: PathQuality) -> bool:
    # A single lost packet is chance.
    return round(path.loss / 100 * path.samples) >= FEWEST_LOST


def _is_of_packets(path: PathQuality) -> bool:
    # Between two requests of HTTP lies the service's own work.
    return path.over is not Hop.HTTP


_LIMITS = (
    _Limit(
        Code.HIGH_LOSS,
        lambda path: path.loss,
        MOST_LOSS,
        marked("{step}: {figure} % of {n} packets are lost."),
        _is_lossy,
    ),
    _Limit(
        Code.HIGH_LATENCY,
        lambda path: path.round_trip,
        LONGEST_ROUND_TRIP,
        marked("{step}: there and back takes {figure} ms ({n} times measured)."),
    ),
    _Limit(
        Code.HIGH_JITTER,
        lambda path: path.jitter,
        MOST_JITTER,
        marked("{step}: the time taken varies by {figure} ms ({n} times measured)."),
        _is_of_packets,
    ),
)


def path_quality(evidence: Evidence) -> Iterator[Cause]:
    """Name each figure of the network that is over its limit; certain where two ways of measuring agree."""
    measured = [path for path in evidence.paths if path.samples >= FEWEST_SAMPLES]
    for limit in _LIMITS:
        over = [path for path in measured if limit.figure(path) > limit.most and limit.counts(path)]
        if over:
            certainty = Certainty.CERTAIN if len({path.over for path in over}) > 1 else Certainty.LIKELY
            findings = tuple(_finding(limit, path) for path in over)
            yield Cause(code=limit.code, certainty=certainty, findings=findings)


def _finding(limit: _Limit, path: PathQuality) -> Finding:
    values: dict[str, str | float] = {
        "step": NAMES[path.over],
        "figure": round(limit.figure(path), 1),
        "n": str(path.samples),
    }
    return Finding(message=limit.message, source=Source.NETWORK, at=path.at, values=values)
