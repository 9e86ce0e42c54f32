"""Windows: the endpoints of its Core Audio, through pycaw. Written from the documentation, not run on hardware.

Endpoints are named as PortAudio names them, because PortAudio opens them. Volumes are Windows' own scale, that of its
sliders, whose loudness in dB depends on the device. What a stream is to others is here a program's audio session.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from msgspec.structs import replace

from console.domain.diagnosis.causes import Action, Remedy
from console.domain.diagnosis.evidence import AudioState, AudioStream, Endpoint, Reach, Side
from console.domain.noun import Clock
from console.media.audio_system.lines import Refusal
from console.media.audio_system.systems import Unable, Unreachable
from console.media.inventory.portaudio import told_apart

ACTIVE, UNPLUGGED = 0x1, 0x8
"""DEVICE_STATE_XXX of mmdeviceapi.h. Disabled and absent devices are none to anybody."""
FLOWS = {Side.OUTPUT: 0, Side.INPUT: 1}
"""EDataFlow of mmdeviceapi.h."""
CONSOLE = 0
"""ERole of mmdeviceapi.h: what programs use that ask for no special role."""
EXPIRED = 2
"""AudioSessionState of audiosessiontypes.h."""
CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone"
"""Where the settings keep whether programs may use the microphone, and below it, whether desktop programs may."""


class CoreAudio:
    """The endpoints and sessions of this user."""

    name = "Windows Core Audio"
    sees_states = True

    def __init__(self, clock: Clock, utilities: Any) -> None:
        self._clock = clock
        self._utilities = utilities

    def state(self) -> AudioState:
        """Ask for everything."""
        found = [(side, name, device) for side in Side for name, device in self._devices(side)]
        return AudioState(
            at=self._clock(),
            endpoints=tuple(self._endpoint(side, name, device) for side, name, device in found),
            streams=tuple(
                _stream(number, side, name, session)
                for number, (side, name, session) in enumerate(
                    (side, name, session) for side, name, device in found for session in _sessions(device)
                )
            ),
        )

    def wait(self, seconds: float) -> None:
        """Wait: a test lasts seconds, in which looking again costs less than callbacks from COM's own threads."""
        time.sleep(seconds)

    def apply(self, action: Action, ours: frozenset[int]) -> Action:
        """Do it by the endpoint's or the session's own volume."""
        device = next((device for name, device in self._devices(action.side) if name == action.name), None)
        if device is None:
            raise Unable(Refusal.NOT_THERE)
        with _refusals():
            match action.remedy:
                case Remedy.UNMUTE | Remedy.MUTE:
                    device.EndpointVolume.SetMute(action.remedy is Remedy.MUTE, None)
                    return replace(action, remedy=_INVERSE[action.remedy])
                case Remedy.SET_VOLUME:
                    return _set_volume(device.EndpointVolume, action)
                case Remedy.MAKE_DEFAULT:
                    return self._make_default(device, action)
                case Remedy.UNMUTE_STREAM | Remedy.MUTE_STREAM | Remedy.SET_STREAM_VOLUME:
                    return _change_sessions(device, action, ours)
                case _:
                    raise Unable(Refusal.NOT_POSSIBLE)

    def _devices(self, side: Side) -> Iterator[tuple[str, Any]]:
        names: Counter[str] = Counter()
        for device in self._utilities.GetAllDevices(FLOWS[side], ACTIVE | UNPLUGGED):
            label = device.FriendlyName or device.id
            names[label] += 1
            yield told_apart(label, names[label]), device

    def _endpoint(self, side: Side, name: str, device: Any) -> Endpoint:
        label = device.FriendlyName or device.id
        plain = Endpoint(
            name=name,
            label=label,
            side=side,
            is_default=device.id == self._default(side),
            plugged=device.state.value != UNPLUGGED,
            # The telephone profile of a headset is a device of its own, named so by Microsoft's driver.
            is_hands_free="Hands-Free" in label,
        )
        if not plain.plugged:
            return plain
        volume = device.EndpointVolume
        volumes = _volumes(volume)
        return replace(plain, muted=bool(volume.GetMute()), volumes=volumes, channels=len(volumes))

    def _default(self, side: Side) -> str:
        enumerator = self._utilities.GetDeviceEnumerator()
        try:
            return str(enumerator.GetDefaultAudioEndpoint(FLOWS[side], CONSOLE).GetId())
        except import_module("comtypes").COMError:  # there is none
            return ""

    def _make_default(self, device: Any, action: Action) -> Action:
        before = self._default(action.side)
        roles = import_module("pycaw.constants").ERole
        self._utilities.SetDefaultDevice(device.id, [roles.eConsole, roles.eMultimedia, roles.eCommunications])
        former = next((name for name, one in self._devices(action.side) if one.id == before), action.name)
        return replace(action, name=former, label=former)


