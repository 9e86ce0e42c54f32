"""The microphone and the speaker of a call: opened, changed in mid-call, and opened again where one stops.

The sound library may hang for good. All that is asked of it is asked in a thread, which is left behind then.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from console.domain.diagnosis.evidence import OpenFailure, Side
from console.media.participant import telling
from console.media.participant.messages import Sounding, Use
from console.media.participant.playing import Mixer, Mouth
from console.media.participant.speaking import Ear, Voice
from console.media.sound.conversation import addressed
from console.media.sound.messages import Request
from console.media.sound.streams import Stream, failure_of, load

ANSWERS_WITHIN = 6.0
LOOKS_EVERY = 1.0
AGAIN_AFTER = 3.0
"""Seconds until what would not open is tried again."""
VARIABLES = {Side.INPUT: "PULSE_SOURCE", Side.OUTPUT: "PULSE_SINK"}


class Devices:
    """A microphone for a voice and a speaker for a mixer."""

    def __init__(self, voice: Voice, mixer: Mixer) -> None:
        self._voice = voice
        self._mixer = mixer
        self._usual = {side: os.environ.get(name) for side, name in VARIABLES.items()}
        self._wanted: dict[Side, str | None] = dict.fromkeys(Side)
        self._streams: dict[Side, Stream | None] = {}
        self._told: dict[Side, Sounding] = {}
        self._thread = ThreadPoolExecutor(1)
        self._library: Any = None
        self._busy = asyncio.Lock()

    async def use(self, wanted: Use) -> None:
        """Use these from now on, None: the defaults."""
        new = {Side.INPUT: wanted.input, Side.OUTPUT: wanted.output}
        for side in Side:
            if self._streams.get(side) is None or new[side] != self._wanted[side]:
                self._wanted[side] = new[side]
                await self._open(side, look=True)

    async def watch(self) -> None:
        """Open again what has stopped."""
        while True:
            await asyncio.sleep(LOOKS_EVERY)
            for side, stream in list(self._streams.items()):
                if stream is None or not stream.is_alive:
                    await self._open(side)
                    if self._streams[side] is None:
                        await asyncio.sleep(AGAIN_AFTER)

    async def _open(self, side: Side, *, look: bool = False) -> None:
        # One after the other, and the microphone first: it gives nothing where a speaker was opened before it.
        async with self._busy:
            thread = self._thread
            asked = asyncio.get_running_loop().run_in_executor(thread, partial(self._reopen, side, look=look))
            try:
                async with asyncio.timeout(ANSWERS_WITHIN):
                    failure = await asyncio.shield(asked)
            except TimeoutError:
                failure = OpenFailure.FAILED
                self._streams[side] = None
                self._thread = ThreadPoolExecutor(1)
            self._tell(Sounding(side=side, device=self._wanted[side], failure=failure))

    def _tell(self, sounding: Sounding) -> None:
        if self._told.get(sounding.side) != sounding:
            self._told[sounding.side] = sounding
            telling.say(sounding)

    def _reopen(self, side: Side, *, look: bool) -> OpenFailure | None:
        """Open a side's stream in the place of the one before; None where it went well. Runs in the thread.

        look: the other side's sound may stop for a moment, for a look at the devices that have come since.
        """
        before, self._streams[side] = self._streams.get(side), None
        request = addressed(Request(input=self._wanted[Side.INPUT], output=self._wanted[Side.OUTPUT]))
        self._address(side)
        if before is not None:
            before.close()
        try:
            self._library = load(request)
            failure = self._opened(side, request)
            if failure is OpenFailure.NOT_FOUND and (look or not any(self._streams.values())):
                self._look_again()
                failure = self._opened(side, request)
        except (ImportError, OSError):  # OSError: the binding is there, PortAudio is not
            return OpenFailure.FAILED
        return failure

    def _address(self, side: Side) -> None:
        """Have a sound server choose this device, or its default one: the library's own list knows none of them."""
        name = self._wanted[side] or self._usual[side]
        if name is None:
            os.environ.pop(VARIABLES[side], None)
        else:
            os.environ[VARIABLES[side]] = name

    def _opened(self, side: Side, request: Request) -> OpenFailure | None:
        stream: Stream
        try:
            if side is Side.INPUT:
                stream = Ear(self._library, request, self._voice.hear)
                self._voice.listens(stream.rate)
            else:
                stream = Mouth(self._library, request, self._mixer.mix)
                self._mixer.plays(stream.rate)
            if stream.begin() is None:
                stream.close()
                return OpenFailure.FAILED
        except self._library.PortAudioError as error:
            return failure_of(error)
        except ValueError:  # sounddevice's way to say that there is no such device
            return OpenFailure.NOT_FOUND
        self._streams[side] = stream
        return None

    def _look_again(self) -> None:
        """Have the library look at the devices again, which closes all streams."""
        for stream in self._streams.values():
            if stream is not None:
                stream.close()
        self._streams = dict.fromkeys(self._streams)
        self._library._terminate()
        self._library._initialize()
