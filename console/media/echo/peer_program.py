"""The peer that sends back what it hears: a program that answers offers until its parent ends or nobody calls."""

import asyncio
import sys
from collections.abc import Callable

from aiortc import RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack

from console.media.echo.messages import Answered, Begin, Declined, FromPeer, say, to_peer, told
from console.media.rtc.addresses import comes_from_this_machine, peer_on_this_machine
from console.media.rtc.servers import configuration

MOST_SESSIONS = 8
MOST_SECONDS = 120.0
"""Of a session: a test is over long before."""
IDLE = 60.0
"""Seconds without a session after which the program ends: it is started again in a second."""

Tell = Callable[[FromPeer], None]


class Echo:
    """The sessions that go on."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.sessions: dict[str, asyncio.Task[None]] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nobody calls."""
        return not self.sessions

    def begin(self, asked: Begin) -> None:
        """Begin a session, unless there are too many or it goes on already."""
        if asked.session in self.sessions:
            self._tell(Declined(session=asked.session, detail="it goes on already"))
            return
        if len(self.sessions) >= MOST_SESSIONS:
            self._tell(Declined(session=asked.session, is_full=True))
            return
        task = asyncio.create_task(self._session(asked))
        self.sessions[asked.session] = task
        task.add_done_callback(lambda task: self._over(asked.session, task))

    def end(self, session: str) -> None:
        """End a session."""
        if task := self.sessions.get(session):
            task.cancel()

    def _over(self, session: str, task: asyncio.Task[None]) -> None:
        del self.sessions[session]
        # The library's reader of descriptions raises whatever it stumbles over.
        if not task.cancelled() and (error := task.exception()) is not None:
            self._tell(Declined(session=session, detail=type(error).__name__))

    async def _session(self, asked: Begin) -> None:
        connection = RTCPeerConnection(configuration(asked.servers))
        over = asyncio.Event()
        try:
            sdp = await _answer(connection, asked.sdp, over)
            self._tell(Answered(session=asked.session, sdp=sdp))
            async with asyncio.timeout(MOST_SECONDS):
                await over.wait()
        except TimeoutError:
            return
        finally:
            await connection.close()


async def _answer(connection: RTCPeerConnection, sdp: str, over: asyncio.Event) -> str:
    @connection.on("track")
    def _send_back(track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            connection.addTrack(track)

    @connection.on("datachannel")
    def _answer_pings(channel: RTCDataChannel) -> None:
        channel.on("message", channel.send)

    @connection.on("connectionstatechange")
    def _notice_the_end() -> None:
        if connection.connectionState in ("failed", "closed"):
            over.set()

    with peer_on_this_machine(comes_from_this_machine(sdp)):
        await connection.setRemoteDescription(RTCSessionDescription(sdp=sdp, type="offer"))
        if not connection.getSenders():
            raise ValueError("no sound is offered")
        await connection.setLocalDescription(await connection.createAnswer())
    return str(connection.localDescription.sdp)


async def attend() -> None:
    """Do what the parent says until there is nothing to do for a while."""
    echo = Echo(say)
    lines = told()
    while True:
        try:
            async with asyncio.timeout(IDLE):
                line = await lines.get()
        except TimeoutError:
            if echo.is_idle:
                return
            continue
        asked = to_peer.decode(line)
        if isinstance(asked, Begin):
            echo.begin(asked)
        else:
            echo.end(asked.session)


if __name__ == "__main__":
    asyncio.run(attend())
    sys.exit(0)
