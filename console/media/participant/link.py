"""One connection to another seat, negotiated once: the library can't find another way for it."""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from aiortc.sdp import candidate_from_sdp
from aiortc.stats import RTCStatsReport

from console.media.loss.repair import repair, repeat_sound
from console.media.rtc.addresses import peer_on_this_machine
from console.media.rtc.answering import answers
from console.media.rtc.servers import configuration
from console.wire.ice import IceServers
from console.wire.meeting import Candidate, Description

SILENT_FOR = 2.0
"""Seconds without a packet of sound or picture, where there were some, after which the other end is asked."""
GONE = {"failed", "closed"}

repeat_sound()

Say = Callable[[Description], None]


class Link:
    """A connection. mine: what is sent, None for nothing. receive: does with a track what is to be done with it."""

    def __init__(
        self,
        servers: IceServers,
        mine: MediaStreamTrack | None,
        say: Say,
        receive: Callable[[MediaStreamTrack], asyncio.Task[None]],
        *,
        on_this_machine: bool,
    ) -> None:
        self._mine = mine
        self._say = say
        self._receive = receive
        self._on_this_machine = on_this_machine
        self._opened_at = time.monotonic()
        self._came_at: float | None = None
        self._receiving: list[asyncio.Task[None]] = []
        self._connection = RTCPeerConnection(configuration(servers))
        self._connection.on("track", lambda track: self._receiving.append(receive(track)))

    @property
    def state(self) -> str:
        """As RTCPeerConnectionState."""
        state: str = self._connection.connectionState
        return state

    @property
    def carries(self) -> bool:
        """Whether sound or picture ever came."""
        return self._came_at is not None

    async def stats(self) -> RTCStatsReport:
        """Return the library's statistics."""
        return await self._connection.getStats()

    async def close(self) -> None:
        """End it."""
        for task in self._receiving:
            task.cancel()
        await self._connection.close()
        if self._mine is not None:
            self._mine.stop()

    async def is_lost(self, patience: float) -> bool:
        """Tell whether nothing can come any more. Where nothing is sent, the other end still answers.

        patience: seconds in which it has to be connected.
        """
        now = time.monotonic()
        if self.state in GONE:
            return True
        if self.state != "connected":
            return now - self._opened_at > patience
        if self._came_at is None or now - self._came_at < SILENT_FOR:
            return False
        return not await answers(self._connection)

    def _came(self) -> None:
        self._came_at = time.monotonic()

    async def offer(self) -> None:
        """Begin: the other does not."""
        if self._mine is not None:
            self._connection.addTrack(self._mine)
        else:
            self._connection.addTransceiver("audio", direction="recvonly")
        self._connection.addTransceiver("video", direction="recvonly")
        repair(self._connection, self._came)
        with peer_on_this_machine(self._on_this_machine):
            await self._connection.setLocalDescription(await self._connection.createOffer())
        self._say_description()

    async def described(self, description: Description) -> None:
        """Take an answer, or an offer and answer it."""
        told = RTCSessionDescription(sdp=description.sdp, type=description.type)
        with peer_on_this_machine(self._on_this_machine):
            await self._connection.setRemoteDescription(told)
            repair(self._connection, self._came)
            if description.type != "offer":
                return
            if self._mine is not None and not any(sender.track for sender in self._connection.getSenders()):
                self._connection.addTrack(self._mine)
            await self._connection.setLocalDescription(await self._connection.createAnswer())
        self._say_description()

    def cannot_follow(self, description: Description) -> bool:
        """Tell whether an offer asks for another way: an ICE restart (RFC 8445, section 9), which is not done here."""
        known = self._connection.remoteDescription
        return description.type == "offer" and known is not None and _way(known.sdp) != _way(description.sdp)

    def _say_description(self) -> None:
        local = self._connection.localDescription
        self._say(Description(type=local.type, sdp=local.sdp))

    async def candidate(self, told: Candidate) -> None:
        """Take a candidate; an empty one is the last."""
        if not told.candidate:
            await self._connection.addIceCandidate(None)
            return
        with suppress(ValueError, AssertionError, IndexError):  # a kind that the library does not read
            candidate = candidate_from_sdp(told.candidate.removeprefix("candidate:"))
            candidate.sdpMid, candidate.sdpMLineIndex = told.sdp_mid, told.sdp_m_line_index
            await self._connection.addIceCandidate(candidate)


def _way(sdp: str) -> str:
    match = re.search(r"^a=ice-ufrag:(\S+)", sdp, re.MULTILINE)
    return match[1] if match else ""
