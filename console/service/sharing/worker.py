"""The service's side of the child process: a poisoned document ends the child, never the service."""

import asyncio
import sys

import msgspec

from console.service import limited
from console.service.sharing.protocol import Answer, Count, Draw, Pages, Picture, Refused, Request, Why
from console.service.sharing.refusals import interrupted, not_shown

COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", "console.service.sharing")
TIME_OUT = 20.0
"""Seconds on the wall: more than the processor time that the child has, for a busy machine."""

_two_at_a_time = asyncio.Semaphore(2)  # each may take a gigabyte


async def pages(data: bytes, stopping: asyncio.Event) -> int:
    """Return how many pages a document has. Raises ConsoleError."""
    answer = await _ask(Count(data=data), stopping)
    if not isinstance(answer, Pages):
        raise not_shown(Why.BROKEN)
    return answer.count


async def drawn(data: bytes, page: int, width: int, stopping: asyncio.Event) -> Picture:
    """Return a page as a picture. Raises ConsoleError."""
    answer = await _ask(Draw(data=data, page=page, width=width), stopping)
    if not isinstance(answer, Picture):
        raise not_shown(Why.BROKEN)
    return answer


async def _ask(request: Request, stopping: asyncio.Event) -> Answer:
    async with _two_at_a_time:
        said = await limited.asked(COMMAND, msgspec.msgpack.encode(request), within=TIME_OUT, stopping=stopping)
    if said is None:
        raise interrupted() if stopping.is_set() else not_shown(Why.BROKEN)
    answer: Answer = msgspec.msgpack.decode(said, type=Answer)
    if isinstance(answer, Refused):
        raise not_shown(answer.why)
    return answer
