"""Packets that are missing and waited for."""

FIRST_AFTER = 0.01
"""Seconds after which a packet counts as lost: packets overtake one another by less."""
ASKS_EVERY = 0.06
"""Seconds between two requests for a packet (RFC 4585, NACK): over a usual way it would have come by then."""
ROUNDING = 1e-6
"""Seconds by which clocks' figures may be off."""


class Missing:
    """The places of missing packets, each with when it was missed and when it is asked for next.

    gives_up_after: seconds for which one is waited for.
    """

    def __init__(self, gives_up_after: float) -> None:
        self.gives_up_after = gives_up_after
        self._since: dict[int, float] = {}
        self._ask_at: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._since)

    def add(self, place: int, now: float) -> None:
        """Wait for a packet from now on."""
        self._since[place] = now
        self._ask_at[place] = now + FIRST_AFTER

    def came(self, place: int) -> None:
        """Wait for it no longer."""
        self._since.pop(place, None)
        self._ask_at.pop(place, None)

    def forget_before(self, place: int) -> None:
        """Wait for none that would come before a place."""
        for gone in [missing for missing in self._since if missing < place]:
            self.came(gone)

    def to_ask(self, now: float) -> list[int]:
        """Return those to ask for now, which then count as asked for."""
        due = sorted(place for place, at in self._ask_at.items() if at <= now)
        self._ask_at |= dict.fromkeys(due, now + ASKS_EVERY)
        return due

    def given_up(self, now: float) -> int | None:
        """Return the last one that is not worth waiting for any more."""
        longest = self.gives_up_after - ROUNDING
        return max((place for place, since in self._since.items() if now - since >= longest), default=None)
