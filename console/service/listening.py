"""Where the service listens: refuses what would put it in the open without protection."""

import ipaddress
import socket
import ssl
from pathlib import Path

from console.domain.errors import ConsoleError, reason
from console.words import _


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_in_the_open(host: str, *, tls: bool, insecure: bool) -> None:
    """Raise insecure when others could read along."""
    if not (is_loopback(host) or tls or insecure):
        raise ConsoleError(
            _("Others on the network could read along at {host} without TLS.", host=host),
            "",
            _("Give --certfile and --keyfile, listen on 127.0.0.1 behind a proxy, or say --insecure."),
            code="insecure",
        )


def refuse_unusable_certificate(certfile: Path | None, keyfile: Path | None) -> None:
    """Raise invalid where one of the two is missing, or they can't be used together without a password."""
    if certfile is None and keyfile is None:
        return
    if certfile is None or keyfile is None:
        raise ConsoleError(
            _("TLS needs both a certificate and its key."), "", _("Give both --certfile and --keyfile."), code="invalid"
        )
    for path in (certfile, keyfile):
        try:
            path.open("rb").close()
        except OSError as error:
            raise ConsoleError(
                _("The file {name} can't be read.", name=path),
                reason(error),
                _("See that the path is right and that this user may read it."),
                code="invalid",
            ) from error
    try:
        # An empty password: a service has nobody to ask for one.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certfile, keyfile, password="")
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise ConsoleError(
            _("The certificate and the key can't be used."),
            _why(error, keyfile),
            _("Give a PEM certificate with its chain, and its own key without a password."),
            code="invalid",
        ) from error


def _why(error: OSError | ValueError, keyfile: Path) -> str:
    """Return what is wrong with a certificate or its key, as far as it is known."""
    if getattr(error, "reason", None) == "KEY_VALUES_MISMATCH":
        return _("The key belongs to another certificate.")
    if b"ENCRYPTED" in keyfile.read_bytes():
        return _("The key is kept under a password.")
    return _("One of the files is not in PEM form.") if "PEM" in str(error) else ""


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; port 0 picks one. Raise port-in-use or no-address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    # On Windows this option would let two programs share a port.
    if hasattr(socket, "SO_REUSEPORT"):
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise ConsoleError(
            _("The service can't listen at {host}, port {port}.", host=host, port=port),
            reason(error),
            _("Stop the program that uses the port, or choose another with --port (0 picks a free one)."),
            code="port-in-use",
        ) from error
    return listener


def url_of(listener: socket.socket, host: str, *, tls: bool) -> str:
    """Return the address for clients on this machine."""
    port = listener.getsockname()[1]
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"{'https' if tls else 'http'}://{name}:{port}"
