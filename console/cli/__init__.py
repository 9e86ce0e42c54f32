"""The command line: one file a command, imported only when it is the one that was typed.

A command's module has `HELP` (a marked message), `arguments(parser)` and `run(options) -> exit status`.
"""

import sys
from collections.abc import Sequence

from console import words
from console.words import marked

COMMANDS = {
    "serve": marked("run the service alone"),
    "demo": marked("open the console on a demonstration town"),
    "agent": marked("report this workstation's devices to the service"),
    "diagnose": marked("test this machine's sound, camera and network, and mend what is wrong"),
    "join": marked("take part in a call, as support or by a link, and measure it"),
    "today": marked("show what needs help and today's calls"),
    "check": marked("invite somebody to check their camera and microphone"),
    "accounts": marked("list, show, create and change accounts"),
    "calls": marked("list, show, create, cancel and import calls"),
    "devices": marked("list and show workstations"),
    "alerts": marked("list what needs help"),
    "feedback": marked("show what people said after calls and of the pages"),
    "tokens": marked("make, list and revoke tokens"),
    "login": marked("keep a token for a remote service"),
}


VALUED = frozenset({"--home", "--service", "--lang"})


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what the user typed; without a command, open the console."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    words.use(_option(given, "--lang") or words.from_locale())
    from console.cli import running

    running.speak()
    place = _first_word(given)
    if place is None:
        from console.cli import opening

        sys.exit(opening.run(given))
    sys.exit(running.run(given[place], given[:place] + given[place + 1 :]))


def _first_word(given: Sequence[str]) -> int | None:
    """Return where the command stands: the first word that is neither an option nor its value."""
    skip = False
    for place, word in enumerate(given):
        if skip or word.startswith("-"):
            skip = not skip and word in VALUED
            continue
        return place
    return None


def _option(given: Sequence[str], name: str) -> str | None:
    for place, word in enumerate(given):
        if word == name and place + 1 < len(given):
            return given[place + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None
