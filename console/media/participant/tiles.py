"""The seats' pictures as small ones, for a terminal: the latest of each, at most 15 a second, only when looked at."""

import asyncio

import numpy as np
from av import VideoFrame

from console.media.participant import telling
from console.media.participant.messages import Look, Tile

EVERY = 1 / 15
"""Seconds between two pictures of a seat."""


class Tiles:
    """Keeps the latest picture of each seat that is looked at, and tells it when it is due."""

    def __init__(self) -> None:
        self._look = Look()
        self._latest: dict[str, VideoFrame] = {}
        self._telling: asyncio.Task[None] | None = None

    def look(self, look: Look) -> None:
        """Look at these seats from now on, or at none."""
        self._look = look
        self._latest = {seat: frame for seat, frame in self._latest.items() if seat in look.seats}
        if look.seats and self._telling is None:
            self._telling = asyncio.create_task(self._tell())
        elif not look.seats and self._telling is not None:
            self._telling.cancel()
            self._telling = None

    def see(self, seat: str, frame: VideoFrame) -> None:
        """Take a seat's picture."""
        if seat in self._look.seats:
            self._latest[seat] = frame

    async def _tell(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due = max(due + EVERY, loop.time())
            while self._latest:
                seat, frame = self._latest.popitem()
                telling.show(await asyncio.to_thread(tile, seat, frame, self._look.columns, self._look.rows))
            await asyncio.sleep(due - loop.time())


def tile(seat: str, frame: VideoFrame, columns: int, rows: int) -> Tile:
    """Return a picture as large as it fits, its shape kept: half a cell is a square."""
    scale = min(columns / frame.width, rows * 2 / frame.height)
    width = max(1, min(columns, round(frame.width * scale)))
    height = 2 * max(1, min(rows, round(frame.height * scale / 2)))
    small = frame.reformat(width=width, height=height, format="rgb24", interpolation="AREA").to_ndarray()
    five = small.astype(np.uint32) >> 3
    packed = five[:, :, 0] << 10 | five[:, :, 1] << 5 | five[:, :, 2]
    cells = packed[0::2] | packed[1::2] << 16
    return Tile(seat=seat, columns=width, rows=height // 2, cells=cells.astype("<u4").tobytes())
