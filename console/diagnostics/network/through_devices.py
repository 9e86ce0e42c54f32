"""The speaker and the microphone as parts of a call's way: the probe is played, and what is captured is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from msgspec.structs import replace as changed

from console.diagnostics.bench import Bench
from console.diagnostics.checks.audio_system import meant
from console.diagnostics.relaying import relay
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.evidence import AudioState, Evidence, Reach, Side
from console.domain.diagnosis.judging import judge
from console.domain.diagnosis.tested import real, tested
from console.media.audio_system.watching import Watch, watching
from console.media.echo.round_trip import RoundTrip
from console.media.sound.messages import Request
from console.media.sound.news import News, Started, Tell

Call = Callable[[Tell, Request], Awaitable[RoundTrip]]


async def through_devices(bench: Bench, call: Call) -> RoundTrip | None:
    """Call through the devices that are tested; None where they are no part of the way.

    They are where the microphone hears the speaker. Where the loopback has not been tried before, what keeps it from
    hearing is learned too, if that can be told: a headset that merely does not hear itself is no fault.
    """
    if _is_known_not_to_hear(bench.evidence):
        return None
    async with watching(bench.clock) as watch:
        before = await watch.state()
        evidence = None if before is None else _with_devices(bench, before)
        if evidence is None:
            return None
        result = await call(_tell(bench, evidence, watch), Request(input=evidence.input, output=evidence.output))
        after = await watch.state()
    if result.failure is not None and result.after is None:
        return result  # it is the network that carries nothing: no device was opened yet
    if watch.system.reach is not Reach.READY:
        return None
    heard = result.captured is not None and result.captured.matched
    if bench.evidence.audio is None:
        evidence = changed(evidence, audio=watch.system, during=watch.lived, after=after, events=watch.events)
        evidence = changed(evidence, streams=result.streams, signal=result.captured)
        if heard or judge(evidence, at=bench.clock(), seconds=0).verdict is CheckOutcome.FAULT:
            bench.learn(**{fact: getattr(evidence, fact) for fact in _FACTS})
    if not heard:
        return None
    bench.learn(sent_signal=result.captured)
    return result


_FACTS = ("audio", "before", "during", "after", "events", "streams", "signal", "input", "output")


def _tell(bench: Bench, evidence: Evidence, watch: Watch) -> Tell:
    apart = replace(bench, evidence=evidence)

    def tell(news: News) -> None:
        if isinstance(news, Started):
            watch.own(news.process_id)
        relay(apart, news)

    return tell


def _is_known_not_to_hear(evidence: Evidence) -> bool:
    return evidence.audio is not None and (evidence.signal is None or not evidence.signal.matched)


def _with_devices(bench: Bench, before: AudioState) -> Evidence | None:
    """Return the evidence with the devices that are to be tested, None where one of them isn't there."""
    evidence = bench.evidence
    if evidence.audio is None:
        named = {side.value: meant(before, side, getattr(bench.plan, side.value)) for side in Side}
        evidence = changed(evidence, before=before, **named)
    # What listens to a speaker's own monitor is no microphone.
    are_there = all(tested(evidence, side) in real(before, side) for side in Side)
    return evidence if are_there else None
