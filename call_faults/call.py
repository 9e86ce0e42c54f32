"""A call between a page in a real Chromium, which hosts it, and the participant's program, over a wire."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from playwright.async_api import Page

from call_faults.wire import Wire, through
from console.calling.visiting import Visit, visiting
from console.media.participant import running
from console.media.participant.messages import Measured
from tests.conftest import starting
from tests.pages.conftest import Appointment, appointed, connected, tones_in

HOURS = 3600.0
COUNTS = """async () => {
  const told = {audioSent: 0, videoSent: 0, audioReceived: 0, concealed: 0};
  for (const connection of window.connections) {
    if (connection.connectionState === "closed") continue;
    for (const one of (await connection.getStats()).values()) {
      if (one.type === "outbound-rtp" && one.kind === "audio")
        told.audioSent += one.packetsSent - (one.retransmittedPacketsSent ?? 0);
      if (one.type === "outbound-rtp" && one.kind === "video") told.videoSent += one.framesSent;
      if (one.type === "inbound-rtp" && one.kind === "audio") told.audioReceived += one.packetsReceived;
    }
  }
  return told;
}"""


class Counts(NamedTuple):
    """What was sent and what came so far. sent: by the page, frames of picture and packets of sound, 20 ms each.

    What is sent again is counted once. sound, picture: frames that came to the program. back: packets of the program's
    sound that came to the page.
    """

    sound_sent: int
    picture_sent: int
    sound: int
    picture: int
    back: int

    def since(self, before: "Counts") -> "Counts":
        """Return what came since then."""
        return Counts(*(now - then for now, then in zip(self, before, strict=True)))


class WiredCall:
    """The call, with both in it. seat: the host's."""

    def __init__(self, page: Page, seat: str, visit: Visit, wire: Wire) -> None:
        self.page = page
        self.seat = seat
        self.visit = visit
        self.wire = wire

    async def measured(self) -> Measured:
        """Return the next that the program tells."""
        known = self.visit.program.measured
        before = known.get(self.seat)
        while known.get(self.seat) is before:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        return known[self.seat]

    async def counts(self) -> Counts:
        """Return what has come just when the program tells it."""
        measured = await self.measured()
        told = await self.page.evaluate(COUNTS)
        return Counts(
            told["audioSent"],
            told["videoSent"],
            measured.audio.frames if measured.audio else 0,
            measured.video.frames if measured.video else 0,
            told["audioReceived"],
        )

    async def during(self, seconds: float) -> Counts:
        """Return what comes from now on for so many seconds."""
        before = await self.counts()
        await asyncio.sleep(seconds)
        return (await self.counts()).since(before)

    async def seen(self) -> None:
        """Wait until the program hears and sees the page."""
        while (measured := await self.measured()).audio is None or measured.video is None:
            pass


@asynccontextmanager
async def wired(
    appointment: Appointment, tone: Path, wire: Wire, program: str | None = None
) -> AsyncIterator[WiredCall]:
    """Bring host and program together over a wire. program: the module that takes part."""
    context = await appointment.context("host")
    host = await context.new_page()
    host.set_default_timeout(20_000)
    await host.goto(appointment.urls["host"])
    await host.click("[data-action=check]")
    await host.wait_for_selector("[data-state=heard]")
    await host.click("[data-action=join]")
    with through(wire), patch.object(running, "PROGRAM", program or running.PROGRAM):
        async with visiting(appointment.urls["guest"], play=str(tone)) as visit:
            staying = asyncio.create_task(visit.stay(HOURS))
            try:
                await host.click("[data-action=admit]")
                await connected(host)
                call = WiredCall(host, appointment.seats["host"], visit, wire)
                await call.seen()
                yield call
            finally:
                staying.cancel()
                await asyncio.gather(staying, return_exceptions=True)
    await context.close()


@asynccontextmanager
async def call_of_its_own(wire: Wire, program: str | None = None) -> AsyncIterator[WiredCall]:
    """Run a service and a Chromium for one call."""
    with tempfile.TemporaryDirectory() as folder, starting(Path(folder) / "home") as start:
        tones = tones_in(Path(folder))
        async with appointed(start(), tones) as appointment, wired(appointment, tones["guest"], wire, program) as call:
            yield call
