"""Slows down those who guess."""

from collections import deque
from datetime import timedelta

from console.domain.errors import ConsoleError
from console.domain.noun import Clock
from console.words import _, marked

MOST_ADDRESSES = 10_000


class Throttle:
    """Counts what each address has tried in vain, in memory, and refuses one that has had too many of late.

    title, hint: how it is refused, marked messages.
    """

    def __init__(
        self,
        clock: Clock,
        most: int,
        within: timedelta,
        *,
        title: str = marked("That were too many wrong codes."),
        hint: str = marked("Wait a minute and try again with the right one."),
    ) -> None:
        self._clock = clock
        self._most = most
        self._within = within
        self._title, self._hint = title, hint
        self._failures: dict[str, deque[float]] = {}

    def refuse_guesser(self, address: str) -> None:
        """Raise too-many-requests for an address with too many failures."""
        failures = self._failures.get(address, ())
        now = self._clock().timestamp()
        # A clock that was set back makes no failure older: those of the future count as none.
        recent = sum(0 <= now - at < self._within.total_seconds() for at in failures)
        if recent >= self._most:
            raise ConsoleError(_(self._title), "", _(self._hint), code="too-many-requests")

    def failed(self, address: str) -> None:
        """Count a failure. Of very many addresses those that failed first are forgotten."""
        failures = self._failures.pop(address, None) or deque(maxlen=self._most)
        failures.append(self._clock().timestamp())
        self._failures[address] = failures
        if len(self._failures) > MOST_ADDRESSES:
            del self._failures[next(iter(self._failures))]
