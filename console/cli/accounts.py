"""`bedside accounts`: list, show, create and change accounts."""

import argparse

from console.cli.actions import actions
from console.cli.asking import account_named, asked, typed
from console.cli.lists import list_arguments, listed, told
from console.client.service import ServiceClient
from console.domain.accounts import Account, AccountPatch, NewAccount, OnboardingStage, Role
from console.presentation.accounts import ACCOUNTS
from console.wire import paths
from console.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    act = actions(parser)
    listing = act("list", _("list accounts"), run_list)
    listing.add_argument("--find", metavar=_("TEXT"), help=_("only those with this in a name, address or unit"))
    list_arguments(listing, live=True)
    show = act("show", _("show an account"), run_show)
    show.add_argument("account", metavar=_("USERNAME"))
    show.add_argument("--json", action="store_true", help=_("print JSON"))
    create = act("create", _("create an account"), run_create)
    create.add_argument("--user-name", metavar=_("USERNAME"), required=True, help=_("the name to sign in with"))
    _fields(create, required=True)
    update = act("update", _("change an account"), run_update)
    update.add_argument("account", metavar=_("USERNAME"))
    _fields(update, required=False)
    update.add_argument("--stage", choices=[str(stage) for stage in OnboardingStage], help=_("the onboarding stage"))
    update.add_argument("--active", choices=["yes", "no"], help=_("whether the account may be used"))


def _fields(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--display-name", metavar=_("NAME"), required=required, help=_("the person's name"))
    parser.add_argument("--email", metavar=_("ADDRESS"), required=required, help=_("the e-mail address"))
    parser.add_argument("--external-id", metavar=_("NUMBER"), help=_("the employee number"))
    parser.add_argument("--department", metavar=_("NAME"), help=_("the department"))
    parser.add_argument("--unit", metavar=_("NAME"), help=_("the unit"))
    parser.add_argument("--role", choices=[str(role) for role in Role], help=_("what the account may do"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def _given(options: argparse.Namespace) -> dict[str, object]:
    """Return the fields that were typed; an empty text takes a field's value away."""
    names = ("display_name", "email", "external_id", "department", "unit", "role")
    return {name: value or None for name in names if (value := getattr(options, name)) is not None}


def run_list(options: argparse.Namespace) -> int:
    """List accounts."""
    return listed(options, Account, paths.ACCOUNTS, ACCOUNTS, q=options.find)


def run_show(options: argparse.Namespace) -> int:
    """Show an account."""

    async def wish(client: ServiceClient) -> int:
        return await told(client, ACCOUNTS, await account_named(client, options.account), as_json=options.json)

    return asked(options, wish)


def run_create(options: argparse.Namespace) -> int:
    """Create an account."""
    new = typed(NewAccount, {"user_name": options.user_name, **_given(options)})

    async def wish(client: ServiceClient) -> int:
        return await told(client, ACCOUNTS, await client.create_account(new), as_json=options.json)

    return asked(options, wish)


def run_update(options: argparse.Namespace) -> int:
    """Change an account."""
    fields = _given(options)
    if options.stage is not None:
        fields["onboarding_stage"] = options.stage
    if options.active is not None:
        fields["active"] = options.active == "yes"
    patch = typed(AccountPatch, fields)

    async def wish(client: ServiceClient) -> int:
        before = await account_named(client, options.account)
        after = await client.change_account(before, patch)
        return await told(client, ACCOUNTS, after, as_json=options.json)

    return asked(options, wish)
