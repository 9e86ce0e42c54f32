"""Linux: PulseAudio, or PipeWire in its place, if one is named or has a socket; else what PortAudio lists."""

from collections.abc import Iterator
from contextlib import contextmanager

from console.domain.diagnosis.evidence import Reach
from console.domain.noun import Clock
from console.media.audio_system import portaudio, pulse
from console.media.audio_system.systems import Backend, Unreachable
from console.media.inventory.programs import PULSE
from console.media.inventory.systems.linux import sound


@contextmanager
def opened(clock: Clock) -> Iterator[Backend]:
    """Reach the sound server; where there is none, be content with ALSA's devices."""
    if sound() is PULSE:
        with pulse.opened(clock) as server:
            yield server
        return
    with portaudio.opened(clock) as devices:
        if not devices.state().endpoints:
            raise Unreachable(Reach.NO_SERVER)
        yield devices
