"""`bedside` without a command: opens the console."""

import argparse
from collections.abc import Sequence

from console.cli.running import Parser, common, remote


def run(arguments: Sequence[str]) -> int:
    """Open the console on this user's own service, or on a remote one."""
    parser = Parser(prog="bedside")
    common(parser)
    remote(parser)
    return show(parser.parse_args(arguments))


def show(options: argparse.Namespace) -> int:
    """Open the console; made by the screens' floor."""
    from console.app import open_console

    return open_console(options)
