"""`bedside login URL`: keep a token for a remote service."""

import argparse
import asyncio
import getpass
import sys

from console.cli.running import DONE
from console.client import credentials
from console.client.http import checked
from console.client.service import ServiceClient
from console.domain.errors import ConsoleError
from console.presentation.terms import TOKEN_ROLES
from console.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("url", metavar="URL", help=_("the service's address"))


def run(options: argparse.Namespace) -> int:
    """Ask for the token, try it, keep it."""
    checked(options.url)
    return asyncio.run(_login(options.url.rstrip("/"), _asked_token()))


def _asked_token() -> str:
    # From a pipe it is read as it comes: a token is never an argument, where every process could see it.
    token = getpass.getpass(_("Token: ")) if sys.stdin.isatty() else sys.stdin.readline()
    if not token.strip():
        raise ConsoleError(_("No token was given."), "", _("Ask an admin for one and try again."), code="invalid")
    return token.strip()


async def _login(url: str, token: str) -> int:
    client = ServiceClient(url, token)
    try:
        me = await client.me()
    finally:
        await client.close()
    file = await credentials.keep(url, token)
    print(_("The token works: {name}, {role}.", name=me.name, role=_(TOKEN_ROLES[me.role])))
    if file is None:
        print(_("It is kept in the keyring."))
    else:
        print(_("There is no keyring here: it is kept in {file}, which only this user can read.", file=file))
    print(_("Open the console with: bedside --service {url}", url=url))
    return DONE
