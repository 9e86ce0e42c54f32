"""A private PulseAudio without a sound card: a real server whose devices come and go as a test says."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TOPOLOGY = """
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=headset norewinds=1 sink_properties=device.description="Headset"
load-module module-null-sink sink_name=cable norewinds=1 sink_properties=device.description="Cable"
load-module module-remap-source source_name=mic master=cable.monitor source_properties=device.description="Boom"
set-default-sink headset
set-default-source mic
"""
"""Two speakers and one microphone. Null sinks need norewinds=1, else PortAudio's callbacks stop."""

READY_WITHIN = 10.0
END_WITHIN = 5.0


class AudioServer:
    """A PulseAudio of a test's own. environment: what makes a process use it and no other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.script = folder / "script.pa"
        self.environment = {
            "PULSE_SERVER": f"unix:{folder / 'native'}",
            "PULSE_RUNTIME_PATH": str(folder / "runtime"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "HOME": str(folder),
        }
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self.script.write_text(TOPOLOGY.format(socket=folder / "native"))

    def start(self) -> None:
        """Start the server; it answers when this returns."""
        address = self.folder / "ready"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
            ready.bind(str(address))
            ready.settimeout(READY_WITHIN)
            self._process = subprocess.Popen(
                # -n leaves the modules out that carry mutes from one run to the next, and suspend-on-idle.
                ["pulseaudio", "-n", "-F", self.script, "--daemonize=no", "--exit-idle-time=-1", "--log-level=error"],
                env={**os.environ, **self.environment, "NOTIFY_SOCKET": str(address)},
                stderr=subprocess.DEVNULL,
            )
            assert ready.recv(1024).startswith(b"READY=1")
        address.unlink()

    def stop(self) -> None:
        """End the server as a session does that ends."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server without a chance to clean up."""
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """Make the server deaf: its socket accepts, nothing answers."""
        self._running.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._running.send_signal(signal.SIGCONT)

    def control(self, *command: str) -> str:
        """Run pactl on the server and return what it prints, stripped."""
        environment = {**os.environ, **self.environment}
        done = subprocess.run(["pactl", *command], env=environment, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout.strip()

    def close(self) -> None:
        """End the server if it still runs."""
        if self._process is not None:
            self.kill()

    @property
    def _running(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "the audio server is not running"
        return self._process

    def _end(self, number: signal.Signals) -> None:
        self._running.send_signal(number)
        self._running.wait(END_WITHIN)
        self._process = None


@pytest.fixture
def audio(silent_audio: AudioServer) -> AudioServer:
    """A private audio server that runs, for this process and those that it starts."""
    silent_audio.start()
    return silent_audio


@pytest.fixture
def silent_audio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AudioServer]:
    """A private audio server that is not started yet."""
    with private_server(tmp_path / "audio") as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        yield server


@contextmanager
def private_server(folder: Path) -> Iterator[AudioServer]:
    """A server with its files in this folder, ended with the context."""
    if shutil.which("pulseaudio") is None:
        pytest.skip("needs PulseAudio (Debian: pulseaudio, pulseaudio-utils)")
    server = AudioServer(folder)
    try:
        yield server
    finally:
        server.close()
