"""Calls the echo peer: a program that sends the probe and measures what comes back.

Its argument is the Call. It prints an offer, reads the answer, and tells how it goes; of devices, if
the probe goes through them, it tells as the sound programs do.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime

import msgspec
from aiortc import RTCPeerConnection, RTCSessionDescription

from console.domain.diagnosis.evidence import HopFailure, Signal
from console.media.analysis.measuring import measure
from console.media.analysis.probe import layout, waveform
from console.media.echo.messages import Answering, Broke, Call, Fraction, Heard, Offering, Returned, say, told
from console.media.echo.pings import Pings
from console.media.echo.tracks import BEHIND, RATE, Passer, Player, Recorder
from console.media.rtc.addresses import peer_on_this_machine
from console.media.rtc.servers import configuration
from console.media.sound import probe_program
from console.media.sound.messages import Request
from console.media.sound.streams import Microphone, load

ANSWERED_WITHIN, BACK_WITHIN = 20.0, 8.0
"""Seconds: for the answer; from then on for the first sound that is back."""
LEAD, LINGER = 0.3, 0.4
"""Seconds of silence before the probe, for the way to settle, and after it, for what is still under way."""
EVERY = 0.1
"""Seconds between two pings."""


async def call(task: Call) -> None:
    """Call, send, measure, tell."""
    connection = RTCPeerConnection(configuration(task.servers))
    recorder = Recorder()
    way: Memory | Devices = Memory(task.seconds) if task.devices is None else Devices(task.devices, recorder)
    connection.addTrack(way.track)
    connection.on("track", recorder.record)
    pings = Pings(connection.createDataChannel("pings"))
    try:
        began = time.monotonic()
        await _connect(connection, on_this_machine=task.on_this_machine)
        async with asyncio.timeout(BACK_WITHIN):
            await recorder.first.wait()
        say(Heard(after=(time.monotonic() - began) * 1000))
        async with asyncio.timeout(task.seconds + 10.0):
            await _send(way, pings)
        say(await _returned(connection, recorder, pings, task.seconds, way.captured()))
    except TimeoutError:
        say(Broke(failure=HopFailure.NO_ANSWER, detail=str(connection.iceConnectionState)))
    except ValueError as error:
        say(Broke(failure=HopFailure.WRONG_ANSWER, detail=str(error)))
    finally:
        await connection.close()


class Memory:
    """The probe is sent as it is."""

    def __init__(self, seconds: float) -> None:
        self.track = Player(waveform(layout(seconds), RATE), LEAD)

    async def sound(self) -> None:
        """Send it to its end."""
        self.track.begin()
        while self.track.played < 1.0:
            say(Fraction(done=self.track.played))
            await asyncio.sleep(EVERY)

    def captured(self) -> Signal | None:
        """No microphone has heard it."""
        return None


class Devices:
    """The probe is played on the speaker, and what the microphone hears is sent."""

    def __init__(self, request: Request, recorder: Recorder) -> None:
        self.track = Passer()
        self._request = request
        self._recorder = recorder
        self._pair: probe_program.Pair | None = None

    async def sound(self) -> None:
        """Play it to its end, and wait until what was heard is sent; ValueError where a device will not."""
        # In a thread: whoever opens a stream waits, and may do so for ever. This program's end ends it.
        self._pair = await asyncio.to_thread(self._play)
        if not self._pair.was_played:
            raise ValueError("a device gives or takes no sound")
        await asyncio.sleep(BEHIND)

    def captured(self) -> Signal | None:
        """Return what the microphone heard."""
        return None if self._pair is None else probe_program.measured(self._pair, self._request.seconds)

    def _play(self) -> probe_program.Pair:
        return probe_program.play(load(self._request), self._request, self._hear)

    def _hear(self, microphone: Microphone) -> None:
        if microphone.rate != RATE:
            raise ValueError("the microphone has a rate of its own")
        # The probe is looked for near the beginning, and opening devices took its time.
        self._recorder.forget()
        self.track.begin(microphone)


async def _connect(connection: RTCPeerConnection, *, on_this_machine: bool) -> None:
    lines = told()
    with peer_on_this_machine(on_this_machine):
        await connection.setLocalDescription(await connection.createOffer())
    say(Offering(sdp=connection.localDescription.sdp))
    async with asyncio.timeout(ANSWERED_WITHIN):
        line = await lines.get()
    answer = msgspec.json.decode(line, type=Answering)
    try:
        await connection.setRemoteDescription(RTCSessionDescription(sdp=answer.sdp, type="answer"))
    except Exception as error:  # the library's reader of descriptions raises whatever it stumbles over
        raise ValueError(type(error).__name__) from error


async def _send(way: Memory | Devices, pings: Pings) -> None:
    """Send the probe to its end, and pings beside it; then wait for what is under way."""
    sounding = asyncio.create_task(way.sound())
    while not sounding.done():
        pings.send()
        await asyncio.wait({sounding}, timeout=EVERY)
    await sounding
    await asyncio.sleep(LINGER)


async def _returned(
    connection: RTCPeerConnection, recorder: Recorder, pings: Pings, seconds: float, captured: Signal | None
) -> Returned:
    signal = measure(recorder.recording(), RATE, datetime.now(UTC), seconds=seconds)
    there, back, jitter, packets = await _losses(connection)
    return Returned(
        signal=signal,
        captured=captured,
        round_trip=pings.round_trip(),
        loss=round(100 * (1 - (1 - there) * (1 - back)), 1),
        jitter=round(jitter, 1),
        samples=packets,
    )


async def _losses(connection: RTCPeerConnection) -> tuple[float, float, float, int]:
    """Return the shares of packets lost there and back, the jitter on the way back (ms), and how many came back."""
    lost_there = lost_back = sent = came = 0
    jitter = 0.0
    for one in (await connection.getStats()).values():
        if one.type == "outbound-rtp":
            sent = one.packetsSent
        elif one.type == "remote-inbound-rtp":
            lost_there = max(0, one.packetsLost)
        elif one.type == "inbound-rtp":
            came, lost_back, jitter = one.packetsReceived, max(0, one.packetsLost), one.jitter * 1000 / RATE
    return lost_there / max(1, sent), lost_back / max(1, came + lost_back), jitter, came


if __name__ == "__main__":
    asyncio.run(call(msgspec.json.decode(sys.argv[1], type=Call)))
