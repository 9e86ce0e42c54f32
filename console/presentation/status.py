"""The header: whose town it is, its clock, how fresh what is shown is; and what the rest of the window counts."""

from collections.abc import Mapping

from console.domain.calls import CallStatus
from console.presentation.alerts import needs_help
from console.presentation.cell import Cell, Line, Tone
from console.presentation.heading import program
from console.presentation.scene import Scene
from console.state.store import Link, LinkState
from console.words import _


def heading(scene: Scene, *, demonstration: bool = False) -> Line:
    """Say whose town this is, and that it is a demonstration where it is one.

    demonstration: what is known of that before the town is.
    """
    organisation = scene.snapshot.organisation
    if organisation is None:
        return program(demonstration=demonstration)
    line = program(demonstration=organisation.demonstration)
    if scene.only is not None:
        return [*line, *_presented(scene)]
    return line if being_set_up(scene) else [*line, Cell(f"  {organisation.name}")]


def being_set_up(scene: Scene) -> bool:
    """Tell whether this is a demonstration's town that has yet to be founded: every one has calls."""
    organisation = scene.snapshot.organisation
    demonstration = organisation is not None and organisation.demonstration
    return demonstration and not scene.snapshot.calls and scene.only is None


def _presented(scene: Scene) -> Line:
    only = _("ONLY {name}", name=scene.person(scene.only))
    return [Cell("  "), Cell("v ", Tone.KEY, "app.present"), Cell(only, Tone.WARNING, "app.present")]


def freshness(scene: Scene, link: Link) -> Line:
    """Say the town's time, and whether what is shown is so now."""
    known = scene.snapshot.organisation is not None  # until then, its time zone is not
    clock = Cell(f"{scene.weekday(scene.now)} {scene.local(scene.now):%H:%M:%S}   " if known else "")
    since = f"{scene.local(link.since):%H:%M:%S}" if link.since is not None else ""
    states = {
        LinkState.CONNECTING: Cell(_("CONNECTING"), Tone.NOTICE),
        LinkState.LOADING: Cell(_("LOADING {n}", n=link.loaded), Tone.NOTICE),
        LinkState.LIVE: Cell(_("LIVE"), Tone.GOOD),
        LinkState.STALE: Cell(_("STALE since {time}", time=since), Tone.WARNING),
        LinkState.REFUSED: Cell(_("REFUSED since {time}", time=since), Tone.URGENT),
    }
    return [clock, states[link.state]]


def waiting(scene: Scene, link: Link) -> str:
    """Say what is being waited for, or why nothing comes, as long as nothing has come yet; then nothing."""
    if scene.snapshot.me is not None:
        return _("The demonstration town is being set up. This takes a few seconds.") if being_set_up(scene) else ""
    if link.error is not None:
        return str(link.error)
    if link.state is LinkState.LOADING:
        return _("Loading: {n} so far.", n=link.loaded)
    return _("Connecting to the service.")


def counts(scene: Scene) -> Mapping[str, int]:
    """Return how many things of a screen, by its mode, want to be looked at."""
    alerts = sum(needs_help(alert, scene) for alert in scene.snapshot.alerts.values())
    waiting_calls = sum(call.status is CallStatus.WAITING for call in scene.snapshot.calls.values())
    return {"alerts": alerts, "calls": waiting_calls}
