"""The console."""

import argparse


def open_console(options: argparse.Namespace) -> int:
    """Open the console and return its exit status."""
    raise NotImplementedError
