"""The versions whose private parts are used: no library tells of a lost packet, or of a way that is cut."""

from importlib.metadata import version

from console.domain.errors import ConsoleError
from console.words import _

MADE_FOR = {"aiortc": "1.16.0", "aioice": "0.13.0"}


def require() -> None:
    """Raise ConsoleError where another version is installed: the call would break with the first lost packet."""
    for library, made_for in MADE_FOR.items():
        if (found := version(library)) != made_for:
            raise ConsoleError(
                _("What is installed here can't carry the sound and picture of a call."),
                f"{library} {found}",
                _("Install {library} {version}.", library=library, version=made_for),
                code="library",
            )
