"""A test that goes as it is told to, in the place of the real one: what the screen makes of it is what is tested."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.diagnostics import runner
from console.diagnostics.bench import Fraction, Level, Person, Picture, Plan, Progress, Step, Tell
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Action, Cause, Certainty, Code, Finding, Remedy, Source
from console.domain.diagnosis.evidence import Endpoint, Evidence, Question, Side
from console.domain.diagnosis.result import Diagnosis, Link, LinkName, LinkState
from console.domain.noun import Clock
from console.screens import diagnose
from tests.town import NOW

MICROPHONE = Endpoint(name="alsa_input.jabra", label="Jabra Evolve 20", side=Side.INPUT, is_default=True)
MONITOR = Endpoint(name="alsa_output.hdmi", label="HDMI monitor", side=Side.OUTPUT, is_default=True)
TO_THE_HEADSET = Action(remedy=Remedy.MAKE_DEFAULT, side=Side.OUTPUT, name="alsa_output.jabra", label="Jabra Evolve 20")
BACK_TO_THE_MONITOR = Action(remedy=Remedy.MAKE_DEFAULT, side=Side.OUTPUT, name=MONITOR.name, label=MONITOR.label)

STEPS = (
    Step(id="audio-system", title="The sound system, its devices, mutes and volumes", number=1, of=2),
    Fraction(done=1.0),
    Step(id="speaker", title="The speaker: a chime", number=2, of=2),
    Level(side=Side.INPUT, endpoint=MICROPHONE.name, label=MICROPHONE.label, level=-38.0, peak=-30.0),
    Level(side=Side.OUTPUT, endpoint=MONITOR.name, label=MONITOR.label, level=-21.0, peak=-14.0),
    Fraction(done=0.5),
)
PICTURE = Picture(width=32, height=24, rgb=bytes(x * 8 % 256 for _y in range(24) for x in range(32) for _c in "rgb"))


def finding(message: str, source: Source, seconds: int) -> Finding:
    return Finding(message=message, source=source, at=NOW - timedelta(seconds=seconds))


WRONG_SPEAKER = Cause(
    code=Code.WRONG_SPEAKER,
    certainty=Certainty.CERTAIN,
    subject=MONITOR.label,
    findings=(
        finding("The sound system is not running.", Source.AUDIO_SYSTEM, 2),
        finding("The sound system does not answer.", Source.PERSON, 4),
    ),
    action=TO_THE_HEADSET,
)
LOW_VOLUME = Cause(code=Code.SPEAKER_VOLUME_LOW, certainty=Certainty.POSSIBLE, subject="Jabra Evolve 20")
PLAYED_SILENT = tuple(
    Link(
        name=name,
        state=LinkState.FAULT if name is LinkName.PLAYED else LinkState.OK,
        at=NOW - timedelta(seconds=number),
        level=-31.0 if name is LinkName.CAPTURED else None,
    )
    for number, name in enumerate(LinkName, 1)
)


def diagnosis(verdict: CheckOutcome = CheckOutcome.HEALTHY, **facts: Any) -> Diagnosis:
    return Diagnosis(verdict=verdict, at=NOW, seconds=3.8, input=MICROPHONE, output=MONITOR, **facts)


FAULT = diagnosis(CheckOutcome.FAULT, causes=(WRONG_SPEAKER, LOW_VOLUME), chain=PLAYED_SILENT)
WELL = diagnosis()


class Script:
    """Tells, asks and ends as it was written: one result for each test; the last one stays."""

    def __init__(self, results: Iterable[Diagnosis | Exception]) -> None:
        self.results = list(results)
        self.told: tuple[Progress, ...] = STEPS
        self.question: tuple[Question, str] | None = None
        self.answers: list[bool | None] = []
        self.plans: list[Plan] = []
        self.applied: list[Action] = []
        self.ended: list[str] = []
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def run(self, plan: Plan, *, clock: Clock, tell: Tell, person: Person, **_others: object) -> Diagnosis:
        self.plans.append(plan)
        tell(self.told[0])
        for progress in self.told[1:]:
            tell(progress)
        try:
            if self.question is not None:
                self.answers.append(await person.ask(*self.question))
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.ended.append("cancelled")
            raise
        result = self.results.pop(0) if len(self.results) > 1 else self.results[0]
        if isinstance(result, Exception):
            raise result
        return result

    async def apply(self, action: Action) -> Action:
        self.applied.append(action)
        return TO_THE_HEADSET if action == BACK_TO_THE_MONITOR else BACK_TO_THE_MONITOR


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Script]:
    """Put a script in the place of the tests of this machine; its clock stands."""

    def put(*results: Diagnosis | Exception) -> Script:
        from console.media.audio_system import applying

        script = Script(results)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
        monkeypatch.setattr(runner, "run", script.run)
        monkeypatch.setattr(applying, "apply", script.apply)
        monkeypatch.setattr(diagnose, "_now", lambda: NOW)
        return script

    return put


EVIDENCE = Evidence(started_at=NOW)
