"""Actions of a command, such as `list` in `bedside accounts list`."""

import argparse
from collections.abc import Callable
from typing import TypeAlias

from console.cli.running import Parser, common, remote
from console.words import _

Run: TypeAlias = Callable[[argparse.Namespace], int]
Add: TypeAlias = Callable[[str, str, Run], argparse.ArgumentParser]


def actions(parser: argparse.ArgumentParser) -> Add:
    """Return what adds an action to a command: its name, what it does, what runs it."""
    group = parser.add_subparsers(required=True, metavar=_("ACTION"), parser_class=Parser)

    def add(name: str, does: str, run: Run) -> argparse.ArgumentParser:
        action: argparse.ArgumentParser = group.add_parser(name, help=does, description=does.capitalize() + ".")
        common(action)
        remote(action)
        action.set_defaults(run=run)
        return action

    return add
