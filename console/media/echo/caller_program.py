"""Calls the echo peer: a program that sends the probe and measures what comes back.

Its argument is the Call. It prints an offer, reads the answer, and tells how it goes.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime

import msgspec
from aiortc import RTCPeerConnection, RTCSessionDescription

from console.domain.diagnosis.evidence import HopFailure
from console.media.analysis.measuring import measure
from console.media.analysis.probe import layout, waveform
from console.media.echo.messages import Answering, Broke, Call, Fraction, Heard, Offering, Returned, say, told
from console.media.echo.pings import Pings
from console.media.echo.tracks import RATE, Player, Recorder
from console.media.rtc.addresses import peer_on_this_machine
from console.media.rtc.servers import configuration

ANSWERED_WITHIN, BACK_WITHIN = 20.0, 8.0
"""Seconds: for the answer; from then on for the first sound that is back."""
LEAD, LINGER = 0.3, 0.4
"""Seconds of silence before the probe, for the way to settle, and after it, for what is still under way."""


async def call(task: Call) -> None:
    """Call, send, measure, tell."""
    connection = RTCPeerConnection(configuration(task.servers))
    player, recorder = Player(waveform(layout(task.seconds), RATE), LEAD), Recorder()
    connection.addTrack(player)
    connection.on("track", recorder.record)
    pings = Pings(connection.createDataChannel("pings"))
    try:
        began = time.monotonic()
        await _connect(connection, on_this_machine=task.on_this_machine)
        async with asyncio.timeout(BACK_WITHIN):
            await recorder.first.wait()
        say(Heard(after=(time.monotonic() - began) * 1000))
        player.begin()
        async with asyncio.timeout(task.seconds + 10.0):
            await _send(player, pings)
        say(await _returned(connection, recorder, pings, task.seconds))
    except TimeoutError:
        say(Broke(failure=HopFailure.NO_ANSWER, detail=str(connection.iceConnectionState)))
    except ValueError as error:
        say(Broke(failure=HopFailure.WRONG_ANSWER, detail=str(error)))
    finally:
        await connection.close()


async def _connect(connection: RTCPeerConnection, *, on_this_machine: bool) -> None:
    lines = told()
    with peer_on_this_machine(on_this_machine):
        await connection.setLocalDescription(await connection.createOffer())
    say(Offering(sdp=connection.localDescription.sdp))
    async with asyncio.timeout(ANSWERED_WITHIN):
        line = await lines.get()
    answer = msgspec.json.decode(line, type=Answering)
    await connection.setRemoteDescription(RTCSessionDescription(sdp=answer.sdp, type="answer"))


async def _send(player: Player, pings: Pings) -> None:
    """Send the probe to its end, and pings beside it; then wait for what is under way."""
    while player.played < 1.0:
        pings.send()
        say(Fraction(done=player.played))
        await asyncio.sleep(0.1)
    await asyncio.sleep(LINGER)


async def _returned(connection: RTCPeerConnection, recorder: Recorder, pings: Pings, seconds: float) -> Returned:
    signal = measure(recorder.recording(), RATE, datetime.now(UTC), seconds=seconds)
    there, back, jitter, packets = await _losses(connection)
    return Returned(
        signal=signal,
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
