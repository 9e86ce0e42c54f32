"""Doing an action, and getting the one that takes it back."""

import asyncio
import os
import sys
from contextlib import suppress

import msgspec
import psutil

from console.domain.diagnosis.causes import Action
from console.domain.errors import ConsoleError
from console.media.audio_system.lines import Applied, Line, Order, Refusal, Refused
from console.media.audio_system.watching import MODULE
from console.media.children import child
from console.words import _, marked

WITHIN = 10.0
"""Seconds that an action may take, with the start of its program on a busy machine."""


NOT_DONE = marked("The sound system did not do it.")
BY_HAND = marked("Change it by hand in the computer's sound settings.")


async def apply(action: Action) -> Action:
    """Do it and return the action that takes it back. What can't be done is a ConsoleError."""
    answer = await _answer(action)
    if isinstance(answer, Applied):
        return answer.undo
    if isinstance(answer, Refused):
        raise _refused(action, answer)
    raise ConsoleError(
        _(NOT_DONE), "", _("Test again: the test says what is wrong with the sound system."), code="audio-system-lost"
    )


async def _answer(action: Action) -> Line | None:
    """Return the program's last line within the time, None if it said nothing."""
    last: Line | None = None
    async with child([sys.executable, "-P", "-m", MODULE, "apply"]) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(msgspec.json.encode(Order(action=action, ours=_ours())) + b"\n")
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(WITHIN):
                async for line in process.stdout:
                    with suppress(msgspec.DecodeError):  # a library may write into the middle of it
                        last = msgspec.json.decode(line, type=Line)
    return last


def _ours() -> frozenset[int]:
    """Return the processes whose streams are this program's: it plays and records in its children."""
    me = psutil.Process(os.getpid())
    return frozenset({me.pid, *(one.pid for one in me.children(recursive=True))})


def _refused(action: Action, answer: Refused) -> ConsoleError:
    match answer.refusal:
        case Refusal.NOT_THERE:
            title = _("{name} is not there any more.", name=action.label or action.name)
            return ConsoleError(title, answer.detail, _("Plug it in and test again."), code="endpoint-gone")
        case Refusal.NOT_POSSIBLE:
            return ConsoleError(
                _("This computer lets no program change that."), answer.detail, _(BY_HAND), code="action-not-possible"
            )
        case Refusal.REFUSED:
            return ConsoleError(_(NOT_DONE), answer.detail, _(BY_HAND), code="action-refused")
