"""Tests on workstations, asked for and taken back: what Devices and Diagnose do alike."""

from console.domain.checks import UNDER_WAY, CheckRun, CheckRunPatch, CheckState, NewCheckRun
from console.domain.devices import Workstation
from console.domain.diagnosis.result import Complaint, Depth
from console.presentation.checks import found, runs_of
from console.presentation.scene import Scene
from console.screens.town import TownScreen
from console.words import _


def under_way(machine: Workstation, scene: Scene) -> CheckRun | None:
    """Return the test of it that is not over."""
    return next((run for run in runs_of(machine, scene) if run.state in UNDER_WAY), None)


async def ask(screen: TownScreen, machine: Workstation, complaint: Complaint, depth: Depth) -> None:
    """Have its user asked for a test. Raise ConsoleError where they can't be asked."""
    wish = NewCheckRun(workstation_id=machine.id, complaint=complaint, depth=depth)
    await screen.around.client.ask_for_check(wish)
    screen.done(_("{name}: its user is asked now.", name=machine.name))


async def cancel(screen: TownScreen, machine: Workstation, run: CheckRun) -> None:
    """Take a test back, after asking."""
    if await screen.confirmed(_("Cancel this test?"), f"{machine.name}: {found(run).text}"):
        await screen.around.client.change_check(run, CheckRunPatch(state=CheckState.CANCELLED))
        screen.done(_("Cancelled."))
