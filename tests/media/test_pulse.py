"""The watch beside a real PulseAudio that changes, freezes, dies and comes back."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from console.domain.devices import DeviceKind, DeviceSource
from console.domain.diagnosis.thresholds import FULL_VOLUME, LOW_VOLUME
from console.media.inventory.programs import Setting
from console.media.inventory.pulse import plugged, steps
from console.media.inventory.troubles import SENTENCES, Trouble
from console.media.inventory.watching import judged, take
from tests.audio_server import AudioServer
from tests.media.conftest import Desk, default, microphones, speakers, watching

ROOT = Path(__file__).parents[2]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return Desk("tests.media.impatient_pulse")


async def test_devices_are_listed_with_their_defaults_and_without_monitors(audio: AudioServer) -> None:
    inventory = await take()
    assert inventory.problem is None
    assert inventory.source is DeviceSource.PULSE
    assert microphones(inventory) == {"mic"}
    assert speakers(inventory) == {"headset", "cable"}
    assert default(inventory, DeviceKind.MICROPHONE) == "mic"
    assert default(inventory, DeviceKind.SPEAKER) == "headset"
    assert {device.label for device in inventory.devices} == {"Boom", "Headset", "Cable"}


async def test_the_made_up_speaker_of_a_machine_without_one_is_no_speaker(silent_audio: AudioServer) -> None:
    silent_audio.script.write_text(
        f"load-module module-native-protocol-unix auth-anonymous=1 socket={silent_audio.folder / 'native'}\n"
        "load-module module-always-sink\n"
    )
    silent_audio.start()
    assert "auto_null" in silent_audio.control("list", "short", "sinks")
    assert (await take()).devices == ()


async def test_a_device_that_comes_goes_or_becomes_the_default_is_told(audio: AudioServer) -> None:
    async with watching() as seen:
        await seen.next()
        module = audio.control("load-module", "module-null-sink", "sink_name=monitor")
        await seen.until(lambda inventory: "monitor" in speakers(inventory))
        audio.control("set-default-sink", "cable")
        await seen.until(lambda inventory: default(inventory, DeviceKind.SPEAKER) == "cable")
        audio.control("unload-module", module)
        await seen.until(lambda inventory: "monitor" not in speakers(inventory))


async def test_a_mute_and_a_volume_that_becomes_too_low_are_told_and_the_devices_are_not_told_again(
    audio: AudioServer,
) -> None:
    async with watching() as seen:
        first = await seen.next()
        audio.control("set-source-mute", "mic", "1")
        await seen.setting()
        audio.control("set-sink-volume", "headset", "5%")
        await seen.setting()
        audio.control("set-source-mute", "cable.monitor", "1")  # stands behind the microphone
        await seen.setting()
        audio.control("set-default-sink", "cable")
        assert default(first, DeviceKind.SPEAKER) == "headset"
        assert default(await seen.next(), DeviceKind.SPEAKER) == "cable"


def test_a_volume_that_is_neither_too_low_nor_too_high_is_as_another() -> None:
    def at(volume: float) -> object:
        return judged([Setting(name="mic", muted=False, volume=volume)])

    assert at(0.9) == at(0.4)
    assert len({str(at(volume)) for volume in (LOW_VOLUME, FULL_VOLUME, FULL_VOLUME + 0.1)}) == 3


def test_a_device_that_left_and_came_back_unseen_is_told_as_both() -> None:
    headset = ("audioinput", "headset")
    camera = ("audioinput", "camera")
    before = {headset: (1, {"deviceId": "headset"}), camera: (2, {"deviceId": "camera"})}
    after = {headset: (7, {"deviceId": "headset"}), camera: (2, {"deviceId": "camera"})}
    assert list(steps(before, after)) == [
        [{"deviceId": "camera"}],
        [{"deviceId": "headset"}, {"deviceId": "camera"}],
    ]
    assert list(steps(after, after)) == []
    assert list(steps(None, {})) == [[]]


async def test_a_loose_cable_is_told_however_short_the_break(audio: AudioServer) -> None:
    find = audio.control("list", "short", "modules").splitlines()
    module = next(line.split()[0] for line in find if "remap" in line)
    async with watching() as seen:
        await seen.next()
        audio.control("unload-module", module)
        audio.control("load-module", "module-remap-source", "source_name=mic", "master=cable.monitor")
        told = await seen.until(lambda inventory: microphones(inventory) == {"mic"})
        if len(told) == 1:  # the listing before the break may still have been under way
            told = await seen.until(lambda inventory: microphones(inventory) == {"mic"})
        assert microphones(told[-2]) == set()


async def test_a_server_that_is_killed_and_started_again_is_found_again(audio: AudioServer, impatient: Desk) -> None:
    async with watching(impatient) as seen:
        await seen.until(lambda inventory: "mic" in microphones(inventory))
        audio.kill()
        gone = (await seen.until(lambda inventory: inventory.problem is not None))[-1]
        assert gone.problem == SENTENCES[Trouble.NO_SERVER]
        audio.start()
        await seen.until(lambda inventory: inventory.problem is None and "mic" in microphones(inventory))


async def test_a_server_that_is_started_after_the_watch_is_found(silent_audio: AudioServer, impatient: Desk) -> None:
    async with watching(impatient) as seen:
        assert (await seen.next()).problem == SENTENCES[Trouble.NO_SERVER]
        silent_audio.start()
        await seen.until(lambda inventory: inventory.problem is None and "mic" in microphones(inventory))


async def test_a_server_that_freezes_is_told_and_forgiven_when_it_thaws(audio: AudioServer, impatient: Desk) -> None:
    async with watching(impatient) as seen:
        await seen.until(lambda inventory: "mic" in microphones(inventory))
        audio.freeze()
        await seen.until(lambda inventory: inventory.problem == SENTENCES[Trouble.NO_ANSWER])
        audio.thaw()
        await seen.until(lambda inventory: inventory.problem is None and "mic" in microphones(inventory))


async def test_a_server_that_was_frozen_before_the_watch_began_is_told(audio: AudioServer, impatient: Desk) -> None:
    audio.freeze()
    async with watching(impatient) as seen:
        assert (await seen.next()).problem == SENTENCES[Trouble.NO_ANSWER]


def test_a_device_whose_sockets_are_all_known_to_be_empty_is_not_plugged_in() -> None:
    assert plugged([])
    assert plugged(["no", "unknown"])
    assert not plugged(["no", "no"])


def test_the_program_ends_with_the_process_that_started_it(audio: AudioServer) -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import asyncio\n"
            "from console.media.inventory.watching import watch\n"
            "asyncio.run(watch(lambda inventory: print('seen', flush=True)))",
        ],
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    with parent.stdout:
        assert parent.stdout.readline() == b"seen\n"
    (child,) = psutil.Process(parent.pid).children()
    handle = os.pidfd_open(child.pid)
    try:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert select.select([handle], [], [], 10)[0], "the program outlives its parent"
    finally:
        os.close(handle)
