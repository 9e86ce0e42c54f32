"""What each operating system shows of itself, as it shows it."""

import sys
from pathlib import Path

import pytest

from console.domain.devices import DeviceKind, MediaDevice
from console.media.inventory.portaudio import devices
from console.media.inventory.programs import PORTAUDIO, PULSE
from console.media.inventory.systems import darwin, linux, other, this_system, win32

CAMERA = DeviceKind.CAMERA


def node(sysfs: Path, name: str, index: int, label: str, port: str | None) -> None:
    folder = sysfs / name
    folder.mkdir(parents=True)
    (folder / "index").write_text(f"{index}\n")
    (folder / "name").write_text(f"{label}\n")
    if port is not None:
        (sysfs.parent / port).mkdir(exist_ok=True)
        (folder / "device").symlink_to(sysfs.parent / port)


def test_linux_lists_a_camera_once_by_the_port_it_is_plugged_into(tmp_path: Path) -> None:
    sysfs = tmp_path / "video4linux"
    node(sysfs, "video0", 0, "Integrated Camera", "1-5:1.0")
    node(sysfs, "video1", 1, "Integrated Camera", "1-5:1.0")
    node(sysfs, "video2", 0, "OBS Virtual Camera", None)
    node(sysfs, "vbi0", 0, "Television", "1-6:1.0")
    assert linux.found(sysfs) == (
        MediaDevice(device_id="1-5:1.0", kind=CAMERA, label="Integrated Camera"),
        MediaDevice(device_id="OBS Virtual Camera", kind=CAMERA, label="OBS Virtual Camera"),
    )
    assert linux.found(tmp_path / "missing") == ()


def test_linux_asks_the_sound_server_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert linux.sound() is PORTAUDIO
    (tmp_path / "pulse").mkdir()
    (tmp_path / "pulse" / "native").touch()
    assert linux.sound() is PULSE


def test_macos_cameras_are_read_from_the_systems_report() -> None:
    report = b"""{"SPCameraDataType": [{"_name": "FaceTime HD Camera", "spcamera_model-id": "FaceTime HD Camera",
        "spcamera_unique-id": "3F45E80A-0176-46F7-B185-BB9E2C0E82E3"}]}"""
    assert darwin.parsed(report) == (
        MediaDevice(device_id="3F45E80A-0176-46F7-B185-BB9E2C0E82E3", kind=CAMERA, label="FaceTime HD Camera"),
    )
    assert darwin.parsed(b"") == ()


def test_windows_cameras_are_read_from_powershells_list() -> None:
    listed = rb"""[{"InstanceId":"USB\\VID_046D&PID_0825&MI_00\\6&1","FriendlyName":"HD Webcam C270"}]"""
    assert win32.parsed(b"\xef\xbb\xbf" + listed + b"\r\n") == (
        MediaDevice(device_id=r"USB\VID_046D&PID_0825&MI_00\6&1", kind=CAMERA, label="HD Webcam C270"),
    )
    assert win32.parsed(b"[]\r\n") == ()
    assert win32.parsed(b"") == ()


def test_a_system_without_a_file_of_its_own_lists_sound_devices_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "haiku1")
    assert this_system().sound() is PORTAUDIO
    assert this_system().CAMERAS_EVERY == other.CAMERAS_EVERY


def device(name: str, inputs: int, outputs: int) -> dict[str, object]:
    return {"name": name, "max_input_channels": inputs, "max_output_channels": outputs}


def test_windows_devices_are_taken_from_wasapi_alone_and_by_name() -> None:
    hosts = [
        {"name": "MME", "devices": [0], "default_input_device": 0, "default_output_device": -1},
        {"name": "Windows WASAPI", "devices": [1, 2, 3, 4], "default_input_device": 2, "default_output_device": 1},
    ]
    found = [
        device("Microphone (Jabra Evolve2 40 SE", 2, 0),
        device("Speakers (Jabra Evolve2 40 SE)", 0, 2),
        device("Microphone (Jabra Evolve2 40 SE)", 1, 0),
        device("Microphone (Jabra Evolve2 40 SE)", 1, 0),
        device("Speakers (Jabra Evolve2 40 SE) [Loopback]", 2, 0),
    ]
    listed = [(one["deviceId"], one["kind"], one["isDefault"]) for one in devices(hosts, found)]
    assert listed == [
        ("Speakers (Jabra Evolve2 40 SE)", "audiooutput", True),
        ("Microphone (Jabra Evolve2 40 SE)", "audioinput", True),
        ("Microphone (Jabra Evolve2 40 SE) (2)", "audioinput", False),
    ]


def test_alsa_devices_are_named_without_the_number_that_depends_on_what_was_plugged_in_first() -> None:
    hosts = [{"name": "ALSA", "devices": [0, 1], "default_input_device": 1, "default_output_device": 1}]
    found = [device("HDA Intel PCH: ALC257 Analog (hw:0,0)", 2, 2), device("default", 32, 32)]
    assert [(one["deviceId"], one["kind"]) for one in devices(hosts, found)] == [
        ("HDA Intel PCH: ALC257 Analog", "audioinput"),
        ("HDA Intel PCH: ALC257 Analog", "audiooutput"),
    ]


def test_a_machine_without_any_sound_interface_has_no_devices() -> None:
    assert list(devices([], [])) == []
