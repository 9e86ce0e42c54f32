"""The participant's program: a connection to each other seat. Its argument is the Start; it ends with its parent."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

import msgspec
from aiortc.contrib.media import MediaPlayer, MediaRelay
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack
from av import AudioFrame

from console.media.echo.messages import told
from console.media.participant import telling
from console.media.participant.devices import Devices
from console.media.participant.floor import Floor
from console.media.participant.messages import (
    Levels,
    Look,
    Meet,
    Part,
    Start,
    Talk,
    ToProgram,
    Use,
    Volume,
    to_program,
)
from console.media.participant.other import Other
from console.media.participant.playing import Mixer
from console.media.participant.speaking import Voice
from console.media.participant.tiles import Tiles
from console.media.rtc.relays import Relays

EVERY = 1.0
"""Seconds between two measurements."""
LEVELS_EVERY = 0.1


class Attending:
    """One seat's part in a call: what it sends, what it plays, the others."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._relays = Relays(start.servers)
        self._relays.begin()
        self._floor = Floor()
        self._mixer = Mixer(self._floor)
        self._voice = Voice(self._floor, lambda: self._mixer.level)
        self._tiles = Tiles()
        self._devices = Devices(self._voice, self._mixer)
        self._others: dict[str, Other] = {}
        self._relay, self._source = MediaRelay(), self._sound()
        self._tasks: set[asyncio.Task[None]] = set()

    async def attend(self) -> None:
        """Do what the parent says; measure all the while."""
        lines = told()
        self._begin(self._measure())
        if self._start.devices:
            self._begin(self._tell_levels())
        while True:
            await self._do(to_program.decode(await lines.get()))
            for task in [one for one in self._tasks if one.done()]:
                self._tasks.discard(task)
                task.result()

    async def _do(self, message: ToProgram) -> None:
        match message:
            case Meet():
                await self._part(message.seat)
                self._others[message.seat] = Other(
                    message.seat,
                    self._start,
                    self._relays,
                    lambda: self._source and self._relay.subscribe(self._source),
                    self._mixer.hear if self._start.devices else _unheard,
                    self._tiles.see,
                    offers=message.makes_offer,
                )
            case Part():
                await self._part(message.seat)
            case Talk():
                self._floor.set(message.speaking, headset=message.headset)
            case Volume():
                self._mixer.volume(message.seat, message.gain_db)
            case Look():
                self._tiles.look(message)
            case Use():
                self._begin(self._devices.use(message))
            case _:
                if (other := self._others.get(message.seat)) is not None:
                    other.tell(message)

    async def _part(self, seat: str) -> None:
        if (other := self._others.pop(seat, None)) is not None:
            await other.close()
            self._mixer.part(seat)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.add(asyncio.create_task(work))

    def _sound(self) -> MediaStreamTrack | None:
        if self._start.play is not None:
            return MediaPlayer(self._start.play, loop=True).audio
        if self._start.devices:
            return self._voice
        return AudioStreamTrack() if self._start.microphone else None

    async def _measure(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            for other in list(self._others.values()):
                telling.say(await other.measured())

    async def _tell_levels(self) -> None:
        watching = asyncio.create_task(self._devices.watch())
        while not watching.done():
            await asyncio.sleep(LEVELS_EVERY)
            telling.show(
                Levels(
                    own=round(self._voice.level, 1),
                    sent=self._floor.mine == 1.0,
                    lowered=self._floor.theirs < 1.0,
                    seats=self._mixer.levels(),
                )
            )
        watching.result()


def _unheard(_seat: str, _frame: AudioFrame) -> None:
    """Nobody listens: what comes is measured and no more."""


async def attend(start: Start) -> None:
    """Take a seat's part in a call."""
    await Attending(start).attend()


if __name__ == "__main__":
    telling.begin()
    asyncio.run(attend(msgspec.json.decode(sys.argv[1], type=Start)))
