"""The echo peer, seen from the process that runs it: started when somebody is about to call, and again if it dies."""

import asyncio
import sys
from contextlib import suppress

import msgspec

from console.domain.errors import ConsoleError
from console.media.children import child
from console.media.echo.messages import Answered, Begin, Declined, End, Line, from_peer, written
from console.wire.ice import IceServers
from console.wire.signalling import Answer, Offer
from console.words import _

PROGRAM = "console.media.echo.peer_program"
ANSWERS_WITHIN = 15.0
"""Seconds, the program's start on a busy machine and the gathering of its candidates among them."""


class EchoPeer:
    """A peer that sends back what it hears, in a process of its own."""

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = program
        self._running: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._started = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Answered | Declined]] = {}

    def prepare(self) -> None:
        """Start the program if it does not run: an offer is about to come."""
        if self._running is None or self._running.done():
            self._started = asyncio.Event()
            self._running = asyncio.create_task(self._run(self._started), name="echo")

    async def answer(self, session: str, offer: Offer, servers: IceServers) -> Answer:
        """Begin a session and return its answer; raise ConsoleError where that can't be."""
        answer: asyncio.Future[Answered | Declined] = asyncio.get_running_loop().create_future()
        self._waiting[session] = answer
        try:
            self.prepare()
            await self._started.wait()
            await self._tell(Begin(session=session, sdp=offer.sdp, servers=servers))
            async with asyncio.timeout(ANSWERS_WITHIN):
                told = await answer
        except (TimeoutError, ConnectionError) as error:
            raise _no_answer() from error
        finally:
            self._waiting.pop(session, None)
        if isinstance(told, Declined):
            raise _full() if told.is_full else _not_usable(told.detail)
        return Answer(sdp=told.sdp)

    def end(self, session: str) -> None:
        """End a session, if it is not over."""
        process = self._process
        if process is not None and process.stdin is not None and not process.stdin.is_closing():
            process.stdin.write(written(End(session=session)))

    async def close(self) -> None:
        """End all sessions and the program."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running

    async def _tell(self, line: Line) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise ConnectionResetError
        process.stdin.write(written(line))
        await process.stdin.drain()

    async def _run(self, started: asyncio.Event) -> None:
        try:
            async with child([sys.executable, "-P", "-m", self._program]) as process:
                self._process = process
                started.set()
                assert process.stdout is not None
                async for line in process.stdout:
                    self._hear(line)
        finally:
            self._process = None
            started.set()
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(ConnectionResetError())

    def _hear(self, line: bytes) -> None:
        try:
            told = from_peer.decode(line)
        except msgspec.DecodeError:  # a library has written into the middle of it
            return
        answer = self._waiting.get(told.session)
        if answer is not None and not answer.done():
            answer.set_result(told)


def _no_answer() -> ConsoleError:
    return ConsoleError(
        _("The peer that sends sound back does not answer."),
        "",
        _("Try again; if it stays so, look into the service's log."),
        code="no-echo",
    )


def _full() -> ConsoleError:
    return ConsoleError(
        _("Too many tests send their sound through the service at once."),
        "",
        _("Wait a minute and try again."),
        code="no-echo",
    )


def _not_usable(detail: str) -> ConsoleError:
    return ConsoleError(
        _("The request is not in the form that is asked for."),
        detail,
        _("See the detail, mend it and send it again."),
        code="invalid",
    )
