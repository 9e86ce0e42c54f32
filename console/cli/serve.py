"""`bedside serve`: the service alone."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import msgspec

from console.cli.running import DONE
from console.domain.errors import ConsoleError, reason
from console.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("--host", metavar=_("ADDRESS"), default="127.0.0.1", help=_("the address to listen at"))
    parser.add_argument(
        "--port", type=_port, metavar=_("NUMBER"), default=0, help=_("the port to listen at; 0 picks a free one")
    )
    parser.add_argument("--database", metavar="URL", help=_("the database's address, instead of the home's own file"))
    parser.add_argument("--certfile", type=Path, metavar=_("FILE"), help=_("the TLS certificate, with its chain"))
    parser.add_argument("--keyfile", type=Path, metavar=_("FILE"), help=_("the certificate's key"))
    parser.add_argument("--insecure", action="store_true", help=_("listen beyond this machine without TLS"))
    parser.add_argument(
        "--public-url",
        type=_web_address,
        metavar="URL",
        help=_("the address by which browsers reach the service, where a proxy stands before it"),
    )
    parser.add_argument("--stun", metavar="URL", action="append", default=[], help=_("a STUN server; may be repeated"))
    parser.add_argument("--turn", metavar="URL", action="append", default=[], help=_("a TURN server; may be repeated"))
    parser.add_argument(
        "--turn-secret-file", type=Path, metavar="FILE", help=_("the file with the secret that the TURN server shares")
    )
    parser.add_argument("--json", action="store_true", help=_("print one line of JSON when it can answer"))
    parser.add_argument("--log", type=Path, metavar=_("FILE"), help=_("write the log to this file"))
    parser.add_argument("--demonstration", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--clock-start", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    parser.add_argument("--rate", type=float, default=1.0, help=argparse.SUPPRESS)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError(_("a port is a number from 0 to 65535"))
    return int(text)


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise argparse.ArgumentTypeError(_("a web address, such as https://video.town.example"))
    return f"{parts.scheme}://{parts.netloc}"


def _log(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise ConsoleError(
            _("The log can't be written."), reason(error), _("Choose another file with --log."), code="log-unusable"
        ) from error


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    from console.cli.connecting import connectivity
    from console.service import logs
    from console.service.serving import Settings, serve
    from console.wire.run_file import RunFile, home_of

    def tell(run: RunFile) -> None:
        if options.json:
            line = msgspec.json.encode({"url": run.url, "admin_token": run.admin_token}).decode()
        else:
            line = _("Bedside answers at {url}. Stop it with Ctrl+C.", url=run.url)
        print(line, flush=True)

    home = home_of(options.home)
    logs.configure(sys.stderr if options.log is None else _log(options.log))
    serve(
        Settings(
            home=home,
            host=options.host,
            port=options.port,
            database=options.database,
            certfile=options.certfile,
            keyfile=options.keyfile,
            insecure=options.insecure,
            demonstration=options.demonstration,
            clock_start=options.clock_start,
            rate=options.rate,
            public_url=options.public_url,
            connectivity=connectivity(options.stun, options.turn, options.turn_secret_file),
            when_ready=tell,
        )
    )
    return DONE
