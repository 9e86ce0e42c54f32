"""Windows' and macOS's audio systems by contract: beside libraries that answer as their documentation says.

None of this has run on hardware: the recorded answers stand in for it.
"""

import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import Any, Protocol

import pytest

from console.domain.diagnosis.causes import Action, Remedy
from console.domain.diagnosis.evidence import AudioState, Endpoint, Reach, Side
from console.media.audio_system.lines import Refusal
from console.media.audio_system.systems import Backend, Unable, Unreachable, darwin, win32

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
OURS = 4711


def now() -> datetime:
    return NOW


class Machine(Protocol):
    """A machine with two microphones, "Boom" (muted, at 30 %, the default) and "Lid", and a speaker, "Headset"."""

    def opened(self) -> Any: ...
    def deny(self) -> None: ...


class ComError(Exception):
    """Stands for comtypes.COMError."""


class Volume:
    """IAudioEndpointVolume."""

    def __init__(self, muted: bool, *channels: float) -> None:
        self.muted = muted
        self.channels = list(channels)

    def GetMute(self) -> int:
        return int(self.muted)

    def SetMute(self, muted: bool, context: None) -> None:
        self.muted = bool(muted)

    def GetChannelCount(self) -> int:
        return len(self.channels)

    def GetChannelVolumeLevelScalar(self, channel: int) -> float:
        return self.channels[channel]

    def SetChannelVolumeLevelScalar(self, channel: int, value: float, context: None) -> None:
        if not 0 <= value <= 1:
            raise ComError("E_INVALIDARG")
        self.channels[channel] = value


class SimpleVolume:
    """ISimpleAudioVolume."""

    def __init__(self) -> None:
        self.muted, self.volume = True, 0.1

    def GetMute(self) -> int:
        return int(self.muted)

    def SetMute(self, muted: bool, context: None) -> None:
        self.muted = bool(muted)

    def GetMasterVolume(self) -> float:
        return self.volume

    def SetMasterVolume(self, value: float, context: None) -> None:
        self.volume = value


class Sessions:
    """IAudioSessionEnumerator of one session, this program's."""

    def __init__(self) -> None:
        self.session = SimpleNamespace(
            State=1,
            ProcessId=OURS,
            Process=SimpleNamespace(name=lambda: "python.exe"),
            DisplayName="",
            SimpleAudioVolume=SimpleVolume(),
        )

    def GetSessionEnumerator(self) -> "Sessions":
        return self

    def GetCount(self) -> int:
        return 1

    def GetSession(self, index: int) -> Any:
        return SimpleNamespace(QueryInterface=lambda interface: self.session)


class NoSessions(Sessions):
    def GetCount(self) -> int:
        return 0


