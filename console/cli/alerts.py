"""`bedside alerts`: what needs help."""

import argparse

from console.cli.actions import actions
from console.cli.lists import list_arguments, listed
from console.domain.alerts import Alert
from console.presentation.alerts import ALERTS
from console.wire import paths
from console.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    list_arguments(actions(parser)("list", _("list what needs help"), run_list), live=True)


def run_list(options: argparse.Namespace) -> int:
    """List what needs help."""
    return listed(options, Alert, paths.ALERTS, ALERTS)
