"""A diagnosis as others read it: the JSON of `bedside diagnose --json`, described by docs/diagnosis.schema.json."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import msgspec

from console.domain.devices import CheckOutcome
from console.domain.diagnosis import wording
from console.domain.diagnosis.causes import Action, Cause, Certainty, Code, Finding, Source
from console.domain.diagnosis.evidence import Endpoint
from console.domain.diagnosis.result import Diagnosis, Link, LinkName, LinkState
from console.domain.noun import Noun

Seconds = Annotated[float, msgspec.Meta(ge=0)]


class ToldEvidence(Noun, frozen=True, kw_only=True):
    """A piece of evidence: one sentence, who says so, and how many seconds old it was at the end of the test."""

    text: str
    source: Source
    age: Seconds


class ToldMend(Noun, frozen=True, kw_only=True):
    """What to do. action: what `--mend` would apply; null: only a person can do it."""

    text: str
    action: Action | None = None


class ToldCause(Noun, frozen=True, kw_only=True):
    """Something wrong. subject: the device or address. say: a sentence to read aloud, by language."""

    code: Code
    certainty: Certainty
    subject: str
    title: str
    evidence: tuple[ToldEvidence, ...]
    mend: ToldMend
    say: dict[str, str]


class ToldDevices(Noun, frozen=True, kw_only=True):
    """The tested endpoints; null: there was none, or it could not be seen."""

    input: Endpoint | None
    output: Endpoint | None


class ToldLink(Noun, frozen=True, kw_only=True):
    """A link of the chain of sound. age: seconds, null where it was not read. level: dBFS."""

    name: LinkName
    state: LinkState
    age: Seconds | None = None
    level: float | None = None


class Told(Noun, frozen=True, kw_only=True):
    """What a test found. causes: most certain first. measures: name to figure, as in docs/causes.md.

    reason: why nothing could be tested, as a sentence; empty with another verdict.
    mended: what `--mend` applied before this, the latest test. recovery: what came of it, as a sentence.
    """

    verdict: CheckOutcome
    at: datetime
    seconds: Seconds
    devices: ToldDevices
    causes: tuple[ToldCause, ...]
    measures: dict[str, float]
    chain: tuple[ToldLink, ...]
    mended: tuple[Action, ...] = ()
    recovery: str = ""
    reason: str = ""


def told(diagnosis: Diagnosis, *, mended: Iterable[Action] = (), recovery: str = "", reason: str = "") -> Told:
    """Return the diagnosis in the shape of the JSON, its texts in the language in use."""
    is_unable = diagnosis.verdict is CheckOutcome.UNABLE
    return Told(
        verdict=diagnosis.verdict,
        reason=reason or (wording.nothing_tested() if is_unable else ""),
        at=diagnosis.at,
        seconds=diagnosis.seconds,
        devices=ToldDevices(input=diagnosis.input, output=diagnosis.output),
        causes=tuple(_cause(cause, diagnosis.at) for cause in diagnosis.causes),
        measures=diagnosis.measures,
        chain=tuple(_link(link, diagnosis.at) for link in diagnosis.chain),
        mended=tuple(mended),
        recovery=recovery,
    )


def _cause(cause: Cause, now: datetime) -> ToldCause:
    return ToldCause(
        code=cause.code,
        certainty=cause.certainty,
        subject=cause.subject,
        title=wording.title(cause),
        evidence=tuple(_evidence(finding, now) for finding in cause.findings),
        mend=ToldMend(text=wording.mend(cause), action=cause.action),
        say=wording.said(cause),
    )


def _evidence(finding: Finding, now: datetime) -> ToldEvidence:
    return ToldEvidence(text=wording.evidence(finding), source=finding.source, age=_age(finding.at, now))


def _link(link: Link, now: datetime) -> ToldLink:
    age = None if link.at is None else _age(link.at, now)
    return ToldLink(name=link.name, state=link.state, age=age, level=link.level)


def _age(at: datetime, now: datetime) -> float:
    # A clock that was set back while the test ran makes nothing younger than now.
    return max(0.0, round((now - at).total_seconds(), 1))
