"""The whole thing in a real terminal: the demonstration town, its service, the keys, a killed service, quitting."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from console.wire import run_file
from console.wire.run_file import RunFile

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
    pytest.mark.timeout(240),
]
PATIENCE = 90


class Terminal:
    """A terminal of 80 columns and 24 rows with one program in it."""

    def __init__(self, socket: Path) -> None:
        self._tmux = ["tmux", "-S", str(socket), "-f", os.devnull]

    def open(self, command: str) -> None:
        self._run("new-session", "-d", "-s", "bedside", "-x", "80", "-y", "24", f"env LANG=C.UTF-8 {command}")

    def press(self, *keys: str) -> None:
        self._run("send-keys", "-t", "bedside", *keys)

    def screen(self) -> str:
        return self._run("capture-pane", "-p", "-t", "bedside").stdout

    def is_open(self) -> bool:
        return self._run("has-session", "-t", "bedside").returncode == 0

    def sees(self, *texts: str) -> str:
        """Wait until all of these can be read."""
        shown = ""

        def readable() -> bool:
            nonlocal shown
            shown = self.screen()
            return all(text in shown for text in texts)

        until(readable, lambda: f"{texts} can't all be read in\n{shown}")
        return shown

    def end(self) -> None:
        self._run("kill-server")

    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=False, timeout=30)


def until(true: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, otherwise()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "tmux")
    yield terminal
    terminal.end()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "home"
    yield home
    run = run_file.read(home)
    if run is not None and psutil.pid_exists(run.pid):
        os.kill(run.pid, signal.SIGKILL)


def running(home: Path) -> RunFile:
    run = run_file.read(home)
    assert run is not None
    return run


def test_manager_opens_the_town_takes_an_alert_survives_a_crash_and_quits(terminal: Terminal, home: Path) -> None:
    terminal.open(f"{sys.executable} -m console demo --home {home}")
    terminal.sees("DEMONSTRATION", "LIVE", "1*Today", "host has not come")

    terminal.press("2")
    terminal.sees("2*Accounts", "42 of 42")
    terminal.press("/")
    terminal.press("-l", "aino")
    terminal.sees("/aino", "Aino")
    until(lambda: "42 of 42" not in terminal.screen(), terminal.screen)
    terminal.press("Escape")
    terminal.sees("42 of 42")  # an Esc with another key right behind it would be one key

    terminal.press("5")
    terminal.sees("5*Alerts", "host has not come")
    terminal.press("t")
    terminal.sees("Take this?")
    terminal.press("Enter")
    terminal.sees("Taken by  ", psutil.Process().username())

    first = running(home)
    os.kill(first.pid, signal.SIGKILL)
    until(lambda: (run := run_file.read(home)) is not None and run.pid != first.pid, lambda: "it was not started again")
    terminal.sees("LIVE", psutil.Process().username())

    second = running(home)
    terminal.press("q")
    until(lambda: not terminal.is_open() or "Enter Do it" in terminal.screen(), terminal.screen)
    if terminal.is_open():
        terminal.press("Enter")
    until(lambda: not terminal.is_open(), terminal.screen)
    until(lambda: not psutil.pid_exists(second.pid), lambda: "the service goes on")
    assert run_file.read(home) is None


def test_what_is_typed_ahead_reaches_the_line_that_it_was_meant_for(terminal: Terminal, home: Path) -> None:
    terminal.open(f"{sys.executable} -m console demo --home {home}")
    terminal.sees("LIVE", "1*Today", "host has not come")
    terminal.press("-l", ":calls\r")
    terminal.sees("3*Calls")
    terminal.press("-l", "2/aino\r:quit\r")
    until(lambda: not terminal.is_open(), terminal.screen)
