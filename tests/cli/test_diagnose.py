"""`bedside diagnose`, as a person runs it: on a real audio server, with no service running."""

import json
import os
import subprocess
import sys

from tests.audio_server import AudioServer, audio, silent_audio

__all__ = ["audio", "silent_audio"]


def diagnose(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "console", "diagnose", *arguments],
        capture_output=True,
        text=True,
        input="",
        env=dict(os.environ),
        timeout=60,
        check=False,
    )


def test_a_machine_without_a_sound_system_is_a_fault_with_its_mend(silent_audio: AudioServer) -> None:
    done = diagnose("audio")

    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("A fault (certain), no-audio-system\n")
    assert "\nMend  " in done.stdout
    assert "\nSay   en “" in done.stdout
    assert done.stderr == ""


def test_json_is_one_document_and_nothing_else(silent_audio: AudioServer) -> None:
    done = diagnose("audio", "--json")

    told = json.loads(done.stdout)
    assert told["verdict"] == "fault"
    assert told["causes"][0]["code"] == "no-audio-system"
    assert set(told["causes"][0]["say"]) == {"en", "fi", "sv"}
    assert done.stderr == ""
    assert done.returncode == 1


def test_the_network_is_not_tested_to_nowhere(silent_audio: AudioServer) -> None:
    done = diagnose("network", "--home", str(silent_audio.folder / "nowhere"))

    assert done.returncode == 2
    assert done.stderr == "There is no service to test the network to. Name one with --service URL.\n"
    assert not (silent_audio.folder / "nowhere").exists()


def test_a_watch_of_no_length_is_refused() -> None:
    done = diagnose("audio", "--watch", "soon")

    assert done.returncode == 2
    assert "soon is not a number of seconds" in done.stderr
