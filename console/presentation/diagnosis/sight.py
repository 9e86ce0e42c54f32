"""A test as it is seen while it runs and when it has ended. Pure: a sight and what is told of become the next sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from console.diagnostics.bench import Fraction, Learned, Level, Picture, Progress, Step
from console.domain.diagnosis.evidence import Evidence, Question, Side
from console.domain.diagnosis.result import Diagnosis

LevelKey: TypeAlias = tuple[Side, str]


class Asked(NamedTuple):
    """A question that waits for its answer. about: a device's label, or a sentence to read aloud."""

    question: Question
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What is seen. levels: the latest of each endpoint, of the latest step that told any: heard_in is its number.

    diagnosis: of a test that has ended.
    """

    running: bool = False
    step: Step | None = None
    done: float = 0.0
    levels: Mapping[LevelKey, Level] = field(default_factory=dict)
    heard_in: int = 0
    picture: Picture | None = None
    evidence: Evidence | None = None
    asked: Asked | None = None
    diagnosis: Diagnosis | None = None

    def after(self, told: Progress) -> "Sight":
        """Return what is seen after this was told."""
        match told:
            case Step():
                return replace(self, step=told, done=0.0, picture=None)
            case Fraction():
                return replace(self, done=min(1.0, max(self.done, told.done)))
            case Level():
                before = self.levels if self.is_heard else {}
                levels = {**before, (told.side, told.endpoint): told}
                return replace(self, levels=levels, heard_in=self.step.number if self.step is not None else 0)
            case Picture():
                return replace(self, picture=told)
            case Learned():
                return replace(self, evidence=told.evidence)

    def ended(self, diagnosis: Diagnosis) -> "Sight":
        """Return what is seen once the test has ended."""
        return replace(self, running=False, asked=None, picture=None, diagnosis=diagnosis, done=1.0)

    @property
    def is_heard(self) -> bool:
        """Tell whether the levels are of the step that runs now, and not of one before it."""
        return self.running and self.heard_in == (self.step.number if self.step is not None else 0)

    @property
    def part(self) -> float:
        """How much of the whole test is done, 0 to 1."""
        if self.diagnosis is not None:
            return 1.0  # what a certain cause makes needless is left out
        if self.step is None:
            return 0.0
        return (self.step.number - 1 + self.done) / self.step.of


BEGUN = Sight(running=True)
"""A test of which nothing has been told yet."""
