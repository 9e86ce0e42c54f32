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


async def read(data: bytes, timezone: str, stopping: asyncio.Event) -> CalendarFile:
    """Return what a calendar file holds. Raises ConsoleError, also when the service stops."""
    refuse_too_large(len(data))
    answer = await _ask(Read(data=data, timezone=timezone, language=words.language()), stopping)
    return answer if isinstance(answer, CalendarFile) else _refuse()


async def expand(wanted: Sequence[Wanted], stopping: asyncio.Event) -> Expansion:
    """Return the occurrences of each series. Raises ConsoleError, also when the service stops."""
    if not wanted:
        return Expansion()
    answer = await _ask(Expand(wanted=tuple(wanted), language=words.language()), stopping)
    return answer if isinstance(answer, Expansion) else _refuse()


async def _ask(request: Request, stopping: asyncio.Event) -> Answer:
    async with _two_at_a_time:
        said = await _said(msgspec.msgpack.encode(request), stopping)
    answer: Answer = msgspec.msgpack.decode(said, type=Answer)
    if isinstance(answer, Failure):
        raise ConsoleError(answer.title, answer.detail, answer.hint, code=answer.code)
    return answer


async def _said(request: bytes, stopping: asyncio.Event) -> bytes:
    # What a traceback says can quote the file, and so a name: it goes nowhere.
    child = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    talk = asyncio.create_task(child.communicate(request))
    stop = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({talk, stop}, timeout=TIME_OUT, return_when=asyncio.FIRST_COMPLETED)
        if stop.done():
            raise _stopped()
        return talk.result()[0] if talk.done() and child.returncode == 0 else _refuse()
    finally:
        stop.cancel()
        talk.cancel()
        if child.returncode is None:  # too late, or nobody waits for it any more
            child.kill()
            await child.wait()


def _stopped() -> ConsoleError:
    return ConsoleError(
        _("The service stops."), "", _("Import the calendar again when it is back."), code="service-stopping"
    )


def _refuse() -> NoReturn:
    raise ConsoleError(
        _("The calendar could not be read."),
        _("It takes more time or memory than is allowed, or holds something that is not understood."),
        _("Export fewer years or fewer calendars at a time."),
        code="calendar-unreadable",
    )
