"""A coturn of a test's own, on this machine alone, with credentials that end."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SECRET = "a secret that two machines share"
READY_WITHIN = 10.0


class TurnServer:
    """port: for UDP and TCP; tls_port: for TLS where it has a certificate."""

    def __init__(self, port: int, tls_port: int) -> None:
        self.port = port
        self.tls_port = tls_port

    @property
    def urls(self) -> tuple[str, ...]:
        return (
            f"turn:127.0.0.1:{self.port}",
            f"turn:127.0.0.1:{self.port}?transport=tcp",
            f"turns:127.0.0.1:{self.tls_port}?transport=tcp",
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def turn_server(folder: Path, certificate: tuple[Path, Path] | None = None, *options: str) -> Iterator[TurnServer]:
    """Run a TURN server for as long as the context lasts."""
    if shutil.which("turnserver") is None:
        pytest.skip("needs a TURN server (Debian: coturn)")
    server = TurnServer(free_port(), free_port())
    files = ["--cert", str(certificate[0]), "--pkey", str(certificate[1])] if certificate else ["--no-tls"]
    process = subprocess.Popen(
        [
            *("turnserver", "-n", "--log-file", "stdout", "--no-cli", "--no-dtls", "--use-auth-secret"),
            *("--static-auth-secret", SECRET, "--realm", "town.example", "--allow-loopback-peers"),
            *("--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1", "--pidfile", str(folder / "turn.pid")),
            *("--listening-port", str(server.port), "--tls-listening-port", str(server.tls_port)),
            *("--db", str(folder / "turn.db"), *files, *options),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    try:
        _wait_for(server.port)
        yield server
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    import time

    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1.0):
                return
        except ConnectionRefusedError:
            assert time.monotonic() < until, "the TURN server does not listen"
            time.sleep(0.05)
