"""A participant's program on a real audio server: what the other says is played, what the microphone hears is sent."""

from pathlib import Path

import numpy as np
import pytest

from console.domain.diagnosis.evidence import OpenFailure
from console.domain.diagnosis.evidence import Side as DeviceSide
from console.media.participant.messages import Measured, Sounding, Speaking, Talk, Use, Volume
from tests.audio_server import AudioServer
from tests.media.participant.conftest import PITCH, Side, call, dbfs, pitch, played, recorded, start


async def opened(side: Side, output: str | None = None) -> None:
    """Wait until both devices are open."""
    side.program.wish(Use(output=output))
    await side.until(lambda: len(soundings(side)) == 2, "the devices were not opened")
    assert [one.failure for one in soundings(side).values()] == [None, None]


def soundings(side: Side) -> dict[DeviceSide, Sounding]:
    return {one.side: one for one in side.told if isinstance(one, Sounding)}


async def test_what_the_other_says_is_played_without_a_gap(audio: AudioServer, tone: Path) -> None:
    async with call(a=start(devices=True), b=start(play=str(tone))) as (listener, _speaker):
        await opened(listener)
        await listener.hears_level("b", lambda level: level > -15)
        await recorded("headset.monitor", 1.0)  # the reserve fills
        heard = await recorded("headset.monitor", 2.0)
        assert pitch(heard) == pytest.approx(PITCH, abs=2)
        assert dbfs(heard) == pytest.approx(-12.0, abs=1.5)  # one column becomes two of half the power each
        pieces = heard[: len(heard) // 480 * 480].reshape(-1, 480)
        assert min(dbfs(piece) for piece in pieces) > -15.0  # no hole of 10 ms anywhere
        measured = listener.latest(Measured)
        assert isinstance(measured, Measured)
        await listener.until(lambda: (listener.latest(Measured).kbps or 0) > 5, "no bitrate")  # type: ignore[union-attr]


async def test_a_seat_is_made_softer_by_its_volume(audio: AudioServer, tone: Path) -> None:
    async with call(a=start(devices=True), b=start(play=str(tone))) as (listener, _speaker):
        await opened(listener)
        await listener.hears_level("b", lambda level: level > -15)
        await recorded("headset.monitor", 1.0)
        before = dbfs(await recorded("headset.monitor", 0.5))
        listener.program.wish(Volume(seat="b", gain_db=-12.0))
        await recorded("headset.monitor", 0.5)
        assert dbfs(await recorded("headset.monitor", 0.5)) == pytest.approx(before - 12.0, abs=1.5)


async def test_the_microphone_is_heard_only_while_one_talks(audio: AudioServer, tone: Path) -> None:
    async with call(a=start(devices=True), b=start(devices=True)) as (speaker, listener):
        await opened(speaker)
        await opened(listener, "headset")
        async with played(audio, tone, "cable"):
            await speaker.until(lambda: speaker.levels.own > -15, "the microphone hears nothing")
            await listener.until(lambda: "a" in listener.levels.seats, "not connected")
            assert not speaker.levels.sent
            assert dbfs(await recorded("headset.monitor", 0.5)) < -80
            speaker.program.wish(Talk(speaking=Speaking.PUSHED))
            await listener.hears_level("a", lambda level: level > -15)
            await recorded("headset.monitor", 0.5)
            assert pitch(await recorded("headset.monitor", 1.0)) == pytest.approx(PITCH, abs=2)
            speaker.program.wish(Talk(speaking=Speaking.MUTED))
            await listener.hears_level("a", lambda level: level < -80)


async def test_another_speaker_is_used_in_mid_call(audio: AudioServer, tone: Path) -> None:
    audio.control("load-module", "module-null-sink", "sink_name=room", "norewinds=1")
    async with call(a=start(devices=True), b=start(play=str(tone))) as (listener, _speaker):
        await opened(listener)
        await listener.hears_level("b", lambda level: level > -15)
        await recorded("headset.monitor", 1.0)
        assert pitch(await recorded("headset.monitor", 0.5)) == pytest.approx(PITCH, abs=2)
        listener.program.wish(Use(output="room"))
        await listener.until(lambda: soundings(listener)[DeviceSide.OUTPUT].device == "room", "not changed")
        await recorded("room.monitor", 0.5)
        assert pitch(await recorded("room.monitor", 0.5)) == pytest.approx(PITCH, abs=2)
        assert np.abs(await recorded("headset.monitor", 0.3)).max() < 0.001


async def test_a_sound_server_that_comes_later_is_used(silent_audio: AudioServer, tone: Path) -> None:
    async with call(a=start(devices=True), b=start(play=str(tone))) as (listener, _speaker):
        listener.program.wish(Use())
        await listener.until(lambda: len(soundings(listener)) == 2, "nothing was told of the devices")
        assert isinstance(soundings(listener)[DeviceSide.OUTPUT].failure, OpenFailure)
        silent_audio.start()
        await listener.until(lambda: soundings(listener)[DeviceSide.OUTPUT].failure is None, "not opened again")
        await recorded("headset.monitor", 0.5)
        assert pitch(await recorded("headset.monitor", 0.5)) == pytest.approx(PITCH, abs=2)
