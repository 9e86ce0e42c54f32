"""`bedside devices`: list and show workstations, make enrolment codes, record that the staff were informed."""

import argparse
from datetime import date

from console.cli.actions import actions
from console.cli.asking import account_named, asked, tell, thing_named
from console.cli.lists import list_arguments, listed, told
from console.cli.running import DONE
from console.client.service import ServiceClient
from console.domain.devices import NewEnrolment, Workstation
from console.domain.organisations import OrganisationPatch
from console.domain.places import Place
from console.presentation.devices import DEVICES
from console.wire import paths
from console.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    act = actions(parser)
    list_arguments(act("list", _("list workstations"), run_list), live=True)
    show = act("show", _("show a workstation"), run_show)
    show.add_argument("device", metavar=_("NAME"))
    show.add_argument("--json", action="store_true", help=_("print JSON"))
    enrol = act("enrol", _("make a one-time code for a workstation's agent"), run_enrol)
    enrol.add_argument("name", metavar=_("NAME"), help=_("the workstation's name"))
    enrol.add_argument("--account", metavar=_("USERNAME"), help=_("whose workstation it is"))
    enrol.add_argument("--place", metavar=_("NAME"), help=_("the place where it stands"))
    enrol.add_argument("--json", action="store_true", help=_("print JSON"))
    informed = act("informed", _("record when the staff were told what agents report"), run_informed)
    informed.add_argument("date", metavar=_("DATE"), type=_day, help=_("the day, like 2026-03-12"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("{text} is not a day like 2026-03-12", text=text)) from error


def run_list(options: argparse.Namespace) -> int:
    """List workstations."""
    return listed(options, Workstation, paths.WORKSTATIONS, DEVICES)


def run_show(options: argparse.Namespace) -> int:
    """Show a workstation."""

    async def wish(client: ServiceClient) -> int:
        workstation = await thing_named(client, Workstation, paths.WORKSTATIONS, options.device)
        return await told(client, DEVICES, workstation, as_json=options.json)

    return asked(options, wish)


def run_enrol(options: argparse.Namespace) -> int:
    """Make a one-time code."""

    async def wish(client: ServiceClient) -> int:
        account = await account_named(client, options.account) if options.account else None
        place = await thing_named(client, Place, paths.PLACES, options.place) if options.place else None
        enrolment = await client.enrol(
            NewEnrolment(
                name=options.name,
                account_id=account.id if account is not None else None,
                place_id=place.id if place is not None else None,
            )
        )
        if options.json:
            tell(enrolment)
        else:
            print(enrolment.code)
        return DONE

    return asked(options, wish)


def run_informed(options: argparse.Namespace) -> int:
    """Record that the staff were informed."""

    async def wish(client: ServiceClient) -> int:
        before = await client.organisation()
        await client.change_organisation(before, OrganisationPatch(staff_informed_on=options.date))
        print(_("Recorded: the staff were informed on {day}.", day=options.date.isoformat()))
        return DONE

    return asked(options, wish)
