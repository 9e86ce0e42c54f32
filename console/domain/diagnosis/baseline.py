"""What a machine gave when all was well, what has become of it, and whether a test is needed at all."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from console.domain.devices import Check, CheckOutcome, DeviceChange
from console.domain.diagnosis.evidence import Earlier, Evidence, Side
from console.domain.diagnosis.result import Diagnosis
from console.domain.diagnosis.tested import path, shown, tested, volume, was_disturbed
from console.domain.diagnosis.thresholds import LOW_VOLUME, WORSE_THAN_BEFORE
from console.words import _

FRESH_FOR = timedelta(days=14)
"""For so long a passed test stands while the devices are the same."""


class Drop(NamedTuple):
    """A level of the last good test and the one of now, dBFS. label: of the microphone. at: of the last good test.

    sides: whose volumes it depends on.
    """

    label: str
    at: datetime
    before: float
    now: float
    sides: tuple[Side, ...]

    @property
    def decibels(self) -> float:
        """By how much it is weaker now."""
        return self.before - self.now


def baseline(diagnosis: Diagnosis) -> Earlier | None:
    """Return what later tests are held against: of a healthy test of the devices in use, else None."""
    evidence, microphone, speaker = diagnosis.evidence, diagnosis.input, diagnosis.output
    if diagnosis.verdict is not CheckOutcome.HEALTHY or evidence is None or microphone is None or speaker is None:
        return None
    if microphone.monitor_of is not None or not _is_as_in_daily_use(evidence):
        return None
    signal, speech = evidence.signal, evidence.speech
    level = signal.level if signal is not None and signal.matched else None
    speech_level = speech.level if speech is not None and speech.spoke else None
    if level is None and speech_level is None:
        return None
    return Earlier(
        at=diagnosis.at,
        input_label=shown(microphone),
        output_label=shown(speaker),
        level=level,
        speech_level=speech_level,
        noise_floor=signal.noise_floor if signal else None,
        input_volume=volume(microphone.volumes),
        output_volume=volume(speaker.volumes),
    )


def _is_as_in_daily_use(evidence: Evidence) -> bool:
    """Tell whether the machine's default devices were tested, and nothing of them was turned down low."""
    if evidence.input is not None or evidence.output is not None:
        return False
    return all(volume(one.volumes) > LOW_VOLUME for side in Side for one in path(evidence, side))


def drops(evidence: Evidence) -> Iterator[Drop]:
    """Yield the levels that can be held against those of the last good test, because the devices are the same."""
    earlier, microphone, speaker = evidence.earlier, tested(evidence, Side.INPUT), tested(evidence, Side.OUTPUT)
    if earlier is None or microphone is None or shown(microphone) != earlier.input_label:
        return
    signal, speech = evidence.signal, evidence.speech
    is_same_way = speaker is not None and shown(speaker) == earlier.output_label
    is_comparable = is_same_way and not was_disturbed(evidence)
    if earlier.level is not None and signal is not None and signal.matched and is_comparable:
        yield Drop(shown(microphone), earlier.at, earlier.level, signal.level, tuple(Side))
    if earlier.speech_level is not None and speech is not None and speech.spoke:
        yield Drop(shown(microphone), earlier.at, earlier.speech_level, speech.level, (Side.INPUT,))


def drift(evidence: Evidence) -> tuple[str, ...]:
    """Return in sentences what differs from the last good test: other devices, or a level that has fallen."""
    earlier = evidence.earlier
    if earlier is None:
        return ()
    return (*_changed(evidence, earlier), *(_fallen(drop) for drop in drops(evidence) if _is_told(drop)))


def _changed(evidence: Evidence, earlier: Earlier) -> Iterator[str]:
    for side, label in ((Side.INPUT, earlier.input_label), (Side.OUTPUT, earlier.output_label)):
        endpoint = tested(evidence, side)
        if endpoint is not None and shown(endpoint) != label:
            yield _("{day} it was {before}, today {now}.", day=_day(earlier.at), before=label, now=shown(endpoint))


def _is_told(drop: Drop) -> bool:
    return drop.decibels >= WORSE_THAN_BEFORE


def _fallen(drop: Drop) -> str:
    return _(
        "{day} {device} gave {before} dBFS, today {now} dBFS.",
        day=_day(drop.at),
        device=drop.label,
        before=round(drop.before),
        now=round(drop.now),
    )


def _day(at: datetime) -> str:
    return f"{at.day}.{at.month}.{at.year}"


def is_fresh(check: Check | None, changes: Sequence[DeviceChange], now: datetime) -> bool:
    """Tell whether no new test is needed: passed in the last 14 days, and no device came, went or took over since."""
    if check is None or check.outcome is not CheckOutcome.HEALTHY:
        return False
    return timedelta(0) <= now - check.at < FRESH_FOR and all(change.at <= check.at for change in changes)
