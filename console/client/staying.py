"""A seat's socket that comes back by itself: while the service is away, sound and picture go on without it."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from websockets.exceptions import ConnectionClosed

from console.client.seat import Seat, Socket
from console.domain.errors import ConsoleError
from console.wire.meeting import Farewell, FromSeat, ToSeat, Welcome

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
"""Seconds between two attempts."""
COMES_BACK_AFTER = {"stopping", "too-slow"}
"""Of the reasons of a farewell."""
IS_OVER = {"unauthorized", "forbidden", "not-found", "gone"}
"""Of the codes of errors: those with which a service says that the seat is not ours any more."""


class Staying:
    """What is said for a seat, and to it, for as long as its link is worth anything."""

    def __init__(self, seat: Seat, page: str) -> None:
        self._seat = seat
        self._page = page
        self._socket: Socket | None = None
        self._pause = FIRST_PAUSE
        self._was_there = False
        self._heard: asyncio.Queue[ToSeat | ConsoleError | None] = asyncio.Queue()

    async def say(self, message: FromSeat) -> None:
        """Say something. While the socket is away it is lost: it would be too old when it is back."""
        if self._socket is not None:
            with suppress(ConnectionClosed):
                await self._socket.say(message)

    async def heard(self) -> AsyncIterator[ToSeat]:
        """Yield what the service says, a Welcome first whenever the socket is back.

        It ends where the service has let the seat go for good. Raise ConsoleError where it can't be reached at first,
        and where it does not know the seat any more.
        """
        while (message := await self._heard.get()) is not None:
            if isinstance(message, ConsoleError):
                raise message
            yield message

    async def stay(self) -> None:
        """Keep the socket open, until the service lets the seat go."""
        try:
            while await self._once():
                await asyncio.sleep(self._pause * random.uniform(0.5, 1.0))
                self._pause = min(self._pause * 2, LONGEST_PAUSE)
                await self._still_ours()
        except ConsoleError as error:
            self._heard.put_nowait(error)
        else:
            self._heard.put_nowait(None)

    async def _once(self) -> bool:
        """Hear what one socket says, to its end; tell whether another is worth opening."""
        try:
            async with self._seat.connected(self._page) as self._socket:
                with suppress(ConnectionClosed):
                    async for message in self._socket.heard():
                        if isinstance(message, Welcome):
                            self._was_there, self._pause = True, FIRST_PAUSE
                        if isinstance(message, Farewell):
                            return message.why in COMES_BACK_AFTER
                        self._heard.put_nowait(message)
        except ConsoleError:
            if not self._was_there:
                raise
        finally:
            self._socket = None
        return True

    async def _still_ours(self) -> None:
        # The socket itself can't say why it is refused.
        try:
            await self._seat.shown()
        except ConsoleError as error:
            if error.code in IS_OVER:
                raise


@asynccontextmanager
async def staying(seat: Seat, page: str) -> AsyncIterator[Staying]:
    """Stay at a seat for as long as the context lasts. page: as `Seat.connected`."""
    stays = Staying(seat, page)
    task = asyncio.create_task(stays.stay())
    try:
        yield stays
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
