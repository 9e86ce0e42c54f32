"""A test on a workstation, seen as one of this machine is: how far it is, what it found, who said yes."""

from collections.abc import Iterator

from console.diagnostics.bench import Step
from console.domain.checks import UNDER_WAY, CheckRun, CheckState
from console.domain.devices import Workstation
from console.presentation.cell import Cell, Tone
from console.presentation.checks import found, runs_of, time_left
from console.presentation.detail import Detail, field
from console.presentation.devices import owner
from console.presentation.diagnosis.sight import Sight
from console.presentation.scene import UNKNOWN, Scene
from console.words import _, marked

_STEPS = {
    CheckState.ASKED: (1, marked("Its user is asked on their screen.")),
    CheckState.RUNNING: (2, marked("Its user said yes. The test runs there.")),
}


def offered(scene: Scene) -> list[Workstation]:
    """Return the workstations that can be tested: those that answer first."""
    return sorted(
        scene.snapshot.workstations.values(), key=lambda machine: (not machine.online, machine.name.casefold())
    )


def latest(machine: Workstation, scene: Scene) -> CheckRun | None:
    """Return the newest test that somebody asked for."""
    return next((run for run in runs_of(machine, scene) if run.asked_by is not None), None)


def sight(run: CheckRun | None) -> Sight:
    """Return what is seen of it."""
    if run is None:
        return Sight()
    if run.state not in UNDER_WAY:
        return Sight(diagnosis=run.diagnosis, done=1.0)
    number, title = _STEPS[run.state]
    return Sight(running=True, step=Step(id=run.state, title=_(title), number=number, of=len(_STEPS)))


def heading(machine: Workstation, run: CheckRun | None, scene: Scene) -> Iterator[Cell]:
    """Yield which machine is tested, whose it is, and when its user said yes."""
    yield Cell(_("Testing {name}", name=machine.name))
    if (whose := owner(machine, scene)) != UNKNOWN:
        yield Cell(f", {whose}")
    if run is not None and run.answered_at is not None and run.state is not CheckState.REFUSED:
        yield Cell("  " + _("agreed {time}", time=scene.moment(run.answered_at)), Tone.QUIET)


def without_result(machine: Workstation, run: CheckRun | None, scene: Scene) -> Detail:
    """Say how far a test is that has found nothing yet, or how it ended."""
    if run is None:
        asks = _("Choose what is wrong: its user is asked first, with your name.")
        return Detail(_("Nobody has asked for a test of {name} yet.", name=machine.name), [field("", asks)])
    if run.state is CheckState.ASKED:
        waits = _("No answer within a minute is a no. Esc takes the question back.")
        left = time_left(run, scene.now)
        return Detail(_("{name} waits for its user's answer.", name=machine.name), [field("", left), field("", waits)])
    if run.state in UNDER_WAY:
        return Detail(_("The test runs."), [field("", _("Esc takes it back. What is heard there is not kept."))])
    return Detail(machine.name, [field("", found(run)), field("", scene.moment(run.ended_at))])
