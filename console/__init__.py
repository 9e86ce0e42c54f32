"""Bedside: a terminal console for the people who keep a town's video appointments working."""

__version__ = "0.1.0"
