"""The participant's program: a connection to each other seat. Its argument is the Start; it ends with its parent."""

import asyncio
import sys

import msgspec
from aiortc.contrib.media import MediaPlayer, MediaRelay
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack

from console.media.echo.messages import told
from console.media.participant.messages import Meet, Part, Start, to_program, written
from console.media.participant.other import Other
from console.media.rtc.relays import Relays

EVERY = 1.0
"""Seconds between two measurements."""


async def attend(start: Start) -> None:
    """Do what the parent says; measure all the while."""
    relay, source = MediaRelay(), _source(start)
    relays = Relays(start.servers)
    relays.begin()
    others: dict[str, Other] = {}
    lines = told()
    measuring = asyncio.create_task(_measure(others))
    while True:
        message = to_program.decode(await lines.get())
        if isinstance(message, Meet | Part) and message.seat in others:
            await others.pop(message.seat).close()
        if isinstance(message, Meet):
            others[message.seat] = Other(
                message.seat, start, relays, lambda: source and relay.subscribe(source), offers=message.makes_offer
            )
        elif not isinstance(message, Part) and message.seat in others:
            others[message.seat].tell(message)
        if measuring.done():
            measuring.result()


def _source(start: Start) -> MediaStreamTrack | None:
    if start.play is not None:
        return MediaPlayer(start.play, loop=True).audio
    return AudioStreamTrack() if start.microphone else None


async def _measure(others: dict[str, Other]) -> None:
    while True:
        await asyncio.sleep(EVERY)
        for other in list(others.values()):
            sys.stdout.buffer.write(written(await other.measured()))
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    asyncio.run(attend(msgspec.json.decode(sys.argv[1], type=Start)))
