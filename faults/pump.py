"""Carries sound from `cable` to a microphone and does something to it on the way: noise, echo, clipping, holes.

`python pump.py EFFECT VALUE PIPE`; it says "pumping" when sound flows, and ends when it is told to.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeAlias

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
BLOCK = 480
"""Frames: so few are written to a pipe whole or not at all."""
FORMAT = ("--raw", "--format=float32le", f"--rate={RATE}", "--channels=2")
HOLES_EVERY = 0.37
"""Seconds. At 0.5 most holes fall where the probe can't tell them: at one frequency of both chirps, or in silence."""

Block: TypeAlias = NDArray[np.float32]
Effect: TypeAlias = Callable[[Block, int], Block]


def noise(level: float) -> Effect:
    """White noise of so many dBFS."""
    generator = np.random.default_rng(1)
    return lambda block, at: block + generator.normal(0, 10 ** (level / 20), block.shape).astype(np.float32)


def only_noise(level: float) -> Effect:
    """Nothing but noise: a microphone that lives and hears nobody."""
    add = noise(level)
    return lambda block, at: add(np.zeros_like(block), at)


def constant(value: float) -> Effect:
    """All samples alike: a driver that gives no sound."""
    return lambda block, at: np.full_like(block, value)


def echo(milliseconds: float) -> Effect:
    """The same again, 10 dB weaker."""
    past = np.zeros((round(milliseconds * RATE / 1000), 2), np.float32)

    def effect(block: Block, at: int) -> Block:
        nonlocal past
        past = np.concatenate([past, block])
        late, past = past[: len(block)], past[len(block) :]
        return block + late * np.float32(10 ** (-10 / 20))

    return effect


def clipping(limit: float) -> Effect:
    """Amplified and cut off at this part of full scale."""
    return lambda block, at: np.clip(block * 8, -limit, limit)


def dropouts(milliseconds: float) -> Effect:
    """A hole of that length, again and again."""
    period, hole = round(HOLES_EVERY * RATE), round(milliseconds * RATE / 1000)

    def effect(block: Block, at: int) -> Block:
        block[(np.arange(at, at + len(block)) % period) < hole] = 0
        return block

    return effect


def cancelled(_: float) -> Effect:
    """One side turned over and both put together: what is alike on both sides is gone."""
    return lambda block, at: np.repeat((block[:, :1] - block[:, 1:]) / 2, 2, axis=1)


def narrow(hertz: float) -> Effect:
    """A band limit: the mean of neighbouring samples, several times."""
    length = round(RATE / hertz / 2)
    window = np.hanning(length * 8 + 1) * np.sinc(np.arange(-length * 4, length * 4 + 1) / length)
    window = (window / window.sum()).astype(np.float32)
    past = np.zeros((len(window) - 1, 2), np.float32)

    def effect(block: Block, at: int) -> Block:
        nonlocal past
        whole = np.concatenate([past, block])
        past = whole[len(block) :]
        return np.stack([np.convolve(whole[:, side], window, "valid") for side in (0, 1)], axis=1)

    return effect


def off_pitch(factor: float) -> Effect:
    """Played faster: as 44,100 samples a second taken for 48,000. What is too little is made up by repeating."""
    past = np.zeros((0, 2), np.float32)

    def effect(block: Block, at: int) -> Block:
        nonlocal past
        past = np.concatenate([past, block])[-RATE:]
        wanted = np.arange(len(block)) * factor + (at * factor) % 1
        start = max(0.0, len(past) - len(block) * factor - 1)
        position = np.minimum(start + wanted, len(past) - 1)
        return np.stack([np.interp(position, np.arange(len(past)), past[:, side]) for side in (0, 1)], axis=1)

    return effect


EFFECTS: dict[str, Callable[[float], Effect]] = {
    one.__name__: one for one in (noise, only_noise, constant, echo, clipping, dropouts, cancelled, narrow, off_pitch)
}


def main(name: str, value: float, pipe: Path) -> None:
    """Pump until the end."""
    effect = EFFECTS[name](value)
    command = ["parec", *FORMAT, "--device=cable.monitor", "--latency-msec=20"]
    target = os.open(pipe, os.O_WRONLY)
    os.set_blocking(target, False)
    with subprocess.Popen(command, stdout=subprocess.PIPE) as source:
        assert source.stdout is not None
        try:
            _carry(source.stdout, target, effect)
        finally:
            source.kill()


def _carry(source: IO[bytes], target: int, effect: Effect) -> None:
    at, size = 0, BLOCK * 2 * 4
    while data := source.read(size):
        block = np.frombuffer(data, np.float32).reshape(-1, 2).copy()
        # While nobody listens PipeWire reads nothing: what then finds no room is dropped, or it would be heard later.
        with suppress(BlockingIOError):
            os.write(target, effect(block, at).astype(np.float32).tobytes())
        if at == 0:
            print("pumping", flush=True)
        at += len(block)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), Path(sys.argv[3]))
