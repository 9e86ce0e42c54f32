"""The audio system: whether it can be reached, its devices, mutes and volumes; and which devices the plan means."""

from console.diagnostics.bench import Bench
from console.domain.diagnosis.evidence import AudioState, Side
from console.domain.errors import ConsoleError
from console.media.audio_system.watching import watching
from console.words import _


async def check(bench: Bench) -> None:
    """Learn the state before a sound is made. A device that the plan names and that isn't there is a ConsoleError."""
    async with watching(bench.clock) as watch:
        before = await watch.state()
    bench.learn(audio=watch.system, before=before)
    if before is not None:
        bench.learn(
            input=meant(before, Side.INPUT, bench.plan.input),
            output=meant(before, Side.OUTPUT, bench.plan.output),
        )


def meant(state: AudioState, side: Side, wanted: str | None) -> str | None:
    """Return the stable name of the endpoint with this name or label; None, which is the default one, for None."""
    endpoints = [one for one in state.endpoints if one.side is side]
    for one in endpoints:
        if one.name == wanted:
            return one.name
    for one in endpoints:
        if wanted is not None and one.label.casefold() == wanted.casefold():
            return one.name
    if wanted is None:
        return None
    known = ", ".join(f"{one.label} ({one.name})" for one in endpoints if one.monitor_of is None)
    raise ConsoleError(
        _unknown(side, wanted.strip()),
        _("There are: {names}.", names=known) if known else "",
        _("Choose one of those that are listed.") if known else _("Plug it in and test again."),
        code="endpoint-unknown",
    )


def _unknown(side: Side, wanted: str) -> str:
    if not wanted:
        return _("No microphone was named.") if side is Side.INPUT else _("No speaker was named.")
    if side is Side.INPUT:
        return _("There is no microphone named {name}.", name=wanted)
    return _("There is no speaker named {name}.", name=wanted)


CHECK = check
