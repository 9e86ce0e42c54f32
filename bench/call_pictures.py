"""What it costs to draw a seat's picture: 120 columns, 40 rows, 15 times a second, of a noisy camera.

One row is what the participant's program does for it, one what the console does, from the line to the terminal's text.
"""

import asyncio
import io
import time
from collections.abc import Callable, Iterator

import numpy as np
from av import VideoFrame
from textual.app import App, ComposeResult

from bench import Row
from console.media.participant.messages import Tile, from_program, written
from console.media.participant.tiles import tile
from console.widgets.tile import TileView

COLUMNS, ROWS, RATE = 120, 40, 15
SECONDS = 10
FRAMES = 30


def rows() -> Iterator[Row]:
    frames = _frames()
    began = time.process_time()
    lines = [written(tile("a", frame, COLUMNS, ROWS)) for frame in frames]
    program = 100 * (time.process_time() - began) / len(frames) * RATE
    console = asyncio.run(_drawn(lines))
    yield Row("picture 120x40, 15/s: program, CPU of a core", program, "%")
    yield Row("picture 120x40, 15/s: console, CPU of a core", console, "%")
    both = program + console
    yield Row("picture 120x40, 15/s: both, CPU of a core", both, "%", at_most=15)


def _frames() -> list[VideoFrame]:
    """A gradient that moves, with a camera's noise: hardly two cells of it are equal."""
    random = np.random.default_rng(1)
    ramp = np.linspace(0, 255, 640)[np.newaxis, :, np.newaxis] * np.linspace(0.2, 1, 480)[:, np.newaxis, np.newaxis]
    made = []
    for number in range(FRAMES):
        rgb = np.roll(np.repeat(ramp, 3, axis=2), number * 20, axis=1) + random.normal(0, 12, (480, 640, 3))
        frame = VideoFrame.from_ndarray(rgb.clip(0, 255).astype(np.uint8), format="rgb24")
        made.append(frame.reformat(format="yuv420p"))
    return made


class _Window(App[None]):
    CSS = "TileView { width: 120; height: 40; }"

    def compose(self) -> ComposeResult:
        yield TileView()


async def _drawn(lines: list[bytes]) -> float:
    """Return the percent of a core that the pictures cost, without what the window costs by itself."""
    app = _Window()
    async with app.run_test(size=(COLUMNS, ROWS)):
        view = app.query_one(TileView)
        idle = await _used(lambda _number: None)

        def show(number: int) -> None:
            message = from_program.decode(lines[number % len(lines)])
            assert isinstance(message, Tile)
            view.show(message)
            out = io.StringIO()  # a test's terminal draws nothing by itself
            for strip in view.render_lines(view.size.region):
                out.write(strip.render(app.console))

        return await _used(show) - idle


async def _used(show: Callable[[int], None]) -> float:
    began = time.process_time()
    for number in range(SECONDS * RATE):
        show(number)
        await asyncio.sleep(1 / RATE)
    return 100 * (time.process_time() - began) / SECONDS
