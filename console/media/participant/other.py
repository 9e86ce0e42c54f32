"""Another seat: how it is heard and seen, over one link after the other where nothing comes through one any more."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from aiortc.mediastreams import MediaStreamTrack
from av import AudioFrame, VideoFrame

from console.media.participant import telling
from console.media.participant.link import Link
from console.media.participant.messages import Hearing, Measured, Seeing, Signalled, Start
from console.media.participant.receiving import Picture, Sound
from console.media.participant.traffic import Traffic
from console.media.rtc.relays import Relays

LOOKS_EVERY = 0.25
CONNECTS_WITHIN = 10.0
LONGEST = 40.0
"""Seconds: each link is given twice as long as the one before, until one carries."""
RENEWED_BY_BOTH = 2.0
"""Seconds in which two seats that found the same may both have begun anew: once is enough."""


class Other:
    """Another seat. sound: gives a track of what is sent to it, or None. offers: this side begins.

    hear, see: are given what comes of it.
    """

    def __init__(
        self,
        seat: str,
        start: Start,
        relays: Relays,
        sound: Callable[[], MediaStreamTrack | None],
        hear: Callable[[str, AudioFrame], None],
        see: Callable[[str, VideoFrame], None],
        *,
        offers: bool = False,
    ) -> None:
        self.seat = seat
        self._start = start
        self._relays = relays
        self._mine = sound
        self._hear, self._see = partial(hear, seat), partial(see, seat)
        self._traffic = Traffic()
        self._offers = offers
        met_at = time.monotonic()
        self._sound, self._picture = Sound(met_at), Picture(met_at)
        self._looking: asyncio.Task[None] | None = None
        self._patience = CONNECTS_WITHIN
        self._renewed_at = float("-inf")
        self._told: asyncio.Queue[Signalled] = asyncio.Queue()
        self._link: Link | None = None
        self._running = asyncio.create_task(self._run())

    def tell(self, message: Signalled) -> None:
        """Take what the other seat says of its connection."""
        self._told.put_nowait(message)

    async def close(self) -> None:
        """Part from it."""
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        if self._link is not None:
            await self._link.close()

    async def _run(self) -> None:
        link = await self._opened()
        while True:
            try:
                async with asyncio.timeout(LOOKS_EVERY):
                    message = await self._told.get()
            except TimeoutError:
                if await link.is_lost(self._patience):
                    link = await self._renewed(link)
                continue
            if message.renew and time.monotonic() - self._renewed_at > RENEWED_BY_BOTH:
                link = await self._another_than(link)
            if message.description is not None and link.cannot_follow(message.description):
                link = await self._renewed(link)
                continue
            # What the other side sends is not ours to trust: it ends nothing but itself.
            with suppress(Exception):
                if message.description is not None:
                    await link.described(message.description)
                if message.candidate is not None:
                    await link.candidate(message.candidate)

    async def _opened(self) -> Link:
        link = self._link = Link(
            await self._relays.usable(),
            self._mine(),
            lambda description: telling.say(Signalled(seat=self.seat, description=description)),
            self._receive,
            on_this_machine=self._start.on_this_machine,
        )
        if self._offers:
            await link.offer()
        return link

    async def _renewed(self, link: Link) -> Link:
        """Begin anew, and have the other side do so too."""
        self._patience = CONNECTS_WITHIN if link.carries else min(LONGEST, self._patience * 2)
        self._renewed_at = time.monotonic()
        telling.say(Signalled(seat=self.seat, renew=True))
        return await self._another_than(link)

    async def _another_than(self, link: Link) -> Link:
        await link.close()
        self._relays.forget()
        return await self._opened()

    def _receive(self, track: MediaStreamTrack) -> asyncio.Task[None]:
        if track.kind == "audio":
            return asyncio.create_task(self._sound.measure(track, self._hear))
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._picture.measure(track, self._see))
            return self._looking
        # A screen that is shared beside the picture: taken, so that nothing piles up, and shown to nobody yet.
        return asyncio.create_task(Picture(time.monotonic()).measure(track, lambda _frame: None))

    async def measured(self) -> Measured:
        """Return how the seat is heard and seen now."""
        loss = jitter = 0.0
        round_trip: float | None = None
        stats = await self._link.stats() if self._link is not None else {}
        self._traffic.count(stats, time.monotonic())
        for one in stats.values():
            if one.type == "inbound-rtp" and one.kind == "audio":
                loss = round(100 * max(0, one.packetsLost) / max(1, one.packetsReceived + max(0, one.packetsLost)), 1)
                jitter = round(one.jitter / 48, 1)
            elif one.type == "remote-inbound-rtp" and one.roundTripTime:
                round_trip = round(one.roundTripTime * 1000, 1)
        return Measured(
            seat=self.seat,
            state=self._link.state if self._link is not None else "new",
            audio=self._hearing(loss, jitter),
            video=self._seeing(),
            round_trip_ms=round_trip,
            loss=self._traffic.loss,
            kbps=self._traffic.kbps,
        )

    def _hearing(self, loss: float, jitter: float) -> Hearing | None:
        sound = self._sound
        if sound.rate.first_ms is None:
            return None
        return Hearing(
            first_ms=sound.rate.first_ms,
            frames=sound.rate.count,
            frames_per_second=sound.rate.per_second(time.monotonic()),
            level_dbfs=sound.level,
            loss=loss,
            jitter_ms=jitter,
        )

    def _seeing(self) -> Seeing | None:
        picture = self._picture
        if picture.rate.first_ms is None:
            return None
        return Seeing(
            first_ms=picture.rate.first_ms,
            frames=picture.rate.count,
            frames_per_second=picture.rate.per_second(time.monotonic()),
            width=picture.width,
            height=picture.height,
            freezes=picture.freezes,
        )
