"""Puts the buffers of this room in the place of aiortc's, in each receiver of a connection, before anything comes."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from aiortc import RTCPeerConnection, RTCRtpReceiver
from aiortc.codecs import CODECS
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtcrtpparameters import RTCRtcpFeedback

from console.media.loss.picture import PictureBuffer
from console.media.loss.sound import SoundBuffer
from console.media.loss.whole import begins_whole

LOOKS_EVERY = 0.01
"""Seconds between two looks at what is missing, while anything is."""
AT_MOST = 200
"""Packets that one request asks for: it fits into a datagram."""
PRIVATE = "_RTCRtpReceiver__"
REPEATS = RTCRtcpFeedback(type="nack")


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


def repeat_sound() -> None:
    """Have this library's peers say that they ask for sound again too: it then does so as for pictures."""
    for codec in CODECS["audio"]:
        if codec.name == "opus" and REPEATS not in codec.rtcpFeedback:
            codec.rtcpFeedback.append(REPEATS)


class _Repaired:
    """What a receiver takes for its jitter buffer. It is told of no frame: those are decoded from here."""

    def __init__(self, receiver: RTCRtpReceiver, came: Callable[[], None]) -> None:
        self.receiver = receiver
        self._came = came
        self._source = 0
        self._looking: asyncio.Task[None] | None = None

    def add(self, packet: Any) -> tuple[bool, None]:
        """Take a packet, as the library's buffer does; tell whether a whole picture is to be asked for."""
        self._came()
        self._source = packet.ssrc
        wants_whole = self.take(packet, time.monotonic())
        if self.is_waiting and (self._looking is None or self._looking.done()):
            self._looking = asyncio.create_task(self._look())
        return wants_whole, None

    def take(self, packet: Any, now: float) -> bool:
        raise NotImplementedError

    @property
    def is_waiting(self) -> bool:
        raise NotImplementedError

    async def look(self, now: float) -> None:
        raise NotImplementedError

    async def _look(self) -> None:
        while self.is_waiting:
            await asyncio.sleep(LOOKS_EVERY)
            await self.look(time.monotonic())

    async def ask(self, lost: Sequence[int]) -> None:
        """Ask for packets again."""
        if lost:
            await self.receiver._send_rtcp_nack(self._source, list(lost[:AT_MOST]))

    async def ask_for_whole(self) -> None:
        """Ask for a whole picture."""
        await self.receiver._send_rtcp_pli(self._source)

    def codec(self, payload_type: int) -> Any:
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
        self._repeats = False

    def take(self, packet: Any, now: float) -> bool:
        self._repeats = REPEATS in self.codec(packet.payload_type).rtcpFeedback
        self._buffer.repeats(self._repeats)
        self._decode(self._buffer.add(packet, now))
        return False

    @property
    def is_waiting(self) -> bool:
        return bool(self._buffer.missing)

    async def look(self, now: float) -> None:
        self._decode(self._buffer.due(now))
        if self._repeats:
            await self.ask(self._buffer.to_ask(now))

    def _decode(self, packets: Iterable[Any]) -> None:
        self.decode((packet.timestamp, packet.payload_type, packet._data) for packet in packets if packet._data)


class _Picture(_Repaired):
    def __init__(self, receiver: RTCRtpReceiver, came: Callable[[], None]) -> None:
        super().__init__(receiver, came)
        self._buffer = PictureBuffer(lambda packet: begins_whole(self.codec(packet.payload_type), packet._data))

    def take(self, packet: Any, now: float) -> bool:
        self.decode(self._buffer.add(packet, now))
        return self._buffer.wants_whole(now)

    @property
    def is_waiting(self) -> bool:
        return bool(self._buffer.missing)

    async def look(self, now: float) -> None:
        await self.ask(self._buffer.to_ask(now))
        if self._buffer.wants_whole(now):
            await self.ask_for_whole()
