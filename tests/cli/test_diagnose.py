"""`bedside diagnose`, as a person runs it: on a real audio server, with no service running."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import psutil

from tests.audio_server import AudioServer, audio, silent_audio

__all__ = ["audio", "silent_audio"]


def diagnose(*arguments: str, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "console", "diagnose", *arguments],
        capture_output=True,
        text=True,
        input="",
        env=env or dict(os.environ),
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


def test_a_muted_microphone_is_unmuted_and_proven_to_be_heard(audio: AudioServer) -> None:
    audio.control("set-default-sink", "cable")
    audio.control("set-source-mute", "mic", "1")

    found = diagnose("audio")
    mended = diagnose("audio", "--mend", "--json")

    assert found.returncode == 1
    assert found.stdout.startswith("A fault (certain), microphone-muted\nSTOPS AT  ")
    assert "\nMend  Unmute: Boom\n" in found.stdout
    told = json.loads(mended.stdout)
    assert (mended.returncode, told["verdict"]) == (0, "healthy")
    assert [action["remedy"] for action in told["mended"]] == ["unmute"]
    assert told["recovery"].startswith("Audible again: silent before, now -")
    assert audio.control("get-source-mute", "mic") == "Mute: no"


def test_nothing_is_changed_without_being_asked_to(audio: AudioServer) -> None:
    audio.control("set-source-mute", "mic", "1")
    audio.control("set-sink-volume", "headset", "3%")
    before = settings(audio)

    diagnose("audio")

    assert settings(audio) == before


def settings(audio: AudioServer) -> list[str]:
    told = "\n".join(audio.control(*what) for what in (("list", "sinks"), ("list", "sources"), ("info",)))
    return [line for line in told.splitlines() if line.strip().startswith(("Mute:", "Volume:", "Default "))]


def test_a_device_without_a_name_is_answered_with_a_whole_sentence(audio: AudioServer) -> None:
    done = diagnose("audio", "--input", "")

    assert done.returncode == 2
    assert done.stderr.startswith("No microphone was named. There are: Boom (mic)")


def test_all_without_a_service_says_that_the_network_was_left_out(silent_audio: AudioServer) -> None:
    done = diagnose("all", "--home", str(silent_audio.folder / "nowhere"))

    assert "The network was not tested: there is no service to test it to." in done.stderr


def test_a_program_that_was_told_to_ignore_ctrl_c_ends_when_it_is_told_to_end(audio: AudioServer) -> None:
    process = subprocess.Popen(
        ["sh", "-c", 'trap "" INT; exec "$0" -m console diagnose audio --watch 60', sys.executable],
        stdin=subprocess.DEVNULL,
    )
    until(lambda: audio.control("list", "sink-inputs") != "")

    process.terminate()

    assert process.wait(timeout=20) == 2
    assert audio.control("list", "sink-inputs") == ""


def test_a_device_that_is_not_there_is_answered_with_those_that_are(audio: AudioServer) -> None:
    done = diagnose("audio", "--input", "Jabra")

    assert done.returncode == 2
    assert done.stdout == ""
    assert "There is no microphone named Jabra." in done.stderr
    assert "Boom" in done.stderr


def test_who_reads_json_gets_a_verdict_even_where_nothing_could_be_tested(audio: AudioServer) -> None:
    done = diagnose("audio", "--input", "Jabra", "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["verdict"]) == (2, "unable")
    assert told["reason"].startswith("There is no microphone named Jabra. There are: ")
    assert "There is no microphone named Jabra." in done.stderr


def test_a_report_is_written_for_a_ticket(silent_audio: AudioServer) -> None:
    folder = silent_audio.folder / "reports"

    done = diagnose("audio", "--report", str(folder))

    assert done.returncode == 1
    text, data = sorted(folder.iterdir(), key=lambda file: file.suffix, reverse=True)
    assert "no-audio-system" in text.read_text(encoding="utf-8")
    assert json.loads(data.read_bytes())["verdict"] == "fault"


def test_a_report_that_can_not_be_written_is_said_in_a_sentence(silent_audio: AudioServer) -> None:
    in_the_way = silent_audio.folder / "reports"
    in_the_way.write_text("a file")

    done = diagnose("audio", "--report", str(in_the_way))

    assert done.returncode == 2
    assert "Choose another folder." in done.stderr
    assert done.stdout.startswith("A fault (certain), no-audio-system\n")


def test_the_network_is_not_tested_to_nowhere(silent_audio: AudioServer) -> None:
    done = diagnose("network", "--home", str(silent_audio.folder / "nowhere"))

    assert done.returncode == 2
    assert done.stderr == "There is no service to test the network to. Name one with --service URL.\n"
    assert not (silent_audio.folder / "nowhere").exists()


def test_a_watch_of_no_length_is_refused() -> None:
    done = diagnose("audio", "--watch", "soon")

    assert done.returncode == 2
    assert "soon is not a number of seconds" in done.stderr


def test_only_a_full_test_of_the_devices_in_use_becomes_the_baseline_until_another_is_wanted(
    audio: AudioServer,
) -> None:
    audio.control("set-default-sink", "cable")

    diagnose("audio")
    diagnose("audio", "--full", "--input", "mic", "--output", "cable")
    assert kept(audio) is None
    refused = diagnose("audio", "--keep")
    asked = diagnose("audio", "--full", "--keep")
    first = kept(audio)
    diagnose("audio", "--full")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--full" in refused.stderr
    assert "Later tests are held against this one." in asked.stderr
    assert first is not None
    assert (first["inputLabel"], first["outputLabel"]) == ("Boom", "Cable")
    assert kept(audio) == first
    diagnose("audio", "--full", "--keep")
    assert kept(audio) != first


def test_a_test_that_is_not_good_is_not_kept_and_says_so(silent_audio: AudioServer) -> None:
    done = diagnose("audio", "--full", "--keep")

    assert done.returncode == 1
    assert "Later tests are not held against this one" in done.stderr


def kept(audio: AudioServer) -> dict[str, object] | None:
    file = audio.folder / ".local" / "state" / "bedside" / "baseline.json"
    found: dict[str, object] | None = json.loads(file.read_bytes()) if file.exists() else None
    return found


def test_ctrl_c_ends_the_test_its_sound_and_its_children(audio: AudioServer) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "console", "diagnose", "audio", "--watch", "60"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    until(lambda: audio.control("list", "sink-inputs") != "")
    children = psutil.Process(process.pid).children(recursive=True)
    assert children

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)

    assert (process.returncode, out, err) == (2, b"", b"")
    _gone, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    assert audio.control("list", "sink-inputs") == ""


def test_a_killed_test_leaves_no_sound_and_no_children(audio: AudioServer) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "console", "diagnose", "audio", "--watch", "60"], stdin=subprocess.DEVNULL
    )
    until(lambda: audio.control("list", "sink-inputs") != "")
    children = psutil.Process(process.pid).children(recursive=True)

    process.kill()
    process.wait()

    _gone, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    until(lambda: audio.control("list", "sink-inputs") == "")


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline


def test_what_was_mended_is_taken_back_later_and_once(audio: AudioServer) -> None:
    audio.control("set-default-sink", "cable")
    audio.control("set-source-mute", "mic", "1")

    mended = diagnose("audio", "--mend")
    assert audio.control("get-source-mute", "mic") == "Mute: no"
    undone = diagnose("--undo")
    again = diagnose("--undo")

    assert "bedside diagnose --undo" in mended.stdout
    assert (undone.returncode, undone.stdout) == (0, "Taken back: Unmute: Boom\n"), undone.stderr
    assert audio.control("get-source-mute", "mic") == "Mute: yes"
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.startswith("There is nothing to take back.")


def test_what_can_not_be_taken_back_now_can_be_later(audio: AudioServer) -> None:
    audio.control("set-default-sink", "cable")
    audio.control("set-source-mute", "mic", "1")
    diagnose("audio", "--mend")
    frozen = {**os.environ, "PULSE_SERVER": "unix:/nowhere"}

    failed = diagnose("--undo", env=frozen)
    undone = diagnose("--undo")

    assert (failed.returncode, failed.stdout) == (2, "")
    assert (undone.returncode, undone.stdout) == (0, "Taken back: Unmute: Boom\n")
