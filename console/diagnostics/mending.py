"""From a complaint to its mend: test, apply what can be applied, test again, and take back what was applied."""

from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from console.client.service import ServiceClient
from console.diagnostics import runner, undoing
from console.diagnostics.baselines import keep, recall
from console.diagnostics.bench import Person, Plan, Tell
from console.domain.diagnosis.causes import Action, Cause, Certainty
from console.domain.diagnosis.recovery import recovered
from console.domain.diagnosis.result import Depth, Diagnosis
from console.domain.noun import Clock


@dataclass(frozen=True, kw_only=True)
class Mend:
    """A mend that was applied. kept: what takes it back."""

    cause: Cause
    action: Action
    kept: undoing.Applied


@dataclass(kw_only=True)
class Case:
    """One complaint, from its first test on. first, latest: what was found; mends: what is applied, in its order.

    file: where the machine's baseline is kept; anew: in the place of an older one; is_kept: the latest test is kept.
    undo_file: where that is kept which takes mends back later.
    """

    plan: Plan
    clock: Clock
    tell: Tell
    person: Person | None = None
    service: ServiceClient | None = None
    file: Path | None = None
    anew: bool = False
    is_kept: bool = False
    undo_file: Path | None = None
    first: Diagnosis | None = None
    latest: Diagnosis | None = None
    mends: list[Mend] = field(default_factory=list)

    async def test(self) -> Diagnosis:
        """Run the test, for the first time or again. Raise ConsoleError where the plan can't be followed."""
        earlier = await recall(self.file) if self.file is not None else None
        self.latest = await runner.run(
            self.plan,
            clock=self.clock,
            tell=self.tell,
            person=self.person,
            service=self.service,
            earlier=earlier,
        )
        if self.file is not None and self.plan.depth is Depth.FULL:
            self.is_kept = await keep(self.file, self.latest, earlier, anew=self.anew)
        if self.first is None:
            self.first = self.latest
        return self.latest

    async def mend(self, cause: Cause) -> Mend:
        """Apply the cause's action. Raise ConsoleError where the machine refuses it: then nothing has changed."""
        from console.media.audio_system.applying import apply

        assert cause.action is not None, "only a person can mend it"
        back = await apply(cause.action)
        kept = undoing.Applied(at=self.clock(), cause=replace(cause, findings=()), back=back)
        self.mends.append(Mend(cause=cause, action=cause.action, kept=kept))
        if self.undo_file is not None:
            await undoing.keep(self.undo_file, kept, self.clock())
        return self.mends[-1]

    async def take_back(self) -> Mend:
        """Take back the latest mend. Raise ConsoleError where the machine refuses it: then the mend stays."""
        from console.media.audio_system.applying import apply

        kept = self.mends[-1].kept
        await apply(kept.back)
        if self.undo_file is not None:
            await undoing.forget(self.undo_file, kept, self.clock())
        return self.mends.pop()

    @property
    def next_mend(self) -> Cause | None:
        """The first cause that the program may mend by itself and has not tried to; a mere possibility is none."""
        return next((cause for cause in self.mendable if cause.certainty is not Certainty.POSSIBLE), None)

    @property
    def mendable(self) -> tuple[Cause, ...]:
        """The causes that the program knows how to mend and has not tried to."""
        tried = [mend.action for mend in self.mends]
        causes = self.latest.causes if self.latest is not None else ()
        return tuple(cause for cause in causes if cause.action is not None and cause.action not in tried)

    @property
    def recovery(self) -> str:
        """What has become of the first test's fault, as a sentence; empty where nothing was mended."""
        if not self.mends or self.first is None or self.latest is None:
            return ""
        took = (self.latest.at - self.first.at).total_seconds()
        return recovered(self.first, self.latest, took)
