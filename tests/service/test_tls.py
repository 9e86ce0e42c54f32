"""The service with TLS, and without it where that would be in the open."""

import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.conftest import ServiceProcess
from tests.service.test_storage_failures import refused


@pytest.fixture
def pair(tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """Make certificates of one's own, each with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("making a certificate needs openssl")

    def make(name: str, *options: str) -> tuple[Path, Path]:
        certfile, keyfile = tmp_path / f"{name}.pem", tmp_path / f"{name}.key"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-days", "2", "-subj", "/CN=town"),
                *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(keyfile), "-out", str(certfile)),
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

    for files in ((junk, junk), (certfile, locked), (certfile, pair("three")[1])):
        line = refused(tmp_path / "home", "--certfile", str(files[0]), "--keyfile", str(files[1]))
        assert line.startswith("The certificate and the key can't be used.")
    line = refused(tmp_path / "home", "--certfile", str(certfile))
    assert line.startswith("TLS needs both a certificate and its key.")
    line = refused(tmp_path / "home", "--certfile", str(certfile), "--keyfile", str(tmp_path / "none"))
    assert line.startswith("There is no file")
