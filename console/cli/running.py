"""Runs one command: its options, its language, its exit status, and what is said when it can't be done."""

import argparse
import gettext
import importlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from console.cli import COMMANDS
from console.domain.errors import ConsoleError
from console.words import LANGUAGES, LOCALE_DIR, _, language, marked

DONE, IN_PART, NOT_DONE = 0, 1, 2

OF_ARGPARSE = (
    marked("usage: "),
    marked("options"),
    marked("positional arguments"),
    marked("show this help message and exit"),
    marked("argument %(argument_name)s: %(message)s"),
    marked("expected one argument"),
    marked("ignored explicit argument %r"),
    marked("invalid %(type)s value: %(value)r"),
    marked("invalid choice: %(value)r (choose from %(choices)s)"),
    marked("ambiguous option: %(option)s could match %(matches)s"),
    marked("not allowed with argument %s"),
    marked("one of the arguments %s is required"),
    marked("the following arguments are required: %s"),
    marked("unrecognized arguments: %s"),
)
"""What argparse itself says: it asks gettext for these, see `speak`."""


class Parser(argparse.ArgumentParser):
    """Says in one line what was wrong with what was typed."""

    def error(self, message: str) -> NoReturn:
        """Leave with status 2."""
        self.exit(NOT_DONE, _("{program}: {message}. See {program} --help.", program=self.prog, message=message) + "\n")


def whole(least: int, most: int = 999_999_999) -> Callable[[str], int]:
    """Return what reads a whole number that was typed, and says plainly what was expected."""

    def number(text: str) -> int:
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10 and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(_("write a whole number from {least} to {most}", least=least, most=most))
        return int(text)

    return number


def speak() -> None:
    """Let argparse speak the language in use."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain("console", LOCALE_DIR)
    gettext.textdomain("console")


def sentence(does: str) -> str:
    """Return what a command does as a sentence."""
    return f"{does[:1].upper()}{does[1:]}."


def run(command: str, arguments: Sequence[str]) -> int:
    """Run a command and return its exit status."""
    if command not in COMMANDS:
        return say(
            ConsoleError(
                _("There is no command {name}.", name=command),
                _("There are: {names}.", names=", ".join(COMMANDS)),
                _("See bedside --help."),
            )
        )
    options = argparse.Namespace()
    # SIGTERM is taken as Ctrl+C is: a service that was started for this command is not left behind.
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        module = importlib.import_module(f"console.cli.{command}")
        parser = Parser(prog=f"bedside {command}", description=sentence(_(COMMANDS[command])))
        common(parser)
        module.arguments(parser)
        parser.parse_args(arguments, options)
        # A command with actions is run by the action that was named.
        status: int = (getattr(options, "run", None) or module.run)(options)
        sys.stdout.flush()  # here, where a reader who has gone is understood; at the exit it would be a traceback
    except ConsoleError as error:
        return say(error)
    except KeyboardInterrupt:
        return DONE if getattr(options, "watch", False) else NOT_DONE  # watching goes on until it is stopped
    except BrokenPipeError:
        # The reader has gone, as with `| head`: what is left can't be written, and that is no mistake.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001 - the last net: a traceback tells a person nothing, and its status lies
        from console.cli.faults import unforeseen

        return say(unforeseen(error, getattr(options, "home", None)))
    return status


def _interrupt(*_: object) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background of a script, or under nohup
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.raise_signal(signal.SIGINT)


def common(parser: argparse.ArgumentParser, *, again: bool = False) -> None:
    """Add the options that every command has. again: the command has them and its action too; either place will do."""
    parser.add_argument("--lang", choices=LANGUAGES, default=_default(None, again), help=_("the language to speak"))
    parser.add_argument(
        "--home",
        type=Path,
        metavar=_("FOLDER"),
        default=_default("BEDSIDE_HOME", again),
        help=_("the folder of the service's data (or BEDSIDE_HOME)"),
    )


def remote(parser: argparse.ArgumentParser, *, again: bool = False) -> None:
    """Add the option that names a remote service. again: as for `common`."""
    parser.add_argument(
        "--service",
        metavar="URL",
        default=_default("BEDSIDE_SERVICE", again),
        help=_("a remote service's address (or BEDSIDE_SERVICE); token: BEDSIDE_TOKEN or bedside login"),
    )


def _default(variable: str | None, again: bool) -> str | None:
    if again:  # an action's default would take the place of what was typed before the action
        return argparse.SUPPRESS
    return os.environ.get(variable) or None if variable else None


def refuse_without_terminal() -> None:
    """Raise ConsoleError where nobody sees what is drawn or types: what draws would wait there for keys for ever."""
    # It is drawn on standard error: standard output may lead elsewhere.
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise ConsoleError(
            _("The console needs a terminal."),
            "",
            _("Open it in one; lines of text come from: bedside today --watch"),
            code="no-terminal",
        )


def say(error: ConsoleError) -> int:
    """Tell on standard error, in one line, what happened and what to do."""
    print(in_one_line(error), file=sys.stderr)
    return NOT_DONE


def in_one_line(error: ConsoleError) -> str:
    """Return what happened and what to do."""
    parts = (" ".join(part.split()) for part in (error.title, error.detail, error.hint) if part)
    return " ".join(part if part.endswith((".", "?", ":")) else f"{part}." for part in parts)
