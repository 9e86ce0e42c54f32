"""Keys that come faster than they are dealt with: each one is given only when the one before it has done its work."""

from collections import deque
from typing import TypeVar

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

R = TypeVar("R")
Typed = events.Key | events.Paste


class Passed(Message):
    """Goes the way of a typed event right behind it: where this arrives, the event has been dealt with."""

    def __init__(self, typed: Typed) -> None:
        super().__init__()
        self.typed = typed


class TypeAheadApp(App[R]):
    """An app in which `:` and all that is typed behind it in one go reaches the line that `:` opens.

    Textual hands all keys that are there to whatever has the focus before the first of them has moved it.
    """

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._waiting: deque[Typed] = deque()
        self._under_way: Typed | None = None
        self._given_to: MessagePump | None = None

    async def on_event(self, event: events.Event) -> None:
        """Give what is typed one after another; everything else at once."""
        if not isinstance(event, Typed):
            await super().on_event(event)
        elif event.is_forwarded:  # nobody below wanted it: it has come back to the app's own keys
            await super().on_event(event)
            self._has_passed(event)
        else:
            self._waiting.append(event)
            if self._under_way is None or not self._is_awaited():
                await self._give_next()

    def _is_awaited(self) -> bool:
        # What has gone since takes the event along that it was given.
        return self._given_to is not None and self._given_to.is_running

    async def _give_next(self) -> None:
        if not self._waiting:
            return
        typed = self._under_way = self._waiting.popleft()
        self._given_to = self.focused or self.screen
        await super().on_event(typed)
        if not (typed.is_forwarded and self._given_to.post_message(Passed(typed))):
            self._has_passed(typed)

    def on_passed(self, message: Passed) -> None:
        """Give the next, for the one before it stayed below."""
        self._has_passed(message.typed)

    def _has_passed(self, typed: Typed) -> None:
        if typed is self._under_way:
            self._under_way = None
            # Behind what it left to be done, such as moving the focus.
            self.call_later(self._give_next)
