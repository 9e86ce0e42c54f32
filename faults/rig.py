"""A private audio server with a fault in it, diagnosed and mended as a user would."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from console.diagnostics.bench import Fraction, Level, Progress
from console.diagnostics.mending import Case
from console.domain.diagnosis.causes import Cause
from console.domain.diagnosis.evidence import Side
from console.domain.diagnosis.result import Diagnosis
from faults import Fault, Server, When
from faults.servers import PulseAudio, running
from tests.audio_server import AudioServer

MIDDLE = 0.3
"""How much of the probe has been played when a fault comes in mid-test."""
SOUND = -120.0
"""dBFS: above it the probe is playing."""
PUMP = Path(__file__).parent / "pump.py"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of a fault. seconds: from the end of the sound, or the failure, to the verdict.

    mended: the first diagnosis after which the program's own mends left nothing wrong; None: not tried.
    """

    fault: Fault
    diagnosis: Diagnosis
    seconds: float
    mended: Diagnosis | None = None

    @property
    def first(self) -> Cause | None:
        """The cause that was named first."""
        return next(iter(self.diagnosis.causes), None)


class Rig:
    """One audio server, for as long as one fault is tested."""

    def __init__(self, server: AudioServer, kind: Server, stack: ExitStack) -> None:
        self.server = server
        self.kind = kind
        self._stack = stack
        self._last_sound = time.monotonic()
        self._has_sounded = False
        self._to_inject: Fault | None = None

    def control(self, *command: str) -> str:
        """Run pactl on the server."""
        return self.server.control(*command)

    def unload(self, *words: str) -> None:
        """Unload the modules whose line in the list has all these words."""
        for line in self.control("list", "short", "modules").splitlines():
            if all(word in line for word in words):
                self.control("unload-module", line.split()[0])

    def own_stream(self, side: Side) -> str:
        """Return the index of the test's own stream."""
        kind = "source-outputs" if side is Side.INPUT else "sink-inputs"
        blocks = re.split(r"\n(?=\S)", self.control("list", kind))
        own = next(block for block in blocks if "ALSA plug-in" in block)
        return re.search(r"#(\d+)", own).group(1)  # type: ignore[union-attr]

    def number(self, kind: str, name: str) -> str:
        """Return the server's number for a device. kind: sinks or sources."""
        lines = (line.split() for line in self.control("list", "short", kind).splitlines())
        return next(words[0] for words in lines if words[1] == name)

    def is_at(self, kind: str, stream: str, device: str) -> bool:
        """Tell whether a stream is at a device, by their numbers, now or within a few looks."""
        for _look in range(20):
            lines = [line.split() for line in self.control("list", "short", kind).splitlines()]
            if [stream, device] in [words[:2] for words in lines]:
                return True
        return False

    def set_environment(self, **values: str) -> None:
        """Change the environment of what is started from here on, until the fault's end."""
        before = {name: os.environ.get(name) for name in values}
        os.environ.update(values)
        self._stack.callback(_restore, before)

    def replace_server(self, server: AudioServer) -> None:
        """Use another server instead, which is not started yet."""
        self.server.close()
        self.server = server
        self._stack.callback(server.close)
        self.set_environment(**server.environment)

    def replace_interpreter(self, script: str) -> None:
        """Start child programs by this shell script, which ends in `"$@"`."""
        wrapper = self.server.folder / "interpreter"
        wrapper.write_text(f"#!/bin/sh\n{script}\n")
        wrapper.chmod(0o755)
        self._stack.callback(setattr, sys, "executable", sys.executable)
        sys.executable = str(wrapper)

    def pump(self, effect: str, value: float = 0.0) -> None:
        """Put a process between the speaker and the microphone that does something to the sound."""
        self.unload("source_name=mic")
        pipe = self.server.folder / "pipe"
        sound = ("format=float32le", "rate=48000", "channels=2")
        self.control("load-module", "module-pipe-source", "source_name=mic", f"file={pipe}", *sound)
        self.control("set-default-source", "mic")
        command = [sys.executable, str(PUMP), effect, str(value), str(pipe)]
        process = subprocess.Popen(
            command, env={**os.environ, **self.server.environment}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.beside(process)
        assert process.stdout is not None
        assert process.stdout.readline() == b"pumping\n"

    def beside(self, process: "subprocess.Popen[bytes]") -> None:
        """Let a process run until the fault's end."""
        self._stack.callback(_end, process)

    async def diagnose(self, fault: Fault) -> Result:
        """Inject the fault, test, and mend what the program can mend."""
        fault.prepared(self)
        if fault.when is When.BEFORE:
            fault.inject(self)
        else:
            self._to_inject = fault
        self._last_sound = time.monotonic()
        case = Case(plan=fault.plan, clock=lambda: datetime.now(UTC), tell=self._tell)
        diagnosis = await case.test()
        seconds = time.monotonic() - self._last_sound
        self._to_inject = None
        mended = await _mended(case) if self.kind in fault.mends else None
        return Result(fault=fault, diagnosis=diagnosis, seconds=seconds, mended=mended)

    def _tell(self, progress: Progress) -> None:
        match progress:
            case Level(side=Side.OUTPUT, level=level) if level > SOUND:
                self._last_sound = time.monotonic()
                self._has_sounded = True
            case Level() if not self._has_sounded:
                # The streams are open; if no sound follows, the test fails from here on.
                self._last_sound = time.monotonic()
                self._has_sounded = True
            case Fraction(done=done) if done > MIDDLE and self._to_inject is not None:
                fault, self._to_inject = self._to_inject, None
                fault.inject(self)
                self._last_sound = time.monotonic()
            case _:
                pass


async def _mended(case: Case) -> Diagnosis:
    """Apply one mend after the other as long as one is offered, and test again after each."""
    while (cause := case.next_mend) is not None:
        await case.mend(cause)
        await case.test()
    assert case.latest is not None
    return case.latest


@contextmanager
def rig(kind: Server) -> Iterator[Rig]:
    """A fresh server for this process and those that it starts."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bedside-faults-")))
        folder.chmod(0o755)
        server = stack.enter_context(running(kind, folder / "audio"))
        one = Rig(server, kind, stack)
        one.set_environment(**server.environment)
        yield one


def barred(folder: Path) -> AudioServer:
    """A PulseAudio that lets nobody in but its own user."""
    return PulseAudio(folder, auth="auth-anonymous=0 auth-cookie-enabled=0")


def _restore(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait()
