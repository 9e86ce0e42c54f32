"""The contrast: where the probe was not heard and nothing says why, others are tried in the tested devices' place."""

from functools import partial

from console.diagnostics.bench import Bench
from console.diagnostics.relaying import relay
from console.domain.diagnosis.causes import Certainty
from console.domain.diagnosis.evidence import Contrast, Endpoint, Side
from console.domain.diagnosis.judging import judge
from console.domain.diagnosis.tested import others
from console.media.sound.probing import QUICK, probe

MOST_TRIALS = 2
"""Of one side: each takes some three seconds."""


async def check(bench: Bench) -> None:
    """Try other microphones, then other speakers, each until the probe is heard.

    Both sides, for two pairs that each hear themselves leave it open which device of the four is the wrong one.
    """
    if not _is_called_for(bench):
        return
    for side in Side:
        for endpoint in others(bench.evidence, side)[:MOST_TRIALS]:
            if not endpoint.muted and await _is_heard_with(bench, endpoint):
                break


def _is_called_for(bench: Bench) -> bool:
    signal = bench.evidence.signal
    if signal is None or signal.matched:
        return False
    judged = judge(bench.evidence, at=bench.clock(), seconds=0)
    return not any(cause.certainty is Certainty.CERTAIN for cause in judged.causes)


async def _is_heard_with(bench: Bench, endpoint: Endpoint) -> bool:
    names = {"input": bench.evidence.input, "output": bench.evidence.output, endpoint.side.value: endpoint.name}
    probed = await probe(
        input=names["input"], output=names["output"], seconds=QUICK, clock=bench.clock, tell=partial(relay, bench)
    )
    if probed.signal is None:
        return False
    found = Contrast(
        at=probed.signal.at,
        side=endpoint.side,
        endpoint=endpoint.name,
        label=endpoint.label,
        heard=probed.signal.matched,
        level=probed.signal.level,
    )
    bench.learn(contrasts=(*bench.evidence.contrasts, found))
    return found.heard


CHECK = check
