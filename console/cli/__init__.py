"""The command line: one file a command."""


def main() -> None:
    """Run what the user typed."""
