"""The person at the terminal: reads a question, types yes or no."""

import asyncio
import os
import sys
import threading
from contextlib import suppress

from console.cli.live_lines import LiveLines
from console.domain.diagnosis.evidence import Question
from console.presentation.diagnosis.questions import question as in_words
from console.presentation.diagnosis.sight import Asked
from console.words import _

YES = frozenset({"y", "yes", "k", "kyllä", "j", "ja"})
NO = frozenset({"n", "no", "e", "ei", "nej"})
"""In all languages: fingers keep their habits."""


class AtTheTerminal:
    """Asks on standard error, so that standard output has the result alone."""

    def __init__(self, live: LiveLines) -> None:
        self._live = live

    async def ask(self, question: Question, about: str = "") -> bool | None:
        """Return yes, no, or None where the input has ended, or where it can't be told: no picture is shown here."""
        if question is Question.SEES_PICTURE:
            return None
        return await self._answer(in_words(Asked(question, about)))

    async def agrees(self, sentence: str) -> bool:
        """Tell whether the person says yes."""
        return await self._answer(sentence) is True

    async def _answer(self, sentence: str) -> bool | None:
        with self._live.held():
            while True:
                print(f"{sentence} ({_('y yes, n no')}) ", end="", file=sys.stderr, flush=True)
                line = await _line()
                typed = line.strip().casefold()
                if typed in YES | NO:
                    return typed in YES
                if not line:
                    return None


async def _line() -> str:
    """Return the next line that is typed, an empty text at the input's end.

    It is read past Python's own buffer, in a thread that nobody waits for: a question that is given up must not keep
    the program alive, and a buffer's lock that is held at the exit is a crash.
    """
    loop = asyncio.get_running_loop()
    typed: asyncio.Future[bytes] = loop.create_future()

    def settle(line: bytes) -> None:
        if not typed.done():
            typed.set_result(line)

    def read() -> None:
        line = os.read(sys.stdin.fileno(), 4096)
        with suppress(RuntimeError):  # the question was given up, and the loop is closed
            loop.call_soon_threadsafe(settle, line)

    threading.Thread(target=read, daemon=True, name="answer").start()
    return (await typed).decode(errors="replace")
