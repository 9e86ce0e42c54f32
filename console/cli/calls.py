"""`bedside calls`: list, show, create and cancel calls."""

import argparse
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec

from console.cli.actions import actions
from console.cli.asking import asked, moment, tell, thing_named, typed
from console.cli.calendars import import_arguments, run_import
from console.cli.lists import list_arguments, listed, told
from console.cli.running import DONE, whole
from console.client.service import ServiceClient
from console.domain.calls import MOST_SEATS, Call, CallPatch, CallStatus, NewCall, participants
from console.domain.organisations import Service
from console.domain.places import Place, Room
from console.presentation.calls import CALLS, seat_name
from console.wire import paths
from console.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    act = actions(parser)
    listing = act("list", _("list calls"), run_list)
    listing.add_argument("--from", dest="since", metavar=_("TIME"), help=_("only those that end after this time"))
    listing.add_argument("--to", dest="until", metavar=_("TIME"), help=_("only those that begin before this time"))
    listing.add_argument("--host", metavar=_("USERNAME"), help=_("only this host's"))
    listing.add_argument("--status", choices=[str(status) for status in CallStatus], help=_("only those of a status"))
    list_arguments(listing, live=True)
    show = act("show", _("show a call"), run_show)
    create = act("create", _("schedule a call"), run_create, service=False)
    create.add_argument("--host", metavar=_("USERNAME"), required=True, help=_("whose call it is"))
    create.add_argument("--at", metavar=_("TIME"), required=True, help=_("when it begins: 2026-03-12T09:30, or 09:30"))
    create.add_argument(
        "--minutes", type=whole(1, 24 * 60), metavar=_("NUMBER"), default=30, help=_("how long it lasts (30)")
    )
    create.add_argument(
        "--service",
        action=_EitherService,
        default=argparse.SUPPRESS,
        metavar=_("NAME|URL"),
        help=_("the name of what the guest comes for; or, with :// in it, the address of a remote service to ask"),
    )
    create.set_defaults(called_for=None)
    create.add_argument("--room", metavar=_("NAME"), help=_("the virtual room"))
    create.add_argument("--place", metavar=_("NAME"), help=_("the place where the host sits"))
    create.add_argument(
        "--guests", type=whole(0, MOST_SEATS - 1), metavar=_("NUMBER"), default=1, help=_("how many guests (1)")
    )
    create.add_argument(
        "--interpreters",
        type=whole(0, MOST_SEATS - 1),
        metavar=_("NUMBER"),
        default=0,
        help=_("how many interpreters (0)"),
    )
    create.add_argument(
        "--sign-language",
        action="append",
        choices=["host", "guest", "interpreter"],
        default=[],
        help=_("who signs: movement is worth more than size in their picture; may be given several times"),
    )
    import_arguments(act("import", _("read a calendar file into calls"), run_import))
    cancel = act("cancel", _("cancel a call"), run_cancel)
    links = act("links", _("make new links for a call's seats; the old ones open nothing any more"), run_links)
    for action in (show, cancel, links):
        action.add_argument("id", metavar=_("ID"))
    for action in (show, create, cancel, links):
        action.add_argument("--json", action="store_true", help=_("print JSON"))


class _EitherService(argparse.Action):
    """Two things are called a service: the program, which has an address, and what a citizen comes for."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        options: argparse.Namespace,
        value: str | Sequence[Any] | None,
        _option: str | None = None,
    ) -> None:
        """Tell them apart by the address."""
        setattr(options, "service" if "://" in str(value) else "called_for", value)


def run_list(options: argparse.Namespace) -> int:
    """List calls."""
    return listed(
        options,
        Call,
        paths.CALLS,
        CALLS,
        host=options.host,
        status=options.status,
        times={"from": options.since, "to": options.until},
    )


def run_show(options: argparse.Namespace) -> int:
    """Show a call."""

    async def wish(client: ServiceClient) -> int:
        call = await client.one(Call, paths.CALLS, options.id)
        return await told(client, CALLS, call, as_json=options.json)

    return asked(options, wish)


def run_create(options: argparse.Namespace) -> int:
    """Schedule a call."""

    async def wish(client: ServiceClient) -> int:
        call = await client.create_call(await _new_call(client, options))
        return await _told_with_links(client, call, as_json=options.json)

    return asked(options, wish)


def run_links(options: argparse.Namespace) -> int:
    """Make new links for a call's seats."""

    async def wish(client: ServiceClient) -> int:
        call = await client.one(Call, paths.CALLS, options.id)
        return await _told_with_links(client, call, as_json=options.json)

    return asked(options, wish)


async def _told_with_links(client: ServiceClient, call: Call, *, as_json: bool) -> int:
    """Make a link for each seat and print them, this once, with the call."""
    seats = participants(call.seats)  # support asks for its link by itself
    links = {seat.id: await client.create_link(call.id, seat.id) for seat in seats}
    if as_json:
        told_call = msgspec.to_builtins(call)
        for seat in told_call["seats"]:
            if seat["id"] in links:
                seat["url"] = links[seat["id"]].url
        tell(told_call)
        return DONE
    await told(client, CALLS, call, as_json=False)
    for seat in seats:
        print(f"{seat_name(seat)}: {links[seat.id].url}")
    return DONE


async def _new_call(client: ServiceClient, options: argparse.Namespace) -> NewCall:
    organisation = await client.organisation()
    begins = moment(options.at, organisation.timezone, (await client.health()).clock.now)
    fields: dict[str, object] = {
        "host": options.host,
        "guests": options.guests,
        "interpreters": options.interpreters,
        "sign_language": options.sign_language,
        "dtstart": begins,
        "dtend": begins + timedelta(minutes=options.minutes),
    }
    if options.called_for:
        fields["service_id"] = (await thing_named(client, Service, paths.SERVICES, options.called_for)).id
    if options.room:
        fields["room_id"] = (await thing_named(client, Room, paths.ROOMS, options.room)).id
    if options.place:
        fields["place_id"] = (await thing_named(client, Place, paths.PLACES, options.place)).id
    return typed(NewCall, fields)


def run_cancel(options: argparse.Namespace) -> int:
    """Cancel a call."""

    async def wish(client: ServiceClient) -> int:
        before = await client.one(Call, paths.CALLS, options.id)
        after = await client.change_call(before, CallPatch(status=CallStatus.CANCELLED))
        return await told(client, CALLS, after, as_json=options.json)

    return asked(options, wish)