class Windows:
    """pycaw, comtypes and winreg, as far as they are asked."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.consent = "Allow"
        self.defaults = {0: "out-1", 1: "in-1"}
        self.devices = {
            1: [
                self._device("in-1", "Boom", Volume(True, 0.3, 0.3), NoSessions()),
                self._device("in-2", "Lid", Volume(False, 1.0), NoSessions()),
                self._device("in-3", "Jack", Volume(False), NoSessions(), state=win32.UNPLUGGED),
            ],
            0: [self._device("out-1", "Headset", Volume(False, 0.5, 0.5), Sessions())],
        }
        utilities = SimpleNamespace(
            GetAllDevices=lambda flow, mask: self.devices[flow],
            GetDeviceEnumerator=lambda: self,
            SetDefaultDevice=self._set_default,
        )
        modules = {
            "pycaw": {},
            "pycaw.api": {},
            "pycaw.utils": {"AudioUtilities": utilities, "AudioSession": lambda control: control},
            "pycaw.constants": {"ERole": SimpleNamespace(eConsole=0, eMultimedia=1, eCommunications=2)},
            "pycaw.api.audiopolicy": {"IAudioSessionControl2": object()},
            "comtypes": {"COMError": ComError},
            "winreg": {
                "HKEY_CURRENT_USER": 1,
                "OpenKey": self._key,
                "QueryValueEx": lambda key, name: (self.consent, 1),
            },
        }
        for name, members in modules.items():
            module = ModuleType(name)
            module.__dict__.update(members)
            patch.setitem(sys.modules, name, module)

    def opened(self) -> Any:
        return win32.opened(now)

    def deny(self) -> None:
        self.consent = "Deny"

    def GetDefaultAudioEndpoint(self, flow: int, role: int) -> Any:
        if flow not in self.defaults:
            raise ComError("E_NOTFOUND")
        return SimpleNamespace(GetId=lambda: self.defaults[flow])

    def _set_default(self, device: str, roles: list[int]) -> None:
        assert roles == [0, 1, 2]
        self.defaults[0 if device.startswith("out") else 1] = device

    @staticmethod
    @contextmanager
    def _key(root: int, path: str) -> Iterator[str]:
        yield path

    @staticmethod
    def _device(name: str, label: str, volume: Volume, sessions: Sessions, state: int = win32.ACTIVE) -> Any:
        return SimpleNamespace(
            id=name,
            FriendlyName=label,
            state=SimpleNamespace(value=state),
            EndpointVolume=volume,
            AudioSessionManager=sessions,
        )


def number(value: int) -> bytes:
    return struct.pack("=I", value)


def buffers(*channels: int) -> bytes:
    """An AudioBufferList."""
    return struct.pack("=II", len(channels), 0) + b"".join(struct.pack("=IIQ", one, 0, 0) for one in channels)


class Mac:
    """Core Audio's properties as bytes: devices 40 (Boom), 41 (Lid) and 42 (Headset)."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.status = 3
        self.names = {40: "Boom", 41: "Lid", 42: "Headset"}
        self.bytes: dict[tuple[int, str, str, int], bytes] = {
            (1, "dev#", "glob", 0): number(40) + number(41) + number(42),
            (1, "dIn ", "glob", 0): number(40),
            (1, "dOut", "glob", 0): number(42),
            (40, "mute", "inpt", 0): number(1),
            (40, "volm", "inpt", 1): struct.pack("=f", 0.3),
            (40, "volm", "inpt", 2): struct.pack("=f", 0.3),
            (41, "mute", "inpt", 0): number(0),
            (41, "volm", "inpt", 0): struct.pack("=f", 1.0),
            (42, "mute", "outp", 0): number(0),
            (42, "volm", "outp", 0): struct.pack("=f", 0.5),
        }
        for device, ins, outs in ((40, (2,), ()), (41, (1,), ()), (42, (), (2,))):
            self.bytes[device, "slay", "inpt", 0] = buffers(*ins)
            self.bytes[device, "slay", "outp", 0] = buffers(*outs)
            self.bytes[device, "nsrt", "glob", 0] = struct.pack("=d", 48_000.0)
            self.bytes[device, "gone", "glob", 0] = number(0)
            self.bytes[device, "tran", "glob", 0] = number(int.from_bytes(b"usb "))
        framework, foundation = ModuleType("core_audio"), ModuleType("AVFoundation")
        framework.__dict__["Framework"] = lambda: self
        foundation.__dict__["AVMediaTypeAudio"] = "soun"
        foundation.__dict__["AVCaptureDevice"] = SimpleNamespace(
            authorizationStatusForMediaType_=lambda kind: self.status
        )
        patch.setitem(sys.modules, "console.media.audio_system.core_audio", framework)
        patch.setitem(sys.modules, "AVFoundation", foundation)

    def opened(self) -> Any:
        return darwin.opened(now)

    def deny(self) -> None:
        self.status = 2

    def has(self, thing: int, selector: str, scope: str, element: int) -> bool:
        return (thing, selector, scope, element) in self.bytes

    def get(self, thing: int, selector: str, scope: str = "glob", element: int = 0) -> bytes:
        if not self.has(thing, selector, scope, element):
            raise darwin.PropertyError("OSStatus 2003332927")
        return self.bytes[thing, selector, scope, element]

    def text(self, thing: int, selector: str) -> str:
        assert selector == "lnam"
        return self.names[thing]

    def put(self, thing: int, selector: str, value: bytes, scope: str = "glob", element: int = 0) -> None:
        assert len(value) == len(self.get(thing, selector, scope, element))
        self.bytes[thing, selector, scope, element] = value


@pytest.fixture(params=[Windows, Mac])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made: Machine = request.param(monkeypatch)
    return made


@pytest.fixture
def backend(machine: Machine) -> Iterator[Backend]:
    with machine.opened() as opened:
        yield opened


def endpoint(state: AudioState, side: Side, name: str) -> Endpoint:
    found = state.endpoint(side, name)
    assert found is not None
    return found


