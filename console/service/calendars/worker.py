"""The service's side of the child process: a poisoned or enormous file ends the child, never the service."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from typing import NoReturn

import msgspec

from console import words
from console.domain.calls import refuse_too_large
from console.domain.errors import ConsoleError
from console.service.calendars.model import CalendarFile, Expansion, Wanted
from console.service.calendars.protocol import Answer, Expand, Failure, Read, Request
from console.words import _

COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", "console.service.calendars")
TIME_OUT = 120.0
"""Seconds on the wall: more than the processor time that the child has, for a busy machine."""

_two_at_a_time = asyncio.Semaphore(2)  # each may take a gigabyte


async def read(data: bytes, timezone: str) -> CalendarFile:
    """Return what a calendar file holds. Raises ConsoleError."""
    refuse_too_large(len(data))
    answer = await _ask(Read(data=data, timezone=timezone, language=words.language()))
    return answer if isinstance(answer, CalendarFile) else _refuse()


async def expand(wanted: Sequence[Wanted]) -> Expansion:
    """Return the occurrences of each series. Raises ConsoleError."""
    if not wanted:
        return Expansion()
    answer = await _ask(Expand(wanted=tuple(wanted), language=words.language()))
    return answer if isinstance(answer, Expansion) else _refuse()


async def _ask(request: Request) -> Answer:
    async with _two_at_a_time:
        said = await _said(msgspec.msgpack.encode(request))
    answer: Answer = msgspec.msgpack.decode(said, type=Answer)
    if isinstance(answer, Failure):
        raise ConsoleError(answer.title, answer.detail, answer.hint, code=answer.code)
    return answer


async def _said(request: bytes) -> bytes:
    # What a traceback says can quote the file, and so a name: it goes nowhere.
    child = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    try:
        async with asyncio.timeout(TIME_OUT):
            said, _nothing = await child.communicate(request)
    except TimeoutError:
        _refuse()
    finally:
        if child.returncode is None:  # too late, or the service stops
            child.kill()
            await child.wait()
    return said if child.returncode == 0 else _refuse()


def _refuse() -> NoReturn:
    raise ConsoleError(
        _("The calendar could not be read."),
        _("It takes more time or memory than is allowed, or holds something that is not understood."),
        _("Export fewer years or fewer calendars at a time."),
        code="calendar-unreadable",
    )
