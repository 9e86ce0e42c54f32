"""What a service that is started tells media peers: STUN and TURN servers, and the peer that echoes."""

from collections.abc import Sequence
from pathlib import Path

from console.domain.errors import ConsoleError, reason
from console.media.echo.peer import EchoPeer
from console.service.connectivity import Connectivity
from console.wire.ice import address_of
from console.words import _


def connectivity(stun: Sequence[str], turn: Sequence[str], secret_file: Path | None) -> Connectivity:
    """Return what the options say; raise ConsoleError for what can't be meant."""
    for url, schemes in (*((url, {"stun"}) for url in stun), *((url, {"turn", "turns"}) for url in turn)):
        _refuse_unusable(url, schemes)
    if turn and secret_file is None:
        raise ConsoleError(
            _("A TURN server needs the secret that it shares with this service."),
            "",
            _("Give --turn-secret-file with what is behind static-auth-secret in the TURN server's settings."),
            code="invalid",
        )
    return Connectivity(
        stun=tuple(stun),
        turn=tuple(turn),
        turn_secret=None if secret_file is None else _secret(secret_file),
        echo=EchoPeer(),
    )


def _refuse_unusable(url: str, schemes: set[str]) -> None:
    address = address_of(url)
    if address is None or address.scheme not in schemes:
        raise ConsoleError(
            _("{url} is not the address of such a server.", url=url),
            "",
            _("Write it like stun:stun.town.example or turn:turn.town.example:3478?transport=tcp."),
            code="invalid",
        )


def _secret(file: Path) -> str:
    try:
        secret = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConsoleError(
            _("The file with the TURN server's secret can't be read."),
            reason(error) if isinstance(error, OSError) else "",
            _("See that the path is right and that this user may read it."),
            code="invalid",
        ) from error
    if not secret:
        raise ConsoleError(
            _("The file with the TURN server's secret is empty."),
            str(file),
            _("Put in it what is behind static-auth-secret in the TURN server's settings."),
            code="invalid",
        )
    return secret
