"""`bedside tokens`: make, list and revoke tokens."""

import argparse
from datetime import timedelta

from console.cli.actions import actions
from console.cli.asking import account_named, asked, tell
from console.cli.lists import list_arguments, listed
from console.cli.running import DONE, whole
from console.client.service import ServiceClient
from console.domain.tokens import NewToken, Token, TokenRole
from console.wire import paths
from console.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    act = actions(parser)
    list_arguments(act("list", _("list the tokens, without their secrets"), run_list))
    create = act("create", _("make a token; its secret is told once"), run_create)
    create.add_argument("--name", metavar=_("NAME"), required=True, help=_("what the token is for"))
    create.add_argument("--role", required=True, choices=[str(role) for role in TokenRole if role != "agent"])
    create.add_argument("--account", metavar=_("USERNAME"), help=_("whose calls an employee's token sees"))
    create.add_argument(
        "--days", type=whole(1, 3650), metavar=_("NUMBER"), help=_("how long it lasts; without it, until it is revoked")
    )
    create.add_argument("--json", action="store_true", help=_("print JSON"))
    revoke = act("revoke", _("make a token worthless"), run_revoke)
    revoke.add_argument("id", metavar=_("ID"))
    revoke.add_argument("--json", action="store_true", help=_("print JSON"))


def run_list(options: argparse.Namespace) -> int:
    """List the tokens."""
    return listed(options, Token, paths.TOKENS)


def run_create(options: argparse.Namespace) -> int:
    """Make a token and tell its secret."""

    async def wish(client: ServiceClient) -> int:
        account = await account_named(client, options.account) if options.account else None
        now = (await client.health()).clock.now
        token = await client.create_token(
            NewToken(
                name=options.name,
                role=TokenRole(options.role),
                account_id=account.id if account is not None else None,
                expires_at=now + timedelta(days=options.days) if options.days else None,
            )
        )
        if options.json:
            tell(token)
        else:
            print(token.secret)
        return DONE

    return asked(options, wish)


def run_revoke(options: argparse.Namespace) -> int:
    """Revoke a token."""

    async def wish(client: ServiceClient) -> int:
        await client.revoke_token(options.id)
        if options.json:
            tell({"id": options.id, "revoked": True})
        else:
            print(_("Token {id} is worthless now.", id=options.id))
        return DONE

    return asked(options, wish)
