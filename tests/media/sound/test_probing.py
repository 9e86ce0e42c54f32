"""The probe on a real audio server."""

from datetime import UTC, datetime

import numpy as np

from console.domain.diagnosis.evidence import Side
from console.media.sound.news import LiveLevel, News, Progressed, Started
from console.media.sound.probing import probe
from tests.audio_server import AudioServer


def now() -> datetime:
    return datetime.now(UTC)


async def test_a_whole_path_is_measured_and_its_levels_are_told(audio: AudioServer) -> None:
    told: list[News] = []

    probed = await probe(input="mic", output="cable", clock=now, tell=told.append)

    assert probed.signal is not None and probed.signal.matched
    assert probed.signal.gains is not None
    assert np.allclose(np.diag(probed.signal.gains), 0, atol=0.5)
    assert {stream.side: stream.endpoint for stream in probed.streams} == {Side.INPUT: "mic", Side.OUTPUT: "cable"}
    assert all(stream.first_frame_after is not None and stream.failure is None for stream in probed.streams)
    assert Started(process_id=probed.process_id) in told
    assert max(one.level for one in told if isinstance(one, LiveLevel) and one.side is Side.INPUT) > -30
    assert max(one.done for one in told if isinstance(one, Progressed)) == 1.0
    assert probed.trouble is None
