"""`bedside calls import`: a calendar file becomes calls."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from console.cli.asking import asked, tell
from console.cli.running import DONE, IN_PART
from console.client.service import ServiceClient
from console.domain.calls import ImportResult, refuse_too_large
from console.domain.errors import ConsoleError, reason
from console.words import _, plural


def import_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the action's options."""
    parser.add_argument("file", metavar=_("FILE.ics"), type=Path, help=_("the calendar file (iCalendar)"))
    parser.add_argument("--host", metavar=_("USERNAME"), help=_("who hosts the events whose people have no account"))
    parser.add_argument("--all", action="store_true", help=_("host the events whose people have no account yourself"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run_import(options: argparse.Namespace) -> int:
    """Import a calendar file."""
    data = _contents(options.file)

    async def wish(client: ServiceClient) -> int:
        result = await client.import_calendar(data, host=options.host, take_all=options.all)
        if options.json:
            tell(result)
        else:
            print("\n".join(lines(result)))
        return _status(result)

    return asked(options, wish)


def _contents(file: Path) -> bytes:
    try:
        refuse_too_large(file.stat().st_size)
        return file.read_bytes()
    except OSError as error:
        raise ConsoleError(
            _("The file {name} can't be read.", name=file),
            reason(error),
            _("See that the path is right and that this user may read it."),
            code="file-unreadable",
        ) from error


def lines(result: ImportResult) -> Iterator[str]:
    """Yield what came of an import, in words, a line each."""
    yield _(
        "Calls: {created} created, {changed} changed, {cancelled} cancelled, {unchanged} as they were.",
        created=result.created,
        changed=result.changed,
        cancelled=result.cancelled,
        unchanged=result.unchanged,
    )
    if n := result.skipped_private:
        yield plural("{n} private event was left out.", "{n} private events were left out.", n)
    if n := result.skipped_no_host:
        yield plural(
            "{n} event was left out: nobody in it has an account. To take it, name its host with --host.",
            "{n} events were left out: nobody in them has an account. To take them, name their host with --host.",
            n,
        )
    if n := result.skipped_all_day:
        yield plural(
            "{n} event was left out: it lasts all day, or no time at all.",
            "{n} events were left out: they last all day, or no time at all.",
            n,
        )
    yield from result.warnings


def _status(result: ImportResult) -> int:
    if not result.refused:
        return DONE
    told = plural(
        "{n} event was refused: mend it in the calendar, then import it again.",
        "{n} events were refused: mend them in the calendar, then import it again.",
        result.refused,
    )
    print(told, file=sys.stderr)
    return IN_PART
