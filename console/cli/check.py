"""`bedside check`: invite a citizen or an employee to check their camera and microphone in their own browser."""

import argparse

from console.cli.actions import actions
from console.cli.asking import account_named, asked, moment_said, tell
from console.cli.running import DONE, whole
from console.client.service import ServiceClient
from console.domain.browser_checks import NewCheckInvitation
from console.domain.calls import MOST_SEATS, Call, SeatRole
from console.domain.errors import ConsoleError
from console.wire import paths
from console.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    act = actions(parser)
    invite = act(
        "invite", _("make a link and a code to read over the phone; either works once, for 10 minutes"), run_invite
    )
    whom = invite.add_mutually_exclusive_group(required=True)
    whom.add_argument("--call", metavar=_("ID"), help=_("the call that a guest is invited to"))
    whom.add_argument("--account", metavar=_("USERNAME"), help=_("the employee"))
    invite.add_argument(
        "--seat", type=whole(1, MOST_SEATS - 1), metavar=_("NUMBER"), default=1, help=_("which guest of the call (1)")
    )
    invite.add_argument("--json", action="store_true", help=_("print JSON"))


def run_invite(options: argparse.Namespace) -> int:
    """Invite to a check."""

    async def wish(client: ServiceClient) -> int:
        new = await _guest(client, options) if options.call else await _employee(client, options)
        invitation = await client.invite_to_check(new)
        if options.json:
            tell(invitation)
            return DONE
        print(_("Link: {url}", url=invitation.url))
        print(_("Code: {code}", code=invitation.code))
        print(_("Either works once, until {time}.", time=await moment_said(client, invitation.expires_at)))
        return DONE

    return asked(options, wish)


async def _guest(client: ServiceClient, options: argparse.Namespace) -> NewCheckInvitation:
    call = await client.one(Call, paths.CALLS, options.call)
    for seat in call.seats:
        if (seat.role, seat.number) == (SeatRole.GUEST, options.seat):
            return NewCheckInvitation(call_id=call.id, seat_id=seat.id)
    raise ConsoleError(
        _("The call has no guest {n}.", n=options.seat),
        "",
        _("See its seats with: bedside calls show {id}", id=call.id),
        code="not-found",
    )


async def _employee(client: ServiceClient, options: argparse.Namespace) -> NewCheckInvitation:
    return NewCheckInvitation(account_id=(await account_named(client, options.account)).id)
