"""`bedside today`: what needs help, the counts and the day's calls, as plain lines or JSON."""

import argparse
from collections.abc import Mapping
from functools import partial

from console.cli.asking import asked, tell
from console.cli.lists import Subject, line, scene_of, watched
from console.cli.running import DONE, remote
from console.client.service import ServiceClient
from console.domain.alerts import Alert
from console.domain.calls import Call
from console.domain.desks import Desk
from console.domain.noun import Noun
from console.presentation.alerts import ALERTS, needs_help, rank
from console.presentation.calls import CALLS
from console.presentation.cell import plain
from console.presentation.scene import Scene
from console.presentation.today import counts_line, desk_line, of_today
from console.words import _


class Today(Noun, frozen=True, kw_only=True):
    """What `--json` prints: alerts that need help, worst first; calls of the town's today; the desks."""

    alerts: list[Alert]
    calls: list[Call]
    desks: list[Desk]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    remote(parser)
    parser.add_argument("--json", action="store_true", help=_("print JSON"))
    parser.add_argument("--watch", action="store_true", help=_("print each change as a line, until stopped"))


def run(options: argparse.Namespace) -> int:
    """Show the day."""

    async def wish(client: ServiceClient) -> int:
        scene = await scene_of(client)
        today = of(scene)
        if options.json:
            tell(today)
        else:
            _print(today, scene)
        return DONE

    if options.watch:
        return watched(options, NEEDS_HELP, DESKS, Subject.of(CALLS))
    return asked(options, wish)


def _needs_help(scene: Scene) -> Mapping[str, Alert]:
    return {alert.id: alert for alert in of(scene).alerts}


def _desk_in_words(desk: Desk, scene: Scene) -> str:
    return "  ".join(word for cell in desk_line(desk, scene) if (word := plain([cell]).strip()))


NEEDS_HELP = Subject(things=_needs_help, at_first=_needs_help, line=partial(line, ALERTS))
DESKS = Subject(
    things=lambda scene: scene.snapshot.desks, at_first=lambda scene: scene.snapshot.desks, line=_desk_in_words
)


def of(scene: Scene) -> Today:
    """Return the day as it is."""
    wanted = [alert for alert in scene.snapshot.alerts.values() if needs_help(alert, scene)]
    return Today(
        alerts=sorted(wanted, key=lambda alert: rank(alert, scene)),
        calls=sorted(of_today(scene), key=lambda call: (call.dtstart, call.id)),
        desks=sorted(scene.snapshot.desks.values(), key=lambda desk: desk.name),
    )


def _print(today: Today, scene: Scene) -> None:
    organisation = scene.snapshot.organisation
    if organisation is not None and organisation.demonstration:
        print(_("This is a demonstration: everything in it is invented."))
    print(plain(counts_line(scene)))
    print()
    print(_("Needs help, worst first:") if today.alerts else _("Nothing needs help."))
    for alert in today.alerts:
        print("  " + line(ALERTS, alert, scene))
    print()
    print(_("Today's calls:") if today.calls else _("No calls today."))
    for call in today.calls:
        print("  " + line(CALLS, call, scene))
