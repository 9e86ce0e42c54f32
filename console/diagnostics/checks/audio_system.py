"""The audio system: whether it can be reached."""

from console.diagnostics.bench import Bench
from console.domain.devices import DeviceSource
from console.domain.diagnosis.evidence import AudioSystem, Reach
from console.media.inventory.troubles import SENTENCES, Trouble
from console.media.inventory.watching import take

_REACH = {
    Trouble.NO_LIBRARY: Reach.NO_LIBRARY,
    Trouble.NO_SERVER: Reach.NO_SERVER,
    Trouble.NO_ANSWER: Reach.FROZEN,
    Trouble.BROKEN: Reach.BROKEN,
    Trouble.CRASHED: Reach.BROKEN,
}


async def check(bench: Bench) -> None:
    """Learn whether the audio system can be reached."""
    inventory = await take()
    reach = next((_REACH[trouble] for trouble in Trouble if SENTENCES[trouble] == inventory.problem), Reach.READY)
    sees_states = inventory.source is DeviceSource.PULSE
    bench.learn(audio=AudioSystem(at=bench.clock(), reach=reach, sees_states=sees_states))


CHECK = check
