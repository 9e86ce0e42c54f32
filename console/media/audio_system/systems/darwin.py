"""macOS: the devices of Core Audio. Written from its documentation (AudioHardware.h), not run on hardware.

Devices are named as PortAudio names them, because PortAudio opens them. Volumes are Core Audio's own scale, that of the
sliders. What other programs play and record is shown to nobody, so there are no streams. A denied microphone gives
perfect zeros and no error: so the permission is asked for before anything is judged.
"""

import struct
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Protocol

from msgspec.structs import replace

from console.domain.diagnosis.causes import Action, Remedy
from console.domain.diagnosis.evidence import AudioState, Endpoint, EndpointState, Reach, Side
from console.domain.noun import Clock
from console.media.audio_system.lines import Refusal
from console.media.audio_system.systems import Unable, Unreachable
from console.media.inventory.portaudio import told_apart

SYSTEM = 1
"""kAudioObjectSystemObject."""
MAIN = 0
"""kAudioObjectPropertyElementMain; a device's channels are the elements from 1 on."""
SCOPES = {Side.INPUT: "inpt", Side.OUTPUT: "outp"}
DEFAULTS = {Side.INPUT: "dIn ", Side.OUTPUT: "dOut"}
BLUETOOTH = "blue"
TELEPHONE_RATE = 16_000
DENIED = (1, 2)
"""AVAuthorizationStatusRestricted, AVAuthorizationStatusDenied."""


class PropertyError(Exception):
    """Core Audio refused; its OSStatus."""


class Properties(Protocol):
    """Core Audio's objects and their properties, each with selector, scope (four letters) and element."""

    def has(self, thing: int, selector: str, scope: str, element: int) -> bool:
        """Tell whether the object has the property."""
        ...

    def get(self, thing: int, selector: str, scope: str = "glob", element: int = MAIN) -> bytes:
        """Return the property's bytes, or raise PropertyError."""
        ...

    def text(self, thing: int, selector: str) -> str:
        """Return the property, which is a CFString."""
        ...

    def put(self, thing: int, selector: str, value: bytes, scope: str = "glob", element: int = MAIN) -> None:
        """Set the property, or raise PropertyError."""
        ...


