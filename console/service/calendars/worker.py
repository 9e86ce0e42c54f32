"""The service's side of the child process: a poisoned or enormous file ends the child, never the service."""

import subprocess
import sys
from collections.abc import Sequence
from typing import NoReturn

import msgspec

from console import words
from console.domain.errors import ConsoleError
from console.service.calendars.model import MOST_BYTES, CalendarFile, Expansion, Wanted
from console.service.calendars.protocol import Answer, Expand, Failure, Read, Request
from console.words import _

TIME_OUT = 120.0
"""Seconds on the wall: more than the processor time that the child has, for a busy machine."""


def read(data: bytes, timezone: str) -> CalendarFile:
    """Return what a calendar file holds. Blocks: not for the event loop. Raises ConsoleError."""
    if len(data) > MOST_BYTES:
        raise ConsoleError(
            _("The calendar file is larger than 20 MB."),
            hint=_("Export fewer years or fewer calendars at a time."),
            code="calendar-too-large",
        )
    answer = _ask(Read(data=data, timezone=timezone, language=words.language()))
    return answer if isinstance(answer, CalendarFile) else _refuse()


def expand(wanted: Sequence[Wanted]) -> Expansion:
    """Return the occurrences of each series. Blocks: not for the event loop. Raises ConsoleError."""
    if not wanted:
        return Expansion()
    answer = _ask(Expand(wanted=tuple(wanted), language=words.language()))
    return answer if isinstance(answer, Expansion) else _refuse()


def _ask(request: Request) -> Answer:
    command = [sys.executable, "-P", "-m", "console.service.calendars"]
    try:
        # What a traceback says can quote the file, and so a name: it goes nowhere.
        child = subprocess.run(
            command,
            input=msgspec.msgpack.encode(request),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIME_OUT,
            check=True,
        )
    except subprocess.SubprocessError:
        _refuse()
    answer: Answer = msgspec.msgpack.decode(child.stdout, type=Answer)
    if isinstance(answer, Failure):
        raise ConsoleError(answer.title, answer.detail, answer.hint, code=answer.code)
    return answer


def _refuse() -> NoReturn:
    raise ConsoleError(
        _("The calendar could not be read."),
        _("It takes more time or memory than is allowed, or holds something that is not understood."),
        _("Export fewer years or fewer calendars at a time."),
        code="calendar-unreadable",
    )
