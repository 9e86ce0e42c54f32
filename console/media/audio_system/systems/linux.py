"""Linux: PulseAudio, or PipeWire in its place, if one is named or has a socket; else what PortAudio lists."""

from collections.abc import Iterator
from contextlib import contextmanager

from console.domain.diagnosis.evidence import Reach
from console.domain.noun import Clock
from console.media import pulse_address
from console.media.audio_system.systems import Backend, Unreachable


@contextmanager
def opened(clock: Clock) -> Iterator[Backend]:
    """Reach the sound server; where there is none, be content with ALSA's devices."""
    if pulse_address.is_there():
        from console.media.audio_system import pulse

        with pulse.opened(clock) as server:
            yield server
        return
    from console.media.audio_system import portaudio

    with portaudio.opened(clock) as devices:
        if not devices.state().endpoints:
            raise Unreachable(Reach.NO_SERVER)
        yield devices
