"""The order of packets: sequence numbers go round (RFC 3550, 16 bits), places in a stream don't."""

ROUND = 1 << 16


class Order:
    """Turns sequence numbers into places that only grow."""

    def __init__(self) -> None:
        self._last: int | None = None

    def place(self, sequence_number: int) -> int:
        """Return the place that is nearest to the last one."""
        if self._last is None:
            self._last = sequence_number
        else:
            ahead = (sequence_number - self._last + ROUND // 2) % ROUND - ROUND // 2
            self._last += ahead
        return self._last
