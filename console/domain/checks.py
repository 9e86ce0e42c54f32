"""Runs of checks on a workstation: asked for by support with its user's yes, or done by its agent itself, unheard."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from console.domain.devices import Check, CheckOutcome, Workstation, is_overtaken
from console.domain.diagnosis.causes import SETTINGS, Code
from console.domain.diagnosis.evidence import Earlier
from console.domain.diagnosis.result import Complaint, Depth, Diagnosis
from console.domain.errors import ConsoleError
from console.domain.noun import Noun, Thing, Write
from console.domain.text import Id
from console.words import _

ANSWER_WITHIN = timedelta(seconds=60)
"""How long the workstation's user is asked: no answer by then is a no."""
GIVEN_UP_AFTER = timedelta(seconds=90)
"""When the service itself takes a question as unanswered: the agent that should have asked has gone."""
LONGEST_RUN = timedelta(minutes=10)
MOST_CAUSES = 40
LONGEST_TEXT, MOST_ENTRIES, MOST_PARTS = 1_000, 500, 20_000
"""Of a result: characters of a text, entries of a list, and texts, figures and lists together."""


class CheckState(StrEnum):
    """How far a run is."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    FAILED = "failed"
    """The agent could neither ask nor test, or went while it did."""
    CANCELLED = "cancelled"


class CheckFailure(StrEnum):
    """Why a run failed."""

    NOT_SHOWN = "not-shown"
    """The question could not be shown: there is no screen, or nothing that opens a page."""
    NOT_TESTED = "not-tested"
    """The user said yes, and the test could not be made."""
    AGENT_GONE = "agent-gone"
    """The agent went while it tested."""


class CheckRun(Thing, frozen=True, kw_only=True):
    """One run. asked_by: the helper's name, None where the agent did it by itself. answered_at: when the user answered.

    failure: why it failed, None of one that did not or that an older agent made.
    held_against: the workstation's baseline when support asked. baseline: what later tests can be held against, where
    this one was good enough for that.
    """

    organisation_id: str
    workstation_id: str
    asked_by: str | None = None
    asked_at: datetime
    complaint: Complaint | None = None
    depth: Depth = Depth.QUICK
    state: CheckState = CheckState.ASKED
    failure: CheckFailure | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    diagnosis: Diagnosis | None = None
    held_against: Earlier | None = None
    baseline: Earlier | None = None


class NewCheckRun(Write, frozen=True, kw_only=True):
    """What support asks a workstation's user for."""

    workstation_id: Id
    complaint: Complaint = Complaint.EVERYTHING
    depth: Depth = Depth.QUICK


class CheckRunPatch(Write, frozen=True, kw_only=True):
    """How a run goes on. diagnosis: with `done` only; then also what can be a baseline. failure: with `failed`."""

    state: CheckState
    failure: CheckFailure | None = None
    diagnosis: Diagnosis | None = None
    baseline: Earlier | None = None


class QuietResult(Write, frozen=True, kw_only=True):
    """What an agent found by itself, without a sound."""

    diagnosis: Diagnosis


_NEXT = {
    CheckState.ASKED: {
        CheckState.RUNNING,
        CheckState.REFUSED,
        CheckState.UNANSWERED,
        CheckState.FAILED,
        CheckState.CANCELLED,
    },
    CheckState.RUNNING: {CheckState.DONE, CheckState.FAILED, CheckState.CANCELLED},
}
UNDER_WAY = frozenset(_NEXT)


