"""The cure of a silent microphone in a real terminal, on a real audio server: by the command and on the screen."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from console.wire import run_file
from tests.audio_server import AudioServer, audio, silent_audio
from tests.test_terminal import Terminal, until

__all__ = ["audio", "silent_audio"]

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
    pytest.mark.timeout(240),
]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "tmux")
    yield terminal
    terminal.end()


@pytest.fixture
def muted(audio: AudioServer) -> AudioServer:
    """An audio server whose microphone hears its speaker, and is muted."""
    audio.control("set-default-sink", "cable")
    audio.control("set-source-mute", "mic", "1")
    return audio


def test_support_mends_by_the_command_after_being_asked(terminal: Terminal, muted: AudioServer) -> None:
    terminal.open(f"sh -c '{sys.executable} -m console diagnose audio --mend; echo status $?; exec cat'")
    terminal.sees("A fault (certain), microphone-muted", "CAPTURED", "Do this now? Unmute: Boom (y yes, n no)")
    assert muted.control("get-source-mute", "mic") == "Mute: yes"

    terminal.press("perhaps", "Enter")
    until(lambda: terminal.screen().count("Do this now?") == 2, terminal.screen)
    terminal.press("y", "Enter")

    terminal.sees("Done: Unmute: Boom", "All is well.", "Audible again: silent before, now -", "status 0")
    assert muted.control("get-source-mute", "mic") == "Mute: no"


def test_support_who_says_no_changes_nothing(terminal: Terminal, muted: AudioServer) -> None:
    terminal.open(f"sh -c '{sys.executable} -m console diagnose audio --mend; echo status $?; exec cat'")
    terminal.sees("Do this now?")
    terminal.press("n", "Enter")

    terminal.sees("status 1")
    assert muted.control("get-source-mute", "mic") == "Mute: yes"


def test_support_mends_on_the_screen_and_takes_it_back(terminal: Terminal, muted: AudioServer, tmp_path: Path) -> None:
    home = tmp_path / "home"
    terminal.open(f"{sys.executable} -m console --home {home}")
    terminal.sees("LIVE", "1*Today")
    try:
        terminal.press("7")
        terminal.sees("7*Diagnose", "a can't be heard")
        terminal.press("d")
        terminal.sees("A fault (certain)", "CAPTURED", "Boom is muted.", "Enter Mend")
        terminal.press("Enter")
        terminal.sees("Mend this?", "Unmute: Boom")
        terminal.press("Enter")
        # Its microphone hears its own speaker in full: with this complaint that is a doubt, and said.
        terminal.sees("That is mended. What is left: The sound comes back as an echo.", "played ok")
        assert muted.control("get-source-mute", "mic") == "Mute: no"

        terminal.press("u")
        terminal.sees("Take this back?")
        terminal.press("Enter")
        terminal.sees("A fault (certain)", "CAPTURED")
        assert muted.control("get-source-mute", "mic") == "Mute: yes"
    finally:
        run = run_file.read(home)
        if run is not None and psutil.pid_exists(run.pid):
            os.kill(run.pid, signal.SIGTERM)
