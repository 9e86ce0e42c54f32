"""`bedside join`: take part in a call, by a link or as support, and measure how the others are heard and seen."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.asking import tell
from console.cli.running import DONE, NOT_DONE, remote, whole
from console.domain.errors import ConsoleError
from console.words import _

if TYPE_CHECKING:
    from console.calling.visiting import Heed, SeatMeasured


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    remote(parser)
    parser.add_argument(
        "call",
        metavar=_("CALL|LINK"),
        help=_("a call's id, to ask in as support; or a seat's link; - reads it from standard input"),
    )
    parser.add_argument("--headless", action="store_true", required=True, help=_("take part without a screen"))
    parser.add_argument(
        "--seconds",
        type=whole(1, 24 * 3600),
        metavar=_("NUMBER"),
        default=10,
        help=_("how long to stay once somebody else is there (10)"),
    )
    parser.add_argument("--no-mic", action="store_true", help=_("send no sound"))
    parser.add_argument("--play", type=Path, metavar=_("FILE"), help=_("send this file's sound, again and again"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run(options: argparse.Namespace) -> int:
    """Join, stay, measure, leave."""
    if options.play is not None and not options.play.is_file():
        raise ConsoleError(
            _("There is no file {name}.", name=str(options.play)), "", _("See that its path is right."), code="invalid"
        )
    call = sys.stdin.readline().strip() if options.call == "-" else options.call
    seats = asyncio.run(_by_link(call, options) if "://" in call else _as_support(call, options))
    if options.json:
        tell({"seats": seats})
    for seat in () if options.json else seats:
        print(_line(seat))
    return DONE if any(seat.audio or seat.video for seat in seats) else NOT_DONE


async def _by_link(link: str, options: argparse.Namespace, *heed: "Heed") -> "list[SeatMeasured]":
    from console.calling.visiting import visit

    play = str(options.play.absolute()) if options.play else None
    return await visit(link, options.seconds, *heed, play=play, microphone=not options.no_mic)


async def _as_support(call: str, options: argparse.Namespace) -> "list[SeatMeasured]":
    """Take part as support, as soon as everybody in the call has said yes and as long as nobody says no."""
    from console.cli.asking import reaching
    from console.cli.supporting import Answers

    async with reaching(options) as reached:
        link = await reached.client.support(call)
        answers = Answers(link.seat_id)
        seats = await _by_link(link.url, options, answers.heed)
    if answers.over is not None:
        if not seats:
            raise answers.over
        print(str(answers.over), file=sys.stderr)
    return seats


def _line(seat: "SeatMeasured") -> str:
    from console.presentation.calls import seat_name

    said = [seat_name(seat)]
    if seat.audio is not None:
        said.append(
            _(
                "heard after {ms} ms, {level} dBFS, loss {loss} %",
                ms=round(seat.audio.first_ms),
                level=seat.audio.level_dbfs,
                loss=seat.audio.loss,
            )
        )
    else:
        said.append(_("not heard"))
    if seat.video is not None:
        said.append(
            _(
                "seen after {ms} ms, {width}x{height}, {rate} pictures a second",
                ms=round(seat.video.first_ms),
                width=seat.video.width,
                height=seat.video.height,
                rate=seat.video.frames_per_second,
            )
        )
    else:
        said.append(_("not seen"))
    return ", ".join(said)
