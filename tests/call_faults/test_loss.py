"""Packets are lost both ways between a real Chromium and the participant's program: what comes is counted."""

from pathlib import Path

from call_faults.call import wired
from call_faults.wire import Wire
from tests.pages.conftest import Appointment

SOUND_KEPT = 0.96
"""Of some 400 packets. One in twenty is lost; those that are sent again are lost less often than a few in a hundred."""
PICTURES = 20
"""A stream that stands still brings none; at full rate there would be more than a hundred."""


async def test_at_five_percent_both_ways_sound_and_picture_go_on(
    appointment: Appointment, tones: dict[str, Path]
) -> None:
    wire = Wire()
    async with wired(appointment, tones["guest"], wire) as call:
        wire.loss = 0.05
        came = await call.during(8.0)
        assert wire.lost > 20
        assert came.sound >= SOUND_KEPT * came.sound_sent
        assert came.picture >= PICTURES
        assert came.back > 0
        wire.loss = 0.0
        await call.during(2.0)
        came = await call.during(3.0)
        assert came.sound >= 0.97 * came.sound_sent
        assert came.picture >= 0.8 * came.picture_sent
