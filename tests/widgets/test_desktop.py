"""Notifications on the desktop: by the terminal, by the system's command, or not at all; never an error."""

from pathlib import Path

import pytest
from textual.app import App

from console.widgets import desktop


@pytest.mark.parametrize(
    ("environ", "written"),
    [
        ({"TERM_PROGRAM": "WezTerm"}, "\x1b]9;Bedside: no microphone\x07"),
        ({"KITTY_WINDOW_ID": "1"}, "\x1b]9;Bedside: no microphone\x07"),
        ({"VTE_VERSION": "7200"}, "\x1b]777;notify;Bedside;no microphone\x07"),
        ({"TERM": "xterm"}, ""),
    ],
)
def test_a_terminal_is_asked_in_its_own_way(environ: dict[str, str], written: str) -> None:
    assert desktop.sequence("Bedside", "no microphone", environ) == written


def test_nothing_in_a_text_can_end_the_sequence() -> None:
    written = desktop.sequence("Bedside", "PC\x07\x1b]52;c;\x1b\\1", {"VTE_VERSION": "7200"})

    assert written.count("\x1b") == 1
    assert written.count("\x07") == 1


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop whose notifications are lines of this file."""
    told, command = tmp_path / "told", tmp_path / "notify-send"
    command.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}"\n', "utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    for name in ("TERM_PROGRAM", "KITTY_WINDOW_ID", "VTE_VERSION", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    return told


async def test_a_desktop_is_told_by_its_command(notes: Path) -> None:
    await desktop.notify(App(), "Bedside", "--no microphone")

    assert notes.read_text("utf-8").splitlines() == ["--app-name=Bedside", "--", "Bedside", "--no microphone"]


async def test_where_there_is_no_desktop_nothing_is_started(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")

    await desktop.notify(App(), "Bedside", "no microphone")

    assert not notes.exists()
