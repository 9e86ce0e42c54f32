"""Real-time text of a call: what somebody types is seen by the others as it is typed, and stands when the line ends."""

from collections.abc import Callable

from console.domain.noun import Noun
from console.wire.meeting import Typed

MOST_LINES = 500
LONGEST = 2_000
"""Characters of a line, as on the wire."""


class Written(Noun, frozen=True, kw_only=True):
    """A line. seat: None for the own one. done: it does not change any more."""

    seat: str | None
    text: str
    done: bool


class Chat:
    """The lines in the order in which they were begun."""

    def __init__(self, say: Callable[[Typed], None]) -> None:
        self._say = say
        self._line = 0
        self._lines: dict[tuple[str | None, str | None, int], Written] = {}

    @property
    def lines(self) -> list[Written]:
        """What was written, and is being written by others."""
        return list(self._lines.values())

    def type(self, text: str) -> None:
        """Show the others the own line as it stands now."""
        self._say(Typed(line=self._line, text=text[:LONGEST]))

    def end(self, text: str) -> None:
        """End the own line."""
        self._say(Typed(line=self._line, text=text[:LONGEST], done=True))
        self._put((None, None, self._line), Written(seat=None, text=text[:LONGEST], done=True))
        self._line += 1

    def heard(self, typed: Typed, page: str | None) -> None:
        """Take another's line. A page that is loaded again counts its lines anew."""
        key = (typed.seat, page, typed.line)
        if typed.text or typed.done:
            self._put(key, Written(seat=typed.seat, text=typed.text, done=typed.done))
        else:
            self._lines.pop(key, None)

    def _put(self, key: tuple[str | None, str | None, int], written: Written) -> None:
        self._lines[key] = written
        if len(self._lines) > MOST_LINES:
            del self._lines[next(iter(self._lines))]
