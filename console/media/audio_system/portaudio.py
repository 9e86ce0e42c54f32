"""The endpoints as PortAudio lists them: no mutes, no volumes, no events. For systems without an own file."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from console.domain.devices import DeviceKind, MediaDevice
from console.domain.diagnosis.causes import Action
from console.domain.diagnosis.evidence import AudioState, Endpoint, Reach, Side
from console.domain.noun import Clock
from console.media.audio_system.lines import Refusal
from console.media.audio_system.systems import Unable, Unreachable
from console.media.inventory.portaudio import devices


class PortAudio:
    """PortAudio's list, which is frozen when the library starts."""

    sees_states = False

    def __init__(self, clock: Clock, name: str, found: list[MediaDevice]) -> None:
        self.name = name
        self._clock = clock
        self._endpoints = tuple(
            Endpoint(
                name=device.device_id,
                label=device.label,
                side=Side.INPUT if device.kind is DeviceKind.MICROPHONE else Side.OUTPUT,
                is_default=device.is_default,
            )
            for device in found
        )

    def state(self) -> AudioState:
        """Return the list."""
        return AudioState(at=self._clock(), endpoints=self._endpoints)

    def wait(self, seconds: float) -> None:
        """Wait: nothing tells of a change."""
        time.sleep(seconds)

    def apply(self, action: Action, ours: frozenset[int]) -> Action:
        """Refuse: PortAudio changes nothing."""
        raise Unable(Refusal.NOT_POSSIBLE)


@contextmanager
def opened(clock: Clock) -> Iterator[PortAudio]:
    """List the devices."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:  # OSError: the binding is there, PortAudio is not
        raise Unreachable(Reach.NO_LIBRARY) from error
    try:
        listed = list(devices(sounddevice.query_hostapis(), sounddevice.query_devices()))
    except sounddevice.PortAudioError as error:
        raise Unreachable(Reach.BROKEN) from error
    yield PortAudio(clock, str(sounddevice.get_portaudio_version()[1]), msgspec.convert(listed, list[MediaDevice]))
