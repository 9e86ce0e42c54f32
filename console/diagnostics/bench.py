"""What a check works with: the plan, the evidence so far, somebody to tell of progress and somebody to ask."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from msgspec.structs import replace

from console.client.service import ServiceClient
from console.domain.diagnosis.evidence import Answer, Evidence, Question, Side
from console.domain.diagnosis.result import Complaint, Depth, Subject
from console.domain.noun import Clock


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to test and how. complaint: where the test began with one; else subject chooses the checks.

    input, output: names or labels of the endpoints to test, None: the defaults. camera: a label. seconds: of a watch.
    person: somebody sits there who reads, listens and answers.
    """

    subject: Subject = Subject.ALL
    complaint: Complaint | None = None
    depth: Depth = Depth.QUICK
    input: str | None = None
    output: str | None = None
    camera: str | None = None
    seconds: float = 0.0
    person: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """A check begins. number counts from 1."""

    id: str
    title: str
    number: int
    of: int


@dataclass(frozen=True, kw_only=True)
class Fraction:
    """How far the running check is, 0 to 1."""

    done: float


@dataclass(frozen=True, kw_only=True)
class Level:
    """What is heard or played right now, in dBFS: for live meters."""

    side: Side
    endpoint: str
    label: str
    level: float
    peak: float


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A frame of the camera, small: RGB bytes, width * height * 3."""

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, kw_only=True)
class Learned:
    """The evidence has grown: for a chain that fills while the test runs."""

    evidence: Evidence


Progress: TypeAlias = Step | Fraction | Level | Picture | Learned
Tell: TypeAlias = Callable[[Progress], None]


class Person(Protocol):
    """Whoever can be asked: the terminal's user, or nobody."""

    async def ask(self, question: Question, about: str = "") -> bool | None:
        """Return yes, no, or None where there is no answer. about: a device's label, or a sentence to read aloud."""
        ...


class Nobody:
    """There is nobody to ask."""

    async def ask(self, question: Question, about: str = "") -> bool | None:
        """Return no answer."""
        return None


@dataclass(kw_only=True)
class Bench:
    """One test as it runs. Checks read `evidence` and add to it by `learn`."""

    plan: Plan
    clock: Clock
    evidence: Evidence
    tell: Tell
    person: Person = field(default_factory=Nobody)
    service: ServiceClient | None = None

    def learn(self, **facts: Any) -> None:
        """Add facts: the fields of Evidence by name."""
        self.evidence = replace(self.evidence, **facts)
        self.tell(Learned(evidence=self.evidence))

    async def ask(self, question: Question, *, endpoint: str = "", about: str = "") -> bool | None:
        """Ask the person, keep the answer as evidence and return it."""
        yes = await self.person.ask(question, about)
        answer = Answer(at=self.clock(), question=question, yes=yes, endpoint=endpoint)
        self.learn(answers=(*self.evidence.answers, answer))
        return yes


class Check(Protocol):
    """A check gathers evidence. What it can't learn is evidence too: it raises only what is a defect of the program."""

    async def __call__(self, bench: Bench) -> None:
        """Gather; end within the plan's time, whatever the machine does."""
        ...
