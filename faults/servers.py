"""Private audio servers: PulseAudio, and PipeWire with its PulseAudio side, each without a sound card."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults import Server
from tests.audio_server import AudioServer

TOPOLOGY = """
load-module module-native-protocol-unix {auth} socket={socket}
load-module module-null-sink sink_name=cable norewinds=1 rate=48000 sink_properties=device.description="Cable"
load-module module-remap-source source_name=mic master=cable.monitor source_properties=device.description="Boom"
load-module module-null-sink sink_name=spare norewinds=1 rate=48000 sink_properties=device.description="Television"
load-module module-null-source source_name=dull description="Lid"
set-default-sink cable
set-default-source mic
"""
"""What `cable` plays `mic` hears; `spare` and `dull` are a silent second pair. A speaker that changes its
rate while it sleeps leaves its monitor behind at the old one: so it begins with the one that the test asks for."""
ON_PIPEWIRE = (
    ("load-module", "module-null-sink", "sink_name=cable", "sink_properties=device.description=Cable"),
    ("load-module", "module-remap-source", "source_name=mic", "master=cable.monitor"),
    ("load-module", "module-null-sink", "sink_name=spare", "sink_properties=device.description=Television"),
    (
        "load-module",
        "module-null-sink",
        "sink_name=dull",
        "media.class=Audio/Source/Virtual",
        "channel_map=front-left,front-right",
    ),
    ("set-default-sink", "cable"),
    ("set-default-source", "mic"),
)
READY_WITHIN = 10.0


class PulseAudio(AudioServer):
    """PulseAudio. auth: who may use it."""

    def __init__(self, folder: Path, auth: str = "auth-anonymous=1") -> None:
        super().__init__(folder)
        self.script.write_text(TOPOLOGY.format(socket=folder / "native", auth=auth))


class PipeWire(AudioServer):
    """PipeWire, its session manager and its PulseAudio side, on a message bus of their own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.environment |= {
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(folder / "state"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder / 'bus'}",
            "PULSE_SERVER": f"unix:{folder / 'runtime' / 'native'}",
        }
        self._all: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start the processes in their order and make the same devices as on PulseAudio."""
        self._run("dbus-daemon", "--session", "--nofork", f"--address=unix:path={self.folder / 'bus'}")
        _wait_for(self.folder / "bus")
        self._run("pipewire")
        _wait_for(self.folder / "pipewire-0")
        self._run("wireplumber")
        self._run("pipewire-pulse")
        _wait_for(self.folder / "runtime" / "native")
        for command in ON_PIPEWIRE:
            self.control(*command)

    def control(self, *command: str) -> str:
        """Run pactl. On a busy machine the server may refuse a client before it has found its own settings."""
        deadline = time.monotonic() + READY_WITHIN
        while True:
            try:
                return super().control(*command)
            except subprocess.CalledProcessError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.05)

    def freeze(self) -> None:
        """Make it deaf: its sockets accept, nothing answers."""
        for process in self._all[1:]:
            process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End it without a chance to clean up."""
        for process in reversed(self._all):
            process.kill()
            process.wait()
        self._all.clear()

    def close(self) -> None:
        """End it if it still runs."""
        self.kill()

    def _run(self, *command: str) -> None:
        environment = {**os.environ, **self.environment}
        self._all.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))


def is_installed(server: Server) -> bool:
    """Tell whether this machine has the server's programs."""
    programs = {
        Server.PULSEAUDIO: ("pulseaudio", "pactl"),
        Server.PIPEWIRE: ("pipewire", "wireplumber", "pipewire-pulse", "dbus-daemon", "pactl"),
    }
    return all(shutil.which(program) for program in programs[server])


@contextmanager
def running(server: Server, folder: Path) -> Iterator[AudioServer]:
    """A server that runs, ended with the context."""
    one = PulseAudio(folder) if server is Server.PULSEAUDIO else PipeWire(folder)
    try:
        one.start()
        yield one
    finally:
        one.close()


def _wait_for(address: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as attempt:
            if attempt.connect_ex(str(address)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError(f"nothing listens at {address}")