def moved_on(run: CheckRun, patch: CheckRunPatch, now: datetime) -> CheckRun:
    """Return the run in its next state; raise conflict where that can't follow, invalid without its diagnosis."""
    if patch.state not in _NEXT.get(run.state, ()):
        raise ConsoleError(
            _("This check is over, or not there yet."), "", _("Look at it as it is now."), code="conflict"
        )
    if (patch.state is CheckState.DONE) != (patch.diagnosis is not None):
        raise ConsoleError(_("A check that is done has a result, and no other has."), code="invalid")
    answered = run.state is CheckState.ASKED and patch.state in {CheckState.RUNNING, CheckState.REFUSED}
    return replace(
        run,
        state=patch.state,
        failure=patch.failure if patch.state is CheckState.FAILED else None,
        answered_at=now if answered else run.answered_at,
        ended_at=None if patch.state in UNDER_WAY else now,
        diagnosis=kept(patch.diagnosis) if patch.diagnosis else None,
        baseline=patch.baseline if patch.state is CheckState.DONE and run.depth is Depth.FULL else None,
    )


def refuse_excessive(result: Noun) -> None:
    """Raise unprocessable for a result with longer texts or lists than any test's, naming where the first is."""
    parts = [("", msgspec.to_builtins(result))]
    for name, part in parts:  # which grows meanwhile
        if isinstance(part, dict):
            parts += [(name, key) for key in part]
            parts += [(f"{name}.{key[:LONGEST_TEXT]}".lstrip("."), entry) for key, entry in part.items()]
        elif isinstance(part, list | tuple):
            parts += [(name, entry) for entry in part]
        most = LONGEST_TEXT if isinstance(part, str) else MOST_ENTRIES
        if (isinstance(part, str | dict | list | tuple) and len(part) > most) or len(parts) > MOST_PARTS:
            raise _excessive(name)


def _excessive(name: str) -> ConsoleError:
    return ConsoleError(
        _("There is more in this result than any test finds."),
        name,
        _("See that the agent is of the service's version."),
        code="unprocessable",
    )


def kept(diagnosis: Diagnosis) -> Diagnosis:
    """Return what is stored of a diagnosis: not the evidence, which names the programs that its user runs."""
    return replace(diagnosis, evidence=None, causes=diagnosis.causes[:MOST_CAUSES])


def latest_check(run: CheckRun) -> Check | None:
    """Return what a workstation shows of a run that is done."""
    if run.diagnosis is None or run.ended_at is None:
        return None
    causes = tuple(cause.code.value for cause in run.diagnosis.causes)
    with_sound = run.depth is not Depth.SILENT
    return Check(at=run.ended_at, outcome=run.diagnosis.verdict, causes=causes, with_sound=with_sound)


def shown_check(machine: Workstation, run: CheckRun) -> Check | None:
    """Return what a workstation shows after that run: a look without a sound takes back no fault that sound has shown.

    A change of devices does, and so does a look that sees set right what it can see by itself.
    """
    before, now = machine.latest_check, latest_check(run)
    if before is None or now is None or now.with_sound or now.outcome is CheckOutcome.FAULT:
        return now or before
    is_heard_only = before.outcome is CheckOutcome.FAULT and before.causes[:1] and before.causes[0] not in _SEEN_UNHEARD
    return before if before.with_sound and is_heard_only and not is_overtaken(before, machine) else now


_SEEN_UNHEARD = SETTINGS | {
    Code.NO_AUDIO_SYSTEM,
    Code.AUDIO_SYSTEM_FROZEN,
    Code.AUDIO_ACCESS_DENIED,
    Code.NO_MICROPHONE,
    Code.NO_SPEAKER,
    Code.MICROPHONE_UNPLUGGED,
    Code.SPEAKER_UNPLUGGED,
}


def overdue(runs: Iterable[CheckRun], now: datetime) -> list[tuple[CheckRun, CheckRunPatch]]:
    """Return the runs that nobody goes on with, and how they end."""
    ended = []
    for run in runs:
        if run.state is CheckState.ASKED and now - run.asked_at >= GIVEN_UP_AFTER:
            ended.append((run, CheckRunPatch(state=CheckState.UNANSWERED)))
        elif run.state is CheckState.RUNNING and now - (run.answered_at or run.asked_at) >= LONGEST_RUN:
            ended.append((run, CheckRunPatch(state=CheckState.FAILED, failure=CheckFailure.AGENT_GONE)))
    return ended
