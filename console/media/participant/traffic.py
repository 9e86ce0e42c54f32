"""What came over a connection between two looks at the library's statistics, which only ever count up."""

from collections.abc import Mapping
from typing import Any


class Traffic:
    """loss: percent of the sound's packets that did not come. kbps: kilobits a second. Both None before two looks."""

    def __init__(self) -> None:
        self.loss: float | None = None
        self.kbps: float | None = None
        self._bytes = self._came = self._lost = 0
        self._at: float | None = None

    def count(self, stats: Mapping[str, Any], now: float) -> None:
        """Look at a connection's statistics. now: seconds of any clock."""
        bytes_, came, lost = 0, 0, 0
        for one in stats.values():
            if one.type == "transport":
                bytes_ += one.bytesReceived
            elif one.type == "inbound-rtp" and one.kind == "audio":
                came, lost = one.packetsReceived, max(0, one.packetsLost)
        # Another connection in the place of the one before begins to count anew.
        goes_on = self._at is not None and bytes_ >= self._bytes and came >= self._came
        if goes_on and self._at is not None and now > self._at:
            due = (came - self._came) + max(0, lost - self._lost)
            self.loss = round(100 * max(0, lost - self._lost) / due, 1) if due > 0 else None
            self.kbps = round((bytes_ - self._bytes) * 8 / 1000 / (now - self._at), 1)
        self._bytes, self._came, self._lost, self._at = bytes_, came, lost, now
