"""The streams of a sound program: a microphone and a speaker, each counting how it goes. Loaded in child programs only.

One stream a side, never a duplex one: a pair stands still as soon as one of both does. Their callbacks run in the sound
library's thread and do as little as they can.
"""

import os
import threading
import time
from typing import Any, TypeVar

import numpy as np

from console.domain.diagnosis.evidence import OpenFailure, Side
from console.media.analysis import levels
from console.media.analysis.recording import Samples, stereo
from console.media.inventory.portaudio import numbered
from console.media.sound.messages import Beat, FirstFrame, Opening, Refused, Request, say

RATE = 48_000
LATENCY = 0.1
"""Seconds: less starves under load."""
FIRST_FRAME_WITHIN = 1.0
STALLED_AFTER = 1.0
"""Seconds without a frame after which a stream is given up."""

_SERVER_DEVICE = "pulse"
_NOT_FOUND, _BUSY, _UNFIT = {-9996}, {-9985}, {-9994, -9997, -9998}
_HOST_ERRORS = {2: OpenFailure.NOT_FOUND, 13: OpenFailure.DENIED, 1: OpenFailure.DENIED, 16: OpenFailure.BUSY}


def load(request: Request) -> Any:
    """Return the sound library, told which endpoints of a sound server it is to use. May hang, may abort."""
    for name, endpoint in (("PULSE_SOURCE", request.input), ("PULSE_SINK", request.output)):
        if endpoint is not None:
            os.environ[name] = endpoint
    # With it the server's ALSA plug-in gives a recording stream no frames while another one plays.
    os.environ.pop("PULSE_LATENCY_MSEC", None)
    import sounddevice

    return sounddevice


class Pace:
    """How a stream goes, counted in its callback."""

    def __init__(self) -> None:
        self.frames = 0
        self.flagged = 0
        self.longest_gap = 0.0
        self.first_at: float | None = None
        self.last_at = 0.0
        self.began = threading.Event()

    def count(self, frames: int, flagged: bool) -> None:
        """Take note of a block."""
        now = time.monotonic()
        if self.first_at is None:
            self.first_at = now
            self.began.set()
        else:
            self.longest_gap = max(self.longest_gap, now - self.last_at)
        self.last_at = now
        self.frames += frames
        self.flagged += flagged

    def idle(self) -> float:
        """Return the seconds since the last block."""
        return time.monotonic() - self.last_at if self.first_at is not None else 0.0

    def expected(self, rate: int) -> int:
        """Return how many frames should have come by now."""
        return 0 if self.first_at is None else round((time.monotonic() - self.first_at) * rate)


class Stream:
    """A stream of one side. rate, channels: as it was opened."""

    side: Side

    def __init__(self, library: Any, request: Request) -> None:
        self._library = library
        self.pace = Pace()
        device = _device(library, request, self.side)
        usual = library.query_devices(device, self.side.value)
        self.channels = min(2, usual[f"max_{self.side.value}_channels"])
        self.rate = RATE
        try:
            self._stream = self._opened(device)
        except library.PortAudioError as error:
            if failure_of(error) is not OpenFailure.UNFIT:
                raise
            self.rate = round(usual["default_samplerate"])
            self._stream = self._opened(device)
        self._last = np.zeros((0, 2))

    def begin(self) -> float | None:
        """Start the stream; return the seconds until its first frames, None where they did not come in time."""
        started = time.monotonic()
        self._stream.start()
        return time.monotonic() - started if self.pace.began.wait(FIRST_FRAME_WITHIN) else None

    def start(self) -> bool:
        """Start the stream and tell whether its first frames came in time."""
        after = self.begin()
        if after is None:
            self.beat()
            return False
        say(FirstFrame(side=self.side, after=after))
        return True

    @property
    def is_alive(self) -> bool:
        """Whether frames still flow."""
        return bool(self._stream.active) and self.pace.idle() < STALLED_AFTER

    def beat(self) -> None:
        """Tell how the stream goes."""
        recent, self._last = self._last, np.zeros((0, 2))
        say(
            Beat(
                side=self.side,
                frames=self.pace.frames,
                expected_frames=self.pace.expected(self.rate),
                longest_gap=max(self.pace.longest_gap, self.pace.idle()),
                flagged=self.pace.flagged,
                still_running=bool(self._stream.active),
                level=levels.level(recent),
                peak=levels.peak(recent),
            )
        )

    def close(self) -> None:
        """Stop at once. With a frozen sound server this does not return."""
        self._stream.abort()
        self._stream.close()

    def _opened(self, device: int) -> Any:
        raise NotImplementedError


