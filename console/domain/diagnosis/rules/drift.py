"""Far weaker than at the last good test of the same devices."""

from collections.abc import Iterator

from console.domain.diagnosis.baseline import Drop, drops
from console.domain.diagnosis.causes import Action, Cause, Certainty, Code, Finding, Remedy, Source
from console.domain.diagnosis.evidence import Endpoint, Evidence, Side
from console.domain.diagnosis.findings import seen
from console.domain.diagnosis.tested import decibels, shown, tested, volume
from console.domain.diagnosis.thresholds import FAR_WORSE_THAN_BEFORE, FULL_VOLUME, GAIN_TOLERANCE, WORSE_THAN_BEFORE
from console.words import marked

_CODES = {Side.INPUT: Code.MICROPHONE_VOLUME_LOW, Side.OUTPUT: Code.SPEAKER_VOLUME_LOW}


def drift(evidence: Evidence) -> Iterator[Cause]:
    """Name a level that has fallen by more than a person's posture explains."""
    for drop in drops(evidence):
        if drop.decibels < WORSE_THAN_BEFORE:
            continue
        turned_down = tuple(_turned_down(evidence, drop))
        if turned_down:
            yield from turned_down
            continue
        certainty = Certainty.LIKELY if drop.decibels >= FAR_WORSE_THAN_BEFORE else Certainty.POSSIBLE
        yield Cause(code=Code.QUIETER_THAN_BEFORE, certainty=certainty, subject=drop.label, findings=(_fallen(drop),))


def _fallen(drop: Drop) -> Finding:
    return Finding(
        message=marked("At the last good test {device} gave {before} dBFS, now {now} dBFS."),
        source=Source.BASELINE,
        at=drop.at,
        values={"device": drop.label, "before": round(drop.before), "now": round(drop.now)},
    )


def _turned_down(evidence: Evidence, drop: Drop) -> Iterator[Cause]:
    """Name the volume that was turned down since, where it explains by how many dB the level has fallen."""
    lower = [
        (endpoint, before)
        for endpoint, before in _volumes(evidence)
        if endpoint.side in drop.sides and volume(endpoint.volumes) < before
    ]
    explained = sum(decibels(before) - decibels(volume(endpoint.volumes)) for endpoint, before in lower)
    if explained < drop.decibels - GAIN_TOLERANCE:
        return
    changed = marked("At the last good test the volume of {device} was {before} %, now {now} %.")
    for endpoint, before in lower:
        setting = seen(
            evidence, changed, endpoint, before=round(before * 100), now=round(volume(endpoint.volumes) * 100)
        )
        yield Cause(
            code=_CODES[endpoint.side],
            certainty=Certainty.CERTAIN,
            subject=shown(endpoint),
            findings=(setting, _fallen(drop)),
            action=Action(
                remedy=Remedy.SET_VOLUME,
                side=endpoint.side,
                name=endpoint.name,
                label=shown(endpoint),
                volume=min(before, FULL_VOLUME),
            ),
        )


def _volumes(evidence: Evidence) -> Iterator[tuple[Endpoint, float]]:
    """Yield each tested device that was tested then, with its volume of then."""
    earlier = evidence.earlier
    if earlier is None:
        return
    for side, label, before in (
        (Side.INPUT, earlier.input_label, earlier.input_volume),
        (Side.OUTPUT, earlier.output_label, earlier.output_volume),
    ):
        endpoint = tested(evidence, side)
        if endpoint is not None and before is not None and shown(endpoint) == label:
            yield endpoint, before
