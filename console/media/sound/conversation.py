"""A sound program at work, seen from outside: its messages as they come, and patience that ends."""

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from console.domain.devices import DeviceSource
from console.media.children import child
from console.media.inventory.systems import this_system
from console.media.inventory.troubles import Trouble
from console.media.sound.messages import Awake, Closing, Message, NoLibrary, Order, Request, Thinking, read

PATIENCE: dict[type[Message], float] = {Awake: 4.0, Thinking: 6.0, Closing: 1.0}
"""Seconds of silence after such a message after which a program counts as hung."""
USUAL_PATIENCE = 1.6
"""Seconds after any other message: it tells of its streams twenty times a second."""
FIRST_PATIENCE = 15.0
"""Seconds for a program to start, on a machine that is busy with other things."""


class Conversation:
    """What a program says. trouble: why it came to nothing. hung: it had to be ended while it closed its streams."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.process_id = process.pid
        self.trouble: Trouble | None = None
        self.hung = False

    async def messages(self) -> AsyncGenerator[Message, None]:
        """Yield what the program says until it ends or does not go on."""
        patience, last = FIRST_PATIENCE, None
        while True:
            try:
                message = await self._next(patience)
            except TimeoutError:
                self.hung = isinstance(last, Closing)
                self.trouble = None if self.hung else Trouble.NO_ANSWER
                return
            if message is None:
                break
            if isinstance(message, NoLibrary):
                self.trouble = message.trouble
            patience, last = PATIENCE.get(type(message), USUAL_PATIENCE), message
            yield message
        if await self._process.wait():
            self.trouble = Trouble.CRASHED

    async def order(self, order: Order) -> None:
        """Tell the program what to do; if it has ended, nobody hears it."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(order.encode() + b"\n")
            await self._process.stdin.drain()
        except ConnectionError:
            return

    async def _next(self, within: float) -> Message | None:
        """Return the next message; None at the end."""
        assert self._process.stdout is not None
        async with asyncio.timeout(within):
            while line := await self._process.stdout.readline():
                if message := read(line):
                    return message
        return None


def addressed(request: Request) -> Request:
    """Return the request as a sound program needs it on this machine."""
    return msgspec.structs.replace(request, through_server=this_system().sound().source is DeviceSource.PULSE)


@asynccontextmanager
async def conversation(module: str, request: Request) -> AsyncIterator[Conversation]:
    """Run a sound program for as long as the context lasts; it is ended with it, with its sound."""
    argument = msgspec.json.encode(addressed(request)).decode()
    async with child([sys.executable, "-P", "-m", module, argument]) as process:
        yield Conversation(process)
