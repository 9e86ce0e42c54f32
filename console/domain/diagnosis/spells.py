"""A device that was off for a while during the test: the states before and after do not show it, the events do."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

from console.domain.diagnosis.cut import was_cut
from console.domain.diagnosis.evidence import AudioEvent, Endpoint, Evidence, Happening
from console.domain.diagnosis.thresholds import DROPOUT

Setting: TypeAlias = Endpoint | AudioEvent
IsOff: TypeAlias = Callable[[Setting], bool]

CLOCKS = timedelta(seconds=0.5)
"""By how much the sound's own time and the sound system's may differ."""


class Spell(NamedTuple):
    """From when to when something was off. agrees: the test sound is missing in that time."""

    begins: datetime
    ends: datetime
    worst: Setting
    agrees: bool

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return (self.ends - self.begins).total_seconds()


def spell(evidence: Evidence, endpoint: Endpoint, is_off: IsOff) -> Spell | None:
    """Return the longest time during the test sound in which the endpoint was off, None where it was not or still is.

    endpoint: as it is now.
    """
    if is_off(endpoint):
        return None
    return max(_during_the_sound(evidence, endpoint, is_off), key=lambda one: one.seconds, default=None)


def _during_the_sound(evidence: Evidence, endpoint: Endpoint, is_off: IsOff) -> Iterator[Spell]:
    signal = evidence.signal
    if signal is None or signal.began is None:
        return
    over = signal.began + timedelta(seconds=signal.seconds)
    for begins, ends, worst in _spells(evidence, endpoint, is_off):
        if begins < over and ends > signal.began:
            yield Spell(begins, ends, worst, _agrees(evidence, begins, ends))


def _spells(evidence: Evidence, endpoint: Endpoint, is_off: IsOff) -> Iterator[tuple[datetime, datetime, Setting]]:
    first = evidence.before.endpoint(endpoint.side, endpoint.name) if evidence.before else None
    began: datetime | None = None
    worst: Setting | None = None
    if first is not None and is_off(first):
        began, worst = evidence.started_at, first
    for event in evidence.events:
        if event.happening is not Happening.CHANGED or (event.side, event.name) != (endpoint.side, endpoint.name):
            continue
        if is_off(event):
            began, worst = began or event.at, worst or event
        elif began is not None and worst is not None:
            yield began, event.at, worst
            began, worst = None, None


def _agrees(evidence: Evidence, begins: datetime, ends: datetime) -> bool:
    signal = evidence.signal
    if signal is None or signal.began is None:
        return False
    if not signal.matched:
        return True
    holes = [hole for hole in signal.dropouts if hole.milliseconds >= DROPOUT]
    if not holes:
        return was_cut(evidence)
    start = signal.began
    return any(
        start + timedelta(seconds=hole.start) < ends + CLOCKS
        and start + timedelta(seconds=hole.start, milliseconds=hole.milliseconds) > begins - CLOCKS
        for hole in holes
    )