_INVERSE = {
    Remedy.UNMUTE: Remedy.MUTE,
    Remedy.MUTE: Remedy.UNMUTE,
    Remedy.UNMUTE_STREAM: Remedy.MUTE_STREAM,
    Remedy.MUTE_STREAM: Remedy.UNMUTE_STREAM,
}


@contextmanager
def opened(clock: Clock) -> Iterator[CoreAudio]:
    """Reach Core Audio, unless the privacy settings keep the microphone from programs."""
    try:
        utilities = import_module("pycaw.utils").AudioUtilities
        errors = import_module("comtypes").COMError
    except (ImportError, OSError) as error:
        raise Unreachable(Reach.NO_LIBRARY) from error
    if _is_denied():
        raise Unreachable(Reach.ACCESS_DENIED)
    try:
        yield CoreAudio(clock, utilities)
    except errors as error:  # the audio service has been stopped
        raise Unreachable(Reach.DIED) from error


def _is_denied() -> bool:
    winreg = import_module("winreg")
    for key in (CONSENT, rf"{CONSENT}\NonPackaged"):
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened_key:
                if winreg.QueryValueEx(opened_key, "Value")[0] == "Deny":
                    return True
        except OSError:  # an older Windows, or nobody has ever chosen
            continue
    return False


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (OSError, import_module("comtypes").COMError) as error:
        raise Unable(Refusal.REFUSED, str(error)) from error


def _volumes(volume: Any) -> tuple[float, ...]:
    channels = range(volume.GetChannelCount())
    return tuple(round(volume.GetChannelVolumeLevelScalar(channel), 4) for channel in channels)


def _set_volume(volume: Any, action: Action) -> Action:
    before = _volumes(volume)
    wanted = action.volumes if len(action.volumes) == len(before) else (_wanted(action),) * len(before)
    for channel, value in enumerate(wanted):
        volume.SetChannelVolumeLevelScalar(channel, min(1.0, value), None)
    return replace(action, volume=max(before, default=1.0), volumes=before)


def _wanted(action: Action) -> float:
    return 1.0 if action.volume is None else action.volume


def _sessions(device: Any) -> Iterator[Any]:
    """Yield the sessions of a device that programs still hold."""
    if device.state.value == UNPLUGGED:
        return
    control = import_module("pycaw.api.audiopolicy").IAudioSessionControl2
    session = import_module("pycaw.utils").AudioSession
    found = device.AudioSessionManager.GetSessionEnumerator()
    for index in range(found.GetCount()):
        one = session(found.GetSession(index).QueryInterface(control))
        if one.State != EXPIRED:
            yield one


def _stream(number: int, side: Side, endpoint: str, session: Any) -> AudioStream:
    process = session.Process
    return AudioStream(
        number=number,
        side=side,
        program=process.name() if process else session.DisplayName,
        endpoint=endpoint,
        process_id=session.ProcessId or None,
        muted=bool(session.SimpleAudioVolume.GetMute()),
        volumes=(round(session.SimpleAudioVolume.GetMasterVolume(), 4),),
    )


def _change_sessions(device: Any, action: Action, ours: frozenset[int]) -> Action:
    own = [session for session in _sessions(device) if session.ProcessId in ours]
    if not own:
        raise Unable(Refusal.NOT_THERE)
    undo = action
    for session in own:
        volume = session.SimpleAudioVolume
        if action.remedy is Remedy.SET_STREAM_VOLUME:
            undo = replace(action, volume=round(volume.GetMasterVolume(), 4))
            volume.SetMasterVolume(min(1.0, _wanted(action)), None)
        else:
            undo = replace(action, remedy=_INVERSE[action.remedy])
            volume.SetMute(action.remedy is Remedy.MUTE_STREAM, None)
    return undo