def test_devices_are_named_as_portaudio_names_them_with_mutes_volumes_and_defaults(backend: Backend) -> None:
    state = backend.state()
    boom, lid, headset = (
        endpoint(state, side, name)
        for side, name in ((Side.INPUT, "Boom"), (Side.INPUT, "Lid"), (Side.OUTPUT, "Headset"))
    )
    assert (boom.is_default, boom.muted, boom.volumes, boom.channels) == (True, True, (0.3, 0.3), 2)
    assert (lid.is_default, lid.muted, lid.volumes) == (False, False, (1.0,))
    assert (headset.is_default, headset.muted, max(headset.volumes)) == (True, False, 0.5)
    assert {one.name for one in state.endpoints if one.plugged} == {"Boom", "Lid", "Headset"}
    assert state.at == NOW


@pytest.mark.parametrize(
    ("action", "mended"),
    [
        (Action(remedy=Remedy.UNMUTE, side=Side.INPUT, name="Boom"), lambda one: not one.muted),
        (
            Action(remedy=Remedy.SET_VOLUME, side=Side.INPUT, name="Boom", volume=1.0),
            lambda one: one.volumes == (1.0, 1.0),
        ),
        (Action(remedy=Remedy.MAKE_DEFAULT, side=Side.INPUT, name="Lid"), lambda one: one.is_default),
    ],
    ids=lambda value: value.remedy.value if isinstance(value, Action) else "",
)
def test_an_action_is_done_and_taken_back(backend: Backend, action: Action, mended: Callable[[Endpoint], bool]) -> None:
    before = backend.state()
    undo = backend.apply(action, frozenset())
    assert mended(endpoint(backend.state(), action.side, action.name))
    backend.apply(undo, frozenset())
    assert backend.state() == before


@pytest.mark.parametrize(
    ("action", "refusal"),
    [
        (Action(remedy=Remedy.UNMUTE, side=Side.INPUT, name="away"), Refusal.NOT_THERE),
        (Action(remedy=Remedy.RESUME, side=Side.INPUT, name="Boom"), Refusal.NOT_POSSIBLE),
        (Action(remedy=Remedy.MOVE_STREAM, side=Side.INPUT, name="Boom"), Refusal.NOT_POSSIBLE),
    ],
)
def test_what_can_not_be_done_is_refused(backend: Backend, action: Action, refusal: Refusal) -> None:
    with pytest.raises(Unable) as error:
        backend.apply(action, frozenset())
    assert error.value.refusal is refusal


def test_a_microphone_that_the_privacy_settings_keep_is_no_silent_one(machine: Machine) -> None:
    machine.deny()
    with pytest.raises(Unreachable) as error, machine.opened():
        pass
    assert error.value.reach is Reach.ACCESS_DENIED


def test_windows_shows_an_empty_socket_and_this_programs_session(monkeypatch: pytest.MonkeyPatch) -> None:
    with Windows(monkeypatch).opened() as backend:
        state = backend.state()
        assert not endpoint(state, Side.INPUT, "Jack").plugged
        (stream,) = state.streams
        assert (stream.process_id, stream.endpoint, stream.muted, stream.volumes) == (OURS, "Headset", True, (0.1,))
        unmute = Action(remedy=Remedy.UNMUTE_STREAM, side=Side.OUTPUT, name="Headset")
        backend.apply(unmute, frozenset({OURS}))
        assert not backend.state().streams[0].muted
        with pytest.raises(Unable):
            backend.apply(unmute, frozenset({1}))


def test_windows_without_its_default_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Windows(monkeypatch)
    windows.defaults.clear()
    with windows.opened() as backend:
        assert not any(one.is_default for one in backend.state().endpoints)


def test_a_system_without_its_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycaw.utils", None)
    with pytest.raises(Unreachable) as error, win32.opened(now):
        pass
    assert error.value.reach is Reach.NO_LIBRARY


def test_a_headset_in_its_telephone_mode_is_known_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    mac = Mac(monkeypatch)
    mac.bytes[40, "tran", "glob", 0] = number(int.from_bytes(b"blue"))
    mac.bytes[40, "nsrt", "glob", 0] = struct.pack("=d", 16_000.0)
    with mac.opened() as backend:
        assert endpoint(backend.state(), Side.INPUT, "Boom").is_hands_free
