"""`bedside demo`: the console on a demonstration town, in a home of its own."""

import argparse
import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from console.cli.running import DONE, refuse_without_terminal, whole
from console.wire.run_file import home_of
from console.words import _

if TYPE_CHECKING:
    from console.session import Session

SLOWEST, FASTEST = 0.1, 120.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--seed",
        type=whole(0),
        metavar=_("NUMBER"),
        default=1,
        help=_("the same number gives the same town and the same day"),
    )
    parser.add_argument(
        "--speed",
        type=_speed,
        metavar=_("NUMBER"),
        default=1.0,
        help=_("seconds that pass in the town in one of yours, from 0.1 to 120"),
    )
    parser.add_argument("--headless", action="store_true", help=_("let the day pass without opening the console"))
    # Neither the home of a real service nor a remote one is a demonstration's.
    parser.set_defaults(home=None, service=None)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not SLOWEST <= speed <= FASTEST:
        raise argparse.ArgumentTypeError(_("the speed is a number from 0.1 to 120"))
    return speed


def run(options: argparse.Namespace) -> int:
    """Open the console on the demonstration, or let its day pass without one."""
    if options.home is None:
        options.home = home_of(os.environ.get("BEDSIDE_HOME") or None) / "demo"
    options.home = home_of(options.home)
    if options.headless:
        return asyncio.run(_headless(options))
    refuse_without_terminal()
    return _with_console(options)


def _with_console(options: argparse.Namespace) -> int:
    from console.app import show

    with ExitStack() as while_open:

        async def connect() -> "Session":
            from console.demo import opening
            from console.session import connect

            await opening.begin(options.home, options.seed, options.speed)
            session = await connect(options, opening.service_options(options.speed))
            while_open.enter_context(opening.company(options.home))
            return session

        return show(connect, demonstration=True)


async def _headless(options: argparse.Namespace) -> int:
    from console.demo import opening
    from console.session import connect

    await opening.begin(options.home, options.seed, options.speed)
    session = await connect(options, opening.service_options(options.speed))
    print(_("The town is at {url}. Stop it with Ctrl+C.", url=session.client.url), flush=True)
    with opening.company(options.home) as performing:
        assert performing.stdin is not None
        _on_stop_signals(performing.stdin.close)
        await asyncio.to_thread(performing.wait)
    await opening.leave(session)
    return DONE


def _on_stop_signals(stop: Callable[[], object]) -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop())
