"""`bedside agent`: reports this workstation's machine and devices to the service."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from console.agent.files import AgentFiles, Identity, Pause
from console.cli.running import DONE
from console.domain.devices import AgentIdentity
from console.domain.errors import ConsoleError
from console.wire import run_file
from console.wire.run_file import RunFile
from console.words import _

LOG = "agent.log"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options; without any the agent runs until it is stopped."""
    parser.add_argument(
        "--service",
        metavar="URL",
        default=os.environ.get("BEDSIDE_SERVICE") or None,
        help=_("the address of the service to enrol with (or BEDSIDE_SERVICE); without it, this home's own"),
    )
    parser.add_argument("--json", action="store_true", help=_("answer with one line of JSON"))
    parser.add_argument("--install", action="store_true", help=_("start the agent whenever this user signs in"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--enrol",
        nargs="?",
        const="",
        metavar=_("CODE"),
        help=_("enrol this workstation with a one-time code from Devices; without the code, ask for it"),
    )
    what.add_argument("--show", action="store_true", help=_("tell what is reported, what is not, and how it goes"))
    what.add_argument("--once", action="store_true", help=_("show one report without sending it"))
    what.add_argument("--pause", metavar=_("DURATION"), help=_("report nothing for so long: 2h, 45m, 1h30m, 3d"))
    what.add_argument("--resume", action="store_true", help=_("end the pause"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked for."""
    files = AgentFiles(run_file.home_of(options.home))
    if options.enrol is not None:
        _enrol(files, options)
    elif options.show:
        _show(files, options)
    elif options.once:
        _once(options)
    elif options.pause is not None:
        _pause(files, options)
    elif options.resume:
        _resume(files, options)
    elif not options.install:
        _run(files)
    if options.install:
        _install(files, options)
    return DONE


def _now() -> datetime:
    return datetime.now(UTC)


def _answer(options: argparse.Namespace, answer: object, lines: Iterable[str]) -> None:
    if options.json:
        lines = [msgspec.json.encode(answer).decode()]
    for line in lines:
        print(line)


def _run(files: AgentFiles) -> None:
    from console.agent.run import run

    _log(files)
    run(files, _now)


def _log(files: AgentFiles) -> None:
    # Started at sign-in on Windows there is no standard error.
    handler: logging.Handler = logging.StreamHandler()
    if sys.stderr is None:
        from logging.handlers import RotatingFileHandler

        files.make()
        handler = RotatingFileHandler(files.folder / LOG, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=[handler])
    logging.getLogger("httpx").setLevel(logging.WARNING)


def _enrol(files: AgentFiles, options: argparse.Namespace) -> None:
    own = None if options.service else _own_service(files)
    files.make()  # before the code is used up
    got = asyncio.run(_redeemed(options, own, options.enrol or _asked_code()))
    identity = Identity(
        service_url=None if own else options.service.rstrip("/"), workstation_id=got.workstation_id, token=got.token
    )
    files.write(files.identity_path, identity)
    _answer(
        options,
        {"workstationId": identity.workstation_id},
        [
            _("This workstation is enrolled as {workstation}.", workstation=identity.workstation_id),
            _("See what will be reported: bedside agent --show"),
            _("Start it at each sign-in: bedside agent --install    Start it now: bedside agent"),
        ],
    )


async def _redeemed(options: argparse.Namespace, own: RunFile | None, code: str) -> AgentIdentity:
    from console.client.service import ServiceClient

    client = ServiceClient(own.url, certificate=own.certificate) if own else ServiceClient(options.service)
    try:
        return await client.redeem(code)
    finally:
        await client.close()


def _own_service(files: AgentFiles) -> RunFile:
    running = run_file.read(files.home)
    if running is None:
        raise ConsoleError(
            _("It isn't said which service this workstation belongs to."),
            hint=_("Name it with --service URL or in BEDSIDE_SERVICE."),
            code="no-service",
        )
    return running


def _asked_code() -> str:
    if sys.stdin.isatty():
        print(_("The code from Devices:"), end=" ", flush=True)
    code = sys.stdin.readline().strip()
    if not code:
        raise ConsoleError(_("No code was given."), hint=_("Ask for one; it is made in Devices."), code="invalid")
    return code


def _show(files: AgentFiles, options: argparse.Namespace) -> None:
    from console.agent.run import is_running
    from console.agent.words import shown, standing

    now = standing(files, _now(), running=is_running(files))
    _answer(options, now, shown(now, files))


def _once(options: argparse.Namespace) -> None:
    from console.agent.machine import machine
    from console.agent.words import told
    from console.domain.devices import Report
    from console.media.inventory.watching import take

    inventory = asyncio.run(take())
    now = _now()
    report = Report(at=now, life="once", machine=machine(now), inventory=inventory)
    _answer(options, report, told(report))


def _pause(files: AgentFiles, options: argparse.Namespace) -> None:
    from console.agent.pausing import duration
    from console.agent.words import paused

    pause = Pause(until=_now() + duration(options.pause))
    files.write(files.pause_path, pause)
    _answer(options, pause, [paused(pause.until), _("Go on earlier: bedside agent --resume")])


def _resume(files: AgentFiles, options: argparse.Namespace) -> None:
    files.end_pause()
    _answer(options, {"until": None}, [_("The pause is over.")])


def _install(files: AgentFiles, options: argparse.Namespace) -> None:
    from console.agent.startup import install

    entry = install(files.home)
    _answer(
        options,
        entry,
        [
            _("Written: {where}", where=entry.where),
            _("The agent starts when you next sign in. Start it now: {command}", command=entry.start),
            _("Undo this: {command}", command=entry.undo),
        ],
    )