class Microphone(Stream):
    """Records from its start on. began_at: the stream's own time of the first frame, in seconds."""

    side = Side.INPUT

    def __init__(self, library: Any, request: Request) -> None:
        self._blocks: list[Samples] = []
        self.began_at = 0.0
        super().__init__(library, request)

    def recording(self) -> Samples:
        """Return all that was heard, in two columns."""
        return stereo(np.concatenate(self._blocks)) if self._blocks else np.zeros((0, 2))

    def blocks(self, after: int) -> list[Samples]:
        """Return what was heard in its blocks, without the first so many, each in as many columns as are recorded."""
        return self._blocks[after:]

    def forget(self) -> None:
        """Drop what was heard until now."""
        self._blocks = []

    def _opened(self, device: int) -> Any:
        return self._library.InputStream(
            device=device,
            channels=self.channels,
            samplerate=self.rate,
            latency=LATENCY,
            blocksize=0,
            dtype="float32",
            callback=self._hear,
        )

    def _hear(self, block: Any, frames: int, when: Any, status: Any) -> None:
        if self.pace.first_at is None:
            self.began_at = when.inputBufferAdcTime
        heard = block.copy()
        self._blocks.append(heard)
        self._last = heard
        self.pace.count(frames, bool(status))


class Speaker(Stream):
    """Plays silence from its start on, and a wave when it is given one. left_at: the stream's time of its beginning."""

    side = Side.OUTPUT

    def __init__(self, library: Any, request: Request) -> None:
        self._wave: Samples | None = None
        self._position = 0
        self.left_at: float | None = None
        super().__init__(library, request)

    def play(self, wave: Samples) -> None:
        """Play a wave of two columns from its beginning."""
        self._position = 0
        self.left_at = None
        self._wave = wave if self.channels == 2 else wave.mean(axis=1, keepdims=True)

    @property
    def played(self) -> float:
        """How much of the wave was handed over, 0 to 1."""
        return 0.0 if self._wave is None else min(1.0, self._position / max(1, len(self._wave)))

    def _opened(self, device: int) -> Any:
        return self._library.OutputStream(
            device=device,
            channels=self.channels,
            samplerate=self.rate,
            latency=LATENCY,
            blocksize=0,
            dtype="float32",
            callback=self._give,
        )

    def _give(self, block: Any, frames: int, when: Any, status: Any) -> None:
        block.fill(0)
        if (wave := self._wave) is not None:
            if self.left_at is None:
                self.left_at = when.outputBufferDacTime
            piece = wave[self._position : self._position + frames]
            block[: len(piece)] = piece
            self._position += frames
        self._last = block.copy()
        self.pace.count(frames, bool(status))


Kind = TypeVar("Kind", bound=Stream)


def opened(kind: type[Kind], library: Any, request: Request) -> Kind | None:
    """Return a stream that is open and not started yet; None where it is refused, which is told."""
    say(Opening(side=kind.side))
    try:
        return kind(library, request)
    except library.PortAudioError as error:
        say(Refused(side=kind.side, failure=failure_of(error)))
    except ValueError:  # sounddevice's way to say that there is no such device
        say(Refused(side=kind.side, failure=OpenFailure.NOT_FOUND))
    return None


def _device(library: Any, request: Request, side: Side) -> int:
    """Return PortAudio's number of the device; ValueError where there is none."""
    found = library.query_devices()
    if request.through_server:
        # The server's own device: the endpoint is chosen by the environment, at the server.
        for device in found:
            if device["name"] == _SERVER_DEVICE and device[f"max_{side.value}_channels"]:
                return int(device["index"])
    name = request.input if side is Side.INPUT else request.output
    if name is None or request.through_server:
        return int(library.query_devices(kind=side.value)["index"])
    for index, known in numbered(library.query_hostapis(), found):
        if known["deviceId"] == name and known["kind"] == f"audio{side.value}":
            return index
    raise ValueError(name)


def failure_of(error: Any) -> OpenFailure:
    """Return why PortAudio refused: its own code, or the host system's behind it."""
    code = error.args[1] if len(error.args) > 1 else None
    if code is None or code in _NOT_FOUND:  # without a code: "Error querying device -1", there is no default one
        return OpenFailure.NOT_FOUND
    if code in _BUSY:
        return OpenFailure.BUSY
    if code in _UNFIT:
        return OpenFailure.UNFIT
    host = error.args[2] if len(error.args) > 2 else None
    return _HOST_ERRORS.get(abs(host[1]), OpenFailure.FAILED) if host else OpenFailure.FAILED
