"""The service's side of the child process: a poisoned or enormous file ends the child, never the service."""

import asyncio
import sys
from collections.abc import Sequence

import msgspec

from console import words
from console.domain.calls import refuse_too_large
from console.domain.errors import ConsoleError
from console.service import limited
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
    if not isinstance(answer, CalendarFile):
        raise _unreadable()
    return answer


async def expand(wanted: Sequence[Wanted], stopping: asyncio.Event) -> Expansion:
    """Return the occurrences of each series. Raises ConsoleError, also when the service stops."""
    if not wanted:
        return Expansion()
    answer = await _ask(Expand(wanted=tuple(wanted), language=words.language()), stopping)
    if not isinstance(answer, Expansion):
        raise _unreadable()
    return answer


async def _ask(request: Request, stopping: asyncio.Event) -> Answer:
    async with _two_at_a_time:
        said = await limited.asked(COMMAND, msgspec.msgpack.encode(request), within=TIME_OUT, stopping=stopping)
    if said is None:
        raise _stopped() if stopping.is_set() else _unreadable()
    answer: Answer = msgspec.msgpack.decode(said, type=Answer)
    if isinstance(answer, Failure):
        raise ConsoleError(answer.title, answer.detail, answer.hint, code=answer.code)
    return answer


def _stopped() -> ConsoleError:
    return ConsoleError(
        _("The service stops."), "", _("Import the calendar again when it is back."), code="service-stopping"
    )


def _unreadable() -> ConsoleError:
    return ConsoleError(
        _("The calendar could not be read."),
        _("It takes more time or memory than is allowed, or holds something that is not understood."),
        _("Export fewer years or fewer calendars at a time."),
        code="calendar-unreadable",
    )
