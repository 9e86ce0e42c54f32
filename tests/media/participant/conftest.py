"""Two participants' programs that are brought together as the service would, on a private audio server."""

import asyncio
import contextlib
import math
import struct
import time
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from console.domain.calls import SeatRole, SeatState
from console.media.participant.messages import Levels, Measured, Signalled, Sounding, Start, Tile
from console.media.participant.running import Participant, Sensed, participant
from console.wire.ice import IceServers
from console.wire.meeting import Negotiate, SeatSeen
from tests.audio_server import AudioServer, audio, silent_audio

__all__ = ["audio", "silent_audio"]

PATIENCE = 30.0
RATE = 48_000
PITCH = 1000.0


class Side:
    """A participant's program and what it has told."""

    def __init__(self, seat: str) -> None:
        self.seat = seat
        self.page = seat * 32
        self.program: Participant
        self.told: list[Sensed] = []
        self._news = asyncio.Event()

    def sense(self, sensed: Sensed) -> None:
        self.told.append(sensed)
        self._news.set()

    async def until(self, true: Callable[[], bool], otherwise: str) -> None:
        """Wait until something is true after the program has told something."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            self._news.clear()
            try:
                async with asyncio.timeout_at(asyncio.get_running_loop().time() + deadline - time.monotonic()):
                    await self._news.wait()
            except TimeoutError:
                pytest.fail(f"{otherwise}; told {self.told[-3:]}")

    def latest(self, kind: type[Levels] | type[Measured] | type[Sounding] | type[Tile]) -> Sensed | None:
        return next((one for one in reversed(self.told) if isinstance(one, kind)), None)

    @property
    def levels(self) -> Levels:
        latest = self.latest(Levels)
        return latest if isinstance(latest, Levels) else Levels(own=-120.0, sent=False, lowered=False, seats={})

    async def hears_level(self, seat: str, true: Callable[[float], bool]) -> None:
        await self.until(lambda: true(self.levels.seats.get(seat, -120.0)), f"{seat} is not heard so")


@asynccontextmanager
async def call(**starts: Start) -> AsyncIterator[list[Side]]:
    """Programs in one call, by the letters of their seats."""
    async with contextlib.AsyncExitStack() as stack:
        sides = {seat: Side(seat) for seat in starts}
        for seat, start in starts.items():
            sides[seat].program = await stack.enter_async_context(participant(start, seat, sides[seat].sense))
        seen = [
            SeatSeen(id=seat, role=SeatRole.GUEST, number=1, state=SeatState.JOINED, page=side.page, offers=False)
            for seat, side in sides.items()
        ]
        passing = [asyncio.create_task(_pass(side, sides)) for side in sides.values()]
        for side in sides.values():
            side.program.meet(seen)
        try:
            yield list(sides.values())
        finally:
            for task in passing:
                task.cancel()
            await asyncio.gather(*passing, return_exceptions=True)


async def _pass(side: Side, sides: dict[str, Side]) -> None:
    async for line in side.program.told():
        assert isinstance(line, Signalled)
        negotiate = Negotiate(
            seat=side.seat, page=side.page, description=line.description, candidate=line.candidate, renew=line.renew
        )
        sides[line.seat].program.signalled(negotiate)


def start(**options: object) -> Start:
    return Start(servers=IceServers(ice_servers=()), on_this_machine=True, **options)  # type: ignore[arg-type]


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    """Ten seconds of a tone at -9 dBFS."""
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        samples = (math.sin(2 * math.pi * PITCH * n / RATE) * 0.5 for n in range(10 * RATE))
        file.writeframes(b"".join(struct.pack("<h", round(sample * 32767)) for sample in samples))
    return path


@asynccontextmanager
async def played(audio: AudioServer, tone: Path, sink: str) -> AsyncIterator[None]:
    """A file that somebody plays on a sink."""
    process = await asyncio.create_subprocess_exec("paplay", f"--device={sink}", str(tone))
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def recorded(source: str, seconds: float) -> np.ndarray:
    """What a source gives, in one column, -1 to 1."""
    process = await asyncio.create_subprocess_exec(
        *("parec", f"--device={source}", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    raw = await process.stdout.readexactly(round(seconds * RATE) * 2)
    process.kill()
    await process.wait()
    return np.frombuffer(raw, dtype="<i2").astype(np.float64) / 32768


def pitch(samples: np.ndarray) -> float:
    """Hz of the loudest tone; 0 for silence."""
    if not np.abs(samples).max() > 0.001:
        return 0.0
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * RATE / len(samples)


def dbfs(samples: np.ndarray) -> float:
    return float(10 * np.log10(max(np.mean(samples**2), 1e-12)))
