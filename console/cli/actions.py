"""Actions of a command, such as `list` in `bedside accounts list`."""

import argparse
from collections.abc import Callable
from typing import Protocol, TypeAlias

from console.cli.running import Parser, common, remote, sentence
from console.words import _

Run: TypeAlias = Callable[[argparse.Namespace], int]


class Add(Protocol):
    """Adds an action: its name, what it does, what runs it; service: with the option for a remote service."""

    def __call__(self, name: str, does: str, run: Run, *, service: bool = True) -> argparse.ArgumentParser:
        """Return the action's parser."""
        ...


def actions(parser: argparse.ArgumentParser) -> Add:
    """Return what adds an action to a command."""
    remote(parser)
    group = parser.add_subparsers(required=True, metavar=_("ACTION"), parser_class=Parser)

    def add(name: str, does: str, run: Run, *, service: bool = True) -> argparse.ArgumentParser:
        action: argparse.ArgumentParser = group.add_parser(name, help=does, description=sentence(does))
        common(action, again=True)
        if service:
            remote(action, again=True)
        action.set_defaults(run=run)
        return action

    return add
