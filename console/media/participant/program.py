"""The participant's program: a connection to each other seat. Its argument is the Start; it ends with its parent."""

import asyncio
import sys
import time
from contextlib import suppress

import msgspec
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaPlayer, MediaRelay
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack
from aiortc.sdp import candidate_from_sdp

from console.media.echo.messages import told
from console.media.loss.repair import repair
from console.media.participant.messages import (
    Hearing,
    Measured,
    Meet,
    Part,
    Seeing,
    Signalled,
    Start,
    to_program,
    written,
)
from console.media.participant.receiving import Picture, Sound
from console.media.rtc.addresses import peer_on_this_machine
from console.media.rtc.servers import configuration
from console.wire.meeting import Candidate, Description

EVERY = 1.0
"""Seconds between two measurements."""


class Other:
    """The connection to one other seat."""

    def __init__(self, seat: str, start: Start, sound: MediaStreamTrack | None) -> None:
        self.seat = seat
        self._start = start
        met_at = time.monotonic()
        self._sound, self._picture = Sound(met_at), Picture(met_at)
        self._tasks: set[asyncio.Task[None]] = set()
        self._connection = RTCPeerConnection(configuration(start.servers))
        self._mine = sound
        self._connection.on("track", self._received)

    async def offer(self) -> None:
        """Begin: the other does not."""
        if self._mine is not None:
            self._connection.addTrack(self._mine)
        else:
            self._connection.addTransceiver("audio", direction="recvonly")
        self._connection.addTransceiver("video", direction="recvonly")
        repair(self._connection)
        with peer_on_this_machine(self._start.on_this_machine):
            await self._connection.setLocalDescription(await self._connection.createOffer())
        self._say_description()

    async def heard(self, message: Signalled) -> None:
        """Take a description or a candidate."""
        if message.description is not None:
            await self._described(message.description)
        if message.candidate is not None:
            await self._candidate(message.candidate)

    async def _described(self, description: Description) -> None:
        told = RTCSessionDescription(sdp=description.sdp, type=description.type)
        with peer_on_this_machine(self._start.on_this_machine):
            await self._connection.setRemoteDescription(told)
            repair(self._connection)
            if description.type != "offer":
                return
            if self._mine is not None and not any(sender.track for sender in self._connection.getSenders()):
                self._connection.addTrack(self._mine)
            await self._connection.setLocalDescription(await self._connection.createAnswer())
        self._say_description()

    def _say_description(self) -> None:
        local = self._connection.localDescription
        _say(Signalled(seat=self.seat, description=Description(type=local.type, sdp=local.sdp)))

    async def _candidate(self, told: Candidate) -> None:
        if not told.candidate:
            await self._connection.addIceCandidate(None)
            return
        with suppress(ValueError, AssertionError, IndexError):  # a kind that the library does not read
            candidate = candidate_from_sdp(told.candidate.removeprefix("candidate:"))
            candidate.sdpMid, candidate.sdpMLineIndex = told.sdp_mid, told.sdp_m_line_index
            await self._connection.addIceCandidate(candidate)

    def _received(self, track: MediaStreamTrack) -> None:
        work = self._sound.measure(track) if track.kind == "audio" else self._picture.measure(track)
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def measured(self) -> Measured:
        """Return how the seat is heard and seen now."""
        now = time.monotonic()
        loss = jitter = 0.0
        round_trip: float | None = None
        for one in (await self._connection.getStats()).values():
            if one.type == "inbound-rtp" and one.kind == "audio":
                loss = round(100 * max(0, one.packetsLost) / max(1, one.packetsReceived + max(0, one.packetsLost)), 1)
                jitter = round(one.jitter / 48, 1)
            elif one.type == "remote-inbound-rtp" and one.roundTripTime:
                round_trip = round(one.roundTripTime * 1000, 1)
        sound, picture = self._sound, self._picture
        return Measured(
            seat=self.seat,
            state=self._connection.connectionState,
            audio=None
            if sound.rate.first_ms is None
            else Hearing(
                first_ms=sound.rate.first_ms,
                frames=sound.rate.count,
                frames_per_second=sound.rate.per_second(now),
                level_dbfs=sound.level,
                loss=loss,
                jitter_ms=jitter,
            ),
            video=None
            if picture.rate.first_ms is None
            else Seeing(
                first_ms=picture.rate.first_ms,
                frames=picture.rate.count,
                frames_per_second=picture.rate.per_second(now),
                width=picture.width,
                height=picture.height,
                freezes=picture.freezes,
            ),
            round_trip_ms=round_trip,
        )

    async def close(self) -> None:
        """End the connection."""
        for task in self._tasks:
            task.cancel()
        await self._connection.close()


async def attend(start: Start) -> None:
    """Do what the parent says; measure all the while."""
    relay, source = MediaRelay(), _source(start)
    others: dict[str, Other] = {}
    lines = told()
    measuring = asyncio.create_task(_measure(others))
    while True:
        message = to_program.decode(await lines.get())
        if isinstance(message, Meet):
            if message.seat in others:
                await others.pop(message.seat).close()
            others[message.seat] = Other(message.seat, start, source and relay.subscribe(source))
            if message.makes_offer:
                await others[message.seat].offer()
        elif isinstance(message, Part):
            if message.seat in others:
                await others.pop(message.seat).close()
        elif message.seat in others:
            # What the other side sends is not ours to trust: it ends nothing but itself.
            with suppress(Exception):
                await others[message.seat].heard(message)
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
            _say(await other.measured())


def _say(line: Signalled | Measured) -> None:
    sys.stdout.buffer.write(written(line))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    asyncio.run(attend(msgspec.json.decode(sys.argv[1], type=Start)))
