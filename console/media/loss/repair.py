"""Puts the buffers of this room in the place of aiortc's, in each receiver of a connection, before anything comes."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any

from aiortc import RTCPeerConnection, RTCRtpReceiver
from aiortc.jitterbuffer import JitterFrame

from console.media.loss.picture import PictureBuffer
from console.media.loss.sound import SoundBuffer
from console.media.loss.whole import begins_whole

LOOKS_EVERY = 0.01
"""Seconds between two looks at what is missing, while anything is."""
AT_MOST = 200
"""Packets that one request asks for: it fits into a datagram."""
PRIVATE = "_RTCRtpReceiver__"


def repair(connection: RTCPeerConnection, came: Callable[[], None] = lambda: None) -> None:
    """Repair the receivers that a connection has by now; those that are repaired stay as they are.

    came: is called for each packet of sound or picture that comes.
    """
    for transceiver in connection.getTransceivers():
        receiver = transceiver.receiver
        if isinstance(getattr(receiver, f"{PRIVATE}jitter_buffer"), _Repaired):
            continue
        repaired = (_Sound if transceiver.kind == "audio" else _Picture)(receiver, came)
        setattr(receiver, f"{PRIVATE}jitter_buffer", repaired)
        setattr(receiver, f"{PRIVATE}nack_generator", None)


class _Repaired:
    """What a receiver takes for its jitter buffer."""

    def __init__(self, receiver: RTCRtpReceiver, came: Callable[[], None]) -> None:
        self.receiver = receiver
        self.came = came

    def codec(self, payload_type: int) -> object:
        return getattr(self.receiver, f"{PRIVATE}codecs").get(payload_type)

    def decode(self, frames: Iterable[tuple[int, int, bytes]]) -> None:
        """Have frames decoded, each given by its time stamp, payload type and data."""
        if getattr(self.receiver, f"{PRIVATE}decoder_thread") is None:
            return
        mapper = getattr(self.receiver, f"{PRIVATE}timestamp_mapper")
        queue = getattr(self.receiver, f"{PRIVATE}decoder_queue")
        for timestamp, payload_type, data in frames:
            queue.put((self.codec(payload_type), JitterFrame(data, mapper.map(timestamp))))


class _Sound(_Repaired):
    def __init__(self, receiver: RTCRtpReceiver, came: Callable[[], None]) -> None:
        super().__init__(receiver, came)
        self._buffer = SoundBuffer()

    def add(self, packet: Any) -> tuple[bool, None]:
        """Take a packet, as the library's buffer does. It is told of no frame: those are decoded from here."""
        self.came()
        packets = self._buffer.add(packet, time.monotonic())
        self.decode((one.timestamp, one.payload_type, one._data) for one in packets if one._data)
        return False, None


class _Picture(_Repaired):
    def __init__(self, receiver: RTCRtpReceiver, came: Callable[[], None]) -> None:
        super().__init__(receiver, came)
        self._buffer = PictureBuffer(lambda packet: begins_whole(self.codec(packet.payload_type), packet._data))
        self._source = 0
        self._looking: asyncio.Task[None] | None = None

    def add(self, packet: Any) -> tuple[bool, None]:
        """Take a packet, as the library's buffer does; tell whether a whole picture is to be asked for."""
        self.came()
        now = time.monotonic()
        self._source = packet.ssrc
        self.decode(self._buffer.add(packet, now))
        if self._buffer.missing and (self._looking is None or self._looking.done()):
            self._looking = asyncio.create_task(self._look())
        return self._buffer.wants_whole(now), None

    async def _look(self) -> None:
        """Ask for what is missing, for as long as anything is."""
        while self._buffer.missing:
            await asyncio.sleep(LOOKS_EVERY)
            now = time.monotonic()
            if lost := self._buffer.to_ask(now):
                await self.receiver._send_rtcp_nack(self._source, lost[:AT_MOST])
            if self._buffer.wants_whole(now):
                await self.receiver._send_rtcp_pli(self._source)
