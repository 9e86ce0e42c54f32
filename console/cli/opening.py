"""`bedside` without a command: opens the console."""

import argparse
from collections.abc import Sequence

from console import __version__
from console.cli import COMMANDS
from console.cli.running import Parser, common, refuse_without_terminal, remote, say
from console.domain.errors import ConsoleError
from console.words import _


def run(arguments: Sequence[str]) -> int:
    """Open the console on this user's own service, or on a remote one."""
    parser = Parser(
        prog="bedside",
        description=_("Open the console on this user's own service, or on a remote one."),
        epilog=_commands(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common(parser)
    remote(parser)
    version = f"Bedside {__version__}"
    parser.add_argument("--version", action="version", version=version, help=_("print the version and leave"))
    options = parser.parse_args(arguments)
    try:
        refuse_without_terminal()
    except ConsoleError as error:
        return say(error)
    return show(options)


def _commands() -> str:
    """Return the commands and what they do, a line each."""
    lines = (f"  {name:10} {_(does)}" for name, does in COMMANDS.items())
    return "\n".join([_("Commands (bedside COMMAND --help tells more):"), *lines])


def show(options: argparse.Namespace) -> int:
    """Open the console; made by the screens' floor."""
    from console.app import open_console

    return open_console(options)
