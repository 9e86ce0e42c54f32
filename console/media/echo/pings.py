"""Pings over a data channel: the round trip of a peer connection, measured by the one who asks."""

import statistics
import time

from aiortc import RTCDataChannel


class Pings:
    """Sent one by one, answered with the same text."""

    def __init__(self, channel: RTCDataChannel) -> None:
        self._channel = channel
        self._sent: dict[str, float] = {}
        self._took: list[float] = []
        channel.on("message", self._back)

    def send(self) -> None:
        """Send one, if the channel is open."""
        if self._channel.readyState == "open":
            text = str(len(self._sent))
            self._sent[text] = time.perf_counter()
            self._channel.send(text)

    def round_trip(self) -> float:
        """Return the median in milliseconds, 0 where none came back."""
        return round(statistics.median(self._took), 1) if self._took else 0.0

    def _back(self, text: object) -> None:
        sent = self._sent.get(text) if isinstance(text, str) else None
        if sent is not None:
            self._took.append((time.perf_counter() - sent) * 1000)
