"""Why an event can't be taken: one bad event is no reason to refuse its calendar."""

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from console.words import _, marked, plural

TOO_OFTEN = marked("it repeats more often than once a day")
NO_RULE = marked("its rule of repetition is not valid")
TOO_MANY_DATES = marked("it lists more than 1,000 dates or changes")
NO_UID = marked("it has no UID, so it could not be kept up to date")
NO_TIMES = marked("its times are not valid")
TOO_COSTLY = marked("it takes too long to work out when it occurs")


class Refused(Exception):
    """An event or series that is not taken. reason: one of the above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refusals:
    """Counts refusals by reason."""

    def __init__(self) -> None:
        self._reasons: Counter[str] = Counter()

    def add(self, refused: Refused) -> None:
        """Count one more."""
        self._reasons[refused.reason] += 1

    @property
    def count(self) -> int:
        """How many there were."""
        return self._reasons.total()

    def in_words(self) -> tuple[str, ...]:
        """Return a sentence a reason."""
        return tuple(
            plural("{n} event was refused: {reason}.", "{n} events were refused: {reason}.", n, reason=_(reason))
            for reason, n in self._reasons.items()
        )


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Refuse what needs more processor time than this. Where there is no such timer, the process's time-out remains."""
    if not hasattr(signal, "setitimer"):  # pragma: no cover (Windows)
        yield
        return

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise Refused(TOO_COSTLY)

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
