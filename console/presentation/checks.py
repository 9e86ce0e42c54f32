"""Runs of checks on workstations, in words: how far each is, what it found, what it is held against."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from console.domain.checks import ANSWER_WITHIN, CheckFailure, CheckRun, CheckState, latest_check
from console.domain.devices import Check, CheckOutcome, Workstation
from console.domain.diagnosis import wording
from console.domain.diagnosis.baseline import is_fresh
from console.domain.diagnosis.evidence import Earlier
from console.domain.diagnosis.result import Depth
from console.presentation.cell import Cell, Tone
from console.presentation.detail import Field, field
from console.presentation.scene import Scene
from console.presentation.terms import CHECK_OUTCOMES
from console.words import _, marked

MOST_SHOWN = 6
STATES = {
    CheckState.ASKED: marked("its user is asked"),
    CheckState.RUNNING: marked("runs"),
    CheckState.DONE: marked("done"),
    CheckState.REFUSED: marked("its user said no"),
    CheckState.UNANSWERED: marked("nobody answered, which is a no"),
    CheckState.FAILED: marked("could not be done"),
    CheckState.CANCELLED: marked("withdrawn"),
}
FAILURES = {
    CheckFailure.NOT_SHOWN: marked("its user could not be asked: no question can be shown there"),
    CheckFailure.NOT_TESTED: marked("its user said yes, but the test could not be made"),
    CheckFailure.AGENT_GONE: marked("its agent went while it tested"),
}
TONES = {
    CheckState.ASKED: Tone.NOTICE,
    CheckState.RUNNING: Tone.NOTICE,
    CheckState.FAILED: Tone.WARNING,
}
OUTCOME_TONES = {CheckOutcome.HEALTHY: Tone.GOOD, CheckOutcome.FAULT: Tone.WARNING}


def runs_of(machine: Workstation, scene: Scene) -> list[CheckRun]:
    """Return the runs on a workstation, newest first."""
    own = (run for run in scene.snapshot.checks.values() if run.workstation_id == machine.id)
    return sorted(own, key=lambda run: run.id, reverse=True)


def found(run: CheckRun) -> Cell:
    """Say what a run found, or how far it is."""
    if run.diagnosis is None:
        said = STATES[run.state] if run.failure is None else FAILURES[run.failure]
        return Cell(_(said), TONES.get(run.state, Tone.QUIET))
    verdict = run.diagnosis.verdict
    worst = next(iter(run.diagnosis.causes), None)
    text = _(CHECK_OUTCOMES[verdict]) if worst is None else wording.title(worst)
    return Cell(text, OUTCOME_TONES.get(verdict, Tone.NOTICE))


def time_left(run: CheckRun, now: datetime) -> str:
    """Say for how long its user may still answer."""
    seconds = (run.asked_at + ANSWER_WITHIN - now).total_seconds()
    return _("{n} s left", n=max(0, round(seconds)))


def history(machine: Workstation, runs: Sequence[CheckRun], scene: Scene) -> Iterator[Field]:
    """Yield the latest of a workstation's runs, newest first."""
    if not runs:
        yield field(_("Checks"), _latest(machine.latest_check, scene))
    for number, run in enumerate(runs[:MOST_SHOWN]):
        cell = found(run)
        if run.state is CheckState.ASKED:
            cell = cell._replace(text=f"{cell.text}, {time_left(run, scene.now)}")
        who = run.asked_by if run.asked_by is not None else _("by itself, without a sound")
        yield field(
            _("Checks") if number == 0 else "", cell._replace(text=f"{scene.moment(run.asked_at)} {cell.text} ({who})")
        )


def _latest(check: Check | None, scene: Scene) -> Cell:
    """Say what is known of a check whose run is older than what is shown."""
    if check is None:
        return Cell(_("none yet"), Tone.QUIET)
    tone = OUTCOME_TONES.get(check.outcome, Tone.NOTICE)
    return Cell(f"{scene.moment(check.at)} {_(CHECK_OUTCOMES[check.outcome])}", tone)


def mend(runs: Sequence[CheckRun]) -> Iterator[Field]:
    """Yield what mends the worst that the latest finished run found, and what to say."""
    run = next((run for run in runs if run.diagnosis is not None), None)
    if run is None or run.diagnosis is None or not run.diagnosis.causes:
        return
    worst = run.diagnosis.causes[0]
    yield field(_("Mend"), wording.mend(worst))
    yield field(_("Say"), wording.say(worst))


def baseline(earlier: Earlier | None, scene: Scene) -> Field:
    """Say what later tests are held against."""
    if earlier is None:
        return field(_("Baseline"), Cell(_("none yet: it comes from the first good full test"), Tone.QUIET))
    level = earlier.level if earlier.level is not None else earlier.speech_level
    figure = f" {level:.0f} dBFS" if level is not None else ""
    return field(_("Baseline"), f"{scene.moment(earlier.at)} {earlier.input_label}, {earlier.output_label}{figure}")


def offered_baseline(runs: Sequence[CheckRun]) -> Earlier | None:
    """Return the newest figures that can become the baseline."""
    return next((run.baseline for run in runs if run.baseline is not None), None)


def not_needed(machine: Workstation, scene: Scene) -> str:
    """Return why no test is needed, or nothing: it passed lately, nothing has changed since, and nothing is wrong."""
    tested = (run for run in runs_of(machine, scene) if run.depth is not Depth.SILENT and run.state is CheckState.DONE)
    run = next(tested, None)
    passed = latest_check(run) if run is not None else None
    if passed is None or not is_fresh(passed, machine.changes, scene.now):
        return ""
    if machine.latest_check is not None and machine.latest_check.outcome is not CheckOutcome.HEALTHY:
        return ""
    return _("It passed a test {day}, and nothing has changed since.", day=scene.moment(passed.at))
