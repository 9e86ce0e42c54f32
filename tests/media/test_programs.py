"""Whatever becomes of a program that lists devices, the asking process goes on and knows."""

import subprocess
import sys
from pathlib import Path

import pytest

from console.domain.devices import DeviceSource
from console.media.inventory.programs import PORTAUDIO, Program, Sighting, attend, output
from console.media.inventory.troubles import Trouble
from tests.audio_server import AudioServer


async def sightings(program: Program) -> list[Sighting]:
    told: list[Sighting] = []
    await attend(program, told.append)
    return told


@pytest.mark.parametrize(
    ("source", "trouble"),
    [
        ("import time; time.sleep(600)", Trouble.NO_ANSWER),
        ("import os; os.abort()", Trouble.CRASHED),
        ("raise SystemExit(1)", Trouble.CRASHED),
        ("import signal; signal.raise_signal(signal.SIGALRM)", Trouble.NO_ANSWER),
        ("print('ALSA lib: cannot find card')", Trouble.BROKEN),
        ("""print('{"devices": [{"kind": "audioinput"}]}')""", Trouble.BROKEN),
        ("""print('{"trouble": "no-library"}')""", Trouble.NO_LIBRARY),
    ],
    ids=["hangs", "aborts", "fails", "is ended by its alarm", "prints prose", "prints half a device", "says so"],
)
async def test_a_program_that_fails_becomes_a_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, trouble: Trouble
) -> None:
    (tmp_path / "failing_program.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    program = Program(module="failing_program", source=DeviceSource.NONE, within=2.0, again_after=0)
    assert await sightings(program) == [Sighting(trouble=trouble)]


async def test_portaudio_lists_no_plug_in_as_a_device(audio: AudioServer) -> None:
    assert await sightings(PORTAUDIO) == [Sighting()]


async def test_portaudio_that_hangs_with_a_frozen_server_is_ended(audio: AudioServer) -> None:
    audio.freeze()
    program = Program(module=PORTAUDIO.module, source=DeviceSource.PORTAUDIO, within=2.0, again_after=0)
    assert await sightings(program) == [Sighting(trouble=Trouble.NO_ANSWER)]


async def test_portaudio_that_aborts_for_want_of_a_configuration_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "missing.conf"))
    assert await sightings(PORTAUDIO) == [Sighting(trouble=Trouble.CRASHED)]


async def test_a_command_that_is_missing_fails_or_hangs_gives_nothing() -> None:
    assert await output(["/nonexistent/command"], 1.0) == b""
    assert await output([sys.executable, "-c", "print('half'); raise SystemExit(3)"], 30.0) == b""
    assert await output([sys.executable, "-c", "import time; time.sleep(600)"], 0.2) == b""
    assert await output([sys.executable, "-c", "print('whole')"], 30.0) == b"whole\n"


def test_the_asking_process_loads_no_sound_library() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, console.media.inventory.watching\n"
            "print(sorted({'sounddevice', 'pulsectl', 'textual', 'numpy', 'cffi'} & sys.modules.keys()))",
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.stdout == "[]\n"
