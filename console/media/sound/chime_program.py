"""Plays a chime: a program that tells how it goes."""

from typing import Any

import numpy as np

from console.media.analysis.recording import Samples
from console.media.sound.beating import after, attend
from console.media.sound.messages import Done, Live, Request, say
from console.media.sound.starting import close, start
from console.media.sound.streams import Speaker, opened

NOTES = ((0.0, 659.26), (0.22, 880.0))
"""When each begins in seconds, and its Hz: E5 and A5, which any laptop's speaker carries."""
PARTIALS = ((1.0, 1.0), (2.0, 0.3), (3.0, 0.1))
"""Multiples of the note, and their share: a bell's softness."""
AMPLITUDE = 0.2
FADES = 0.35
LASTS = 1.4
"""Seconds."""
ENDING = 0.3


def run(library: Any, request: Request) -> None:
    """Play the chime once."""
    speaker = opened(Speaker, library, request)
    if speaker is None:
        return
    if speaker.start():
        say(Live())
        speaker.play(chime(speaker.rate))
        attend([speaker], lambda: _is_over(speaker)) and attend([speaker], after(ENDING))
    close([speaker])


def chime(rate: int) -> Samples:
    """Return two notes that fade away, in two columns, its peak about -14 dBFS."""
    time = np.arange(round(LASTS * rate)) / rate
    wave = np.zeros_like(time)
    for begins, note in NOTES:
        since = np.maximum(0.0, time - begins)
        strike = np.minimum(1.0, since / 0.01) * np.exp(-since / FADES)
        for multiple, share in PARTIALS:
            wave += share * strike * np.sin(2 * np.pi * multiple * note * since)
    wave *= AMPLITUDE / np.abs(wave).max() * np.minimum(1.0, (LASTS - time) / 0.1)
    return np.column_stack([wave, wave])


def _is_over(speaker: Speaker) -> bool:
    say(Done(fraction=speaker.played))
    return speaker.played == 1.0


if __name__ == "__main__":
    start(run)
