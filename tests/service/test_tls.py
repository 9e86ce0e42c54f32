"""The service with TLS, and without it where that would be in the open."""

import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL

import httpx
import pytest

from tests.conftest import ServiceProcess
from tests.service.test_storage_failures import refused


@pytest.fixture
def pair(tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """Make certificates of one's own, each with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("making a certificate needs openssl")

    def make(name: str, *options: str, names: str = "IP:127.0.0.1") -> tuple[Path, Path]:
        certfile, keyfile = tmp_path / f"{name}.pem", tmp_path / f"{name}.key"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-days", "2", "-subj", "/CN=town"),
                *("-addext", f"subjectAltName={names}", "-keyout", str(keyfile), "-out", str(certfile)),
                *(options or ("-nodes",)),
            ],
            check=True,
            capture_output=True,
        )
        return certfile, keyfile

    return make


def test_service_answers_over_tls_beyond_this_machine(
    serve: Callable[..., ServiceProcess], pair: Callable[..., tuple[Path, Path]]
) -> None:
    certfile, keyfile = pair("town")
    service = serve("--host", "0.0.0.0", "--certfile", str(certfile), "--keyfile", str(keyfile))

    assert service.url.startswith("https://127.0.0.1:")
    trusting = ssl.create_default_context(cafile=str(certfile))
    assert httpx.get(f"{service.url}/healthz", verify=trusting).json()["status"] == "ok"


def test_service_says_that_certificate_and_key_can_not_be_used(
    tmp_path: Path, pair: Callable[..., tuple[Path, Path]]
) -> None:
    certfile, _keyfile = pair("one")
    _other, locked = pair("two", "-passout", "pass:secret")
    junk = tmp_path / "junk"
    junk.write_text("no certificate")

    for *files, why in (
        (junk, junk, "One of the files is not in PEM form."),
        (certfile, locked, "The key is kept under a password."),
        (certfile, pair("three")[1], "The key belongs to another certificate."),
    ):
        line = refused(tmp_path / "home", "--certfile", str(files[0]), "--keyfile", str(files[1]))
        assert line.startswith(f"The certificate and the key can't be used. {why}")
    line = refused(tmp_path / "home", "--certfile", str(certfile))
    assert line.startswith("TLS needs both a certificate and its key.")
    for unreadable in (tmp_path / "none", tmp_path, tmp_path / ("n" * 300)):
        line = refused(tmp_path / "home", "--certfile", str(certfile), "--keyfile", str(unreadable))
        assert line.startswith(f"The file {unreadable} can't be read.")


def test_commands_on_the_services_own_machine_know_it_by_its_certificate(
    serve: Callable[..., ServiceProcess], pair: Callable[..., tuple[Path, Path]]
) -> None:
    # As a town's certificate does, it names the town's host alone.
    certfile, keyfile = pair("town", "-nodes", "-addext", "extendedKeyUsage=serverAuth", names="DNS:video.town.example")
    service = serve("--host", "0.0.0.0", "--certfile", str(certfile), "--keyfile", str(keyfile))

    done = bedside("tokens", "create", "--name", "Support desk", "--role", "support", "--home", str(service.home))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("bedside_")


def test_commands_trust_what_the_machine_trusts(
    serve: Callable[..., ServiceProcess], pair: Callable[..., tuple[Path, Path]]
) -> None:
    certfile, keyfile = pair("town")
    service = serve("--certfile", str(certfile), "--keyfile", str(keyfile))
    asked = ("accounts", "list", "--json", "--service", service.url)

    refused_ = bedside(*asked, BEDSIDE_TOKEN=service.token)
    assert refused_.returncode == 2
    assert refused_.stderr.startswith("The service's certificate is not trusted by this machine.")
    trusted = bedside(*asked, BEDSIDE_TOKEN=service.token, SSL_CERT_FILE=str(certfile))
    assert (trusted.returncode, trusted.stderr) == (0, "")


def bedside(*arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run a command."""
    command = [sys.executable, "-m", "console", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **env}, timeout=60, check=False, stdin=DEVNULL
    )