class CoreAudio:
    """The devices of this Mac."""

    name = "macOS Core Audio"
    sees_states = True

    def __init__(self, clock: Clock, properties: Properties) -> None:
        self._clock = clock
        self._properties = properties

    def state(self) -> AudioState:
        """Ask for everything."""
        endpoints = tuple(self._endpoint(side, name, device) for side in Side for name, device in self._devices(side))
        return AudioState(at=self._clock(), endpoints=endpoints)

    def wait(self, seconds: float) -> None:
        """Wait: a test lasts seconds, in which looking again costs less than listeners on Core Audio's own threads."""
        time.sleep(seconds)

    def apply(self, action: Action, ours: frozenset[int]) -> Action:
        """Do it by the device's properties."""
        device = next((device for name, device in self._devices(action.side) if name == action.name), None)
        if device is None:
            raise Unable(Refusal.NOT_THERE)
        try:
            match action.remedy:
                case Remedy.UNMUTE | Remedy.MUTE:
                    self._mute(device, action)
                    remedy = Remedy.MUTE if action.remedy is Remedy.UNMUTE else Remedy.UNMUTE
                    return replace(action, remedy=remedy)
                case Remedy.SET_VOLUME:
                    return self._set_volume(device, action)
                case Remedy.MAKE_DEFAULT:
                    return self._make_default(device, action)
                case _:
                    raise Unable(Refusal.NOT_POSSIBLE)
        except PropertyError as error:
            raise Unable(Refusal.REFUSED, str(error)) from error

    def _devices(self, side: Side) -> Iterator[tuple[str, int]]:
        names: Counter[str] = Counter()
        for (device,) in struct.iter_unpack("=I", self._properties.get(SYSTEM, "dev#")):
            if self._channels(device, side):
                label = self._properties.text(device, "lnam")
                names[label] += 1
                yield told_apart(label, names[label]), device

    def _channels(self, device: int, side: Side) -> int:
        """Return how many channels a device has on that side, from its AudioBufferList."""
        buffers = self._properties.get(device, "slay", SCOPES[side])
        (count,) = struct.unpack_from("=I", buffers)
        # Each AudioBuffer is a count of channels, a size and a pointer; they begin where a pointer may.
        return sum(struct.unpack_from("=I", buffers, 8 + 16 * number)[0] for number in range(count))

    def _endpoint(self, side: Side, name: str, device: int) -> Endpoint:
        rate = round(struct.unpack("=d", self._properties.get(device, "nsrt"))[0])
        by_bluetooth = self._number(device, "tran") == int.from_bytes(BLUETOOTH.encode())
        channels = self._channels(device, side)
        return Endpoint(
            name=name,
            label=self._properties.text(device, "lnam"),
            side=side,
            is_default=self._number(SYSTEM, DEFAULTS[side]) == device,
            muted=any(self._number(device, "mute", SCOPES[side], one) for one in self._elements(device, "mute", side)),
            volumes=self._volumes(device, side) or (1.0,),
            state=EndpointState.RUNNING if self._number(device, "gone") else EndpointState.IDLE,
            rate=rate,
            channels=channels,
            is_hands_free=by_bluetooth and rate <= TELEPHONE_RATE,
        )

    def _number(self, thing: int, selector: str, scope: str = "glob", element: int = MAIN) -> int:
        return int(struct.unpack("=I", self._properties.get(thing, selector, scope, element))[0])

    def _elements(self, device: int, selector: str, side: Side) -> list[int]:
        """Return the elements that have the property: the main one, else those of the channels that do."""
        candidates = (MAIN, *range(1, self._channels(device, side) + 1))
        having = [one for one in candidates if self._properties.has(device, selector, SCOPES[side], one)]
        return [MAIN] if MAIN in having else having

    def _volumes(self, device: int, side: Side) -> tuple[float, ...]:
        return tuple(
            round(struct.unpack("=f", self._properties.get(device, "volm", SCOPES[side], element))[0], 4)
            for element in self._elements(device, "volm", side)
        )

    def _mute(self, device: int, action: Action) -> None:
        elements = self._elements(device, "mute", action.side)
        if not elements:
            raise Unable(Refusal.NOT_POSSIBLE)
        value = struct.pack("=I", action.remedy is Remedy.MUTE)
        for element in elements:
            self._properties.put(device, "mute", value, SCOPES[action.side], element)

    def _set_volume(self, device: int, action: Action) -> Action:
        elements, before = self._elements(device, "volm", action.side), self._volumes(device, action.side)
        if not elements:
            raise Unable(Refusal.NOT_POSSIBLE)
        same = 1.0 if action.volume is None else action.volume
        wanted = action.volumes if len(action.volumes) == len(elements) else (same,) * len(elements)
        for element, value in zip(elements, wanted, strict=True):
            self._properties.put(device, "volm", struct.pack("=f", min(1.0, value)), SCOPES[action.side], element)
        return replace(action, volume=max(before), volumes=before)

    def _make_default(self, device: int, action: Action) -> Action:
        before = self._number(SYSTEM, DEFAULTS[action.side])
        former = next((name for name, one in self._devices(action.side) if one == before), action.name)
        self._properties.put(SYSTEM, DEFAULTS[action.side], struct.pack("=I", device))
        return replace(action, name=former, label=former)


@contextmanager
def opened(clock: Clock) -> Iterator[CoreAudio]:
    """Reach Core Audio, unless the privacy settings keep the microphone from this program."""
    if _is_denied():
        raise Unreachable(Reach.ACCESS_DENIED)
    try:
        properties = import_module("console.media.audio_system.core_audio").Framework()
    except OSError as error:
        raise Unreachable(Reach.NO_LIBRARY) from error
    try:
        yield CoreAudio(clock, properties)
    except PropertyError as error:
        raise Unreachable(Reach.BROKEN) from error


def _is_denied() -> bool:
    foundation = import_module("AVFoundation")
    status = foundation.AVCaptureDevice.authorizationStatusForMediaType_(foundation.AVMediaTypeAudio)
    return status in DENIED
