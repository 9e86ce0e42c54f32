"""A voice is told from mere sound, and graded."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from console.media.analysis.speech import listen
from tests.media.analysis.paths import NOON, limited, noisy, sixteen_bit
from tests.media.voice import RATE, SENTENCES, samples, spoken

RANDOM = np.random.default_rng(1)
TIME = np.arange(5 * RATE) / RATE


def typing() -> np.ndarray:
    sound = RANDOM.normal(size=len(TIME)) * 0.001
    for start in np.arange(0.2, 4.8, 0.21):
        first = round((start + RANDOM.uniform(-0.03, 0.03)) * RATE)
        sound[first : first + 1500] += RANDOM.normal(size=1500) * 0.1 * np.exp(-np.arange(1500) / 300)
    return sound


NO_VOICE = {
    "silence": np.zeros(len(TIME)),
    "a flat line": np.full(len(TIME), 0.00003),
    "noise": RANDOM.normal(size=len(TIME)) * 0.1,
    "a hum": np.sin(2 * np.pi * 100 * TIME) * 0.1,
    "a tone": np.sin(2 * np.pi * 440 * TIME) * 0.1,
    "a ringing phone": np.sin(2 * np.pi * 440 * TIME) * (np.sin(4 * np.pi * TIME) > 0) * 0.1,
    "typing": typing(),
    "noise that comes and goes": RANDOM.normal(size=len(TIME)) * 0.1 * (1.1 + np.sin(8 * np.pi * TIME)),
}


@pytest.fixture(scope="module", params=SENTENCES)
def voice(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """A spoken sentence in each language."""
    return samples(spoken(tmp_path_factory.mktemp("voice"), request.param))[:, np.newaxis]


@pytest.mark.parametrize("name", NO_VOICE)
def test_what_is_no_voice_is_not_taken_for_one(name: str) -> None:
    heard = listen(sixteen_bit(NO_VOICE[name]), RATE, NOON)
    assert not heard.spoke
    assert heard.band is None


@pytest.mark.parametrize("gain", [0, -20, -40])
def test_a_voice_is_told_and_graded_at_any_level(voice: np.ndarray, gain: float) -> None:
    loud, heard = (listen(sixteen_bit(voice * factor), RATE, NOON) for factor in (1, 10 ** (gain / 20)))
    assert heard.spoke
    assert heard.level == pytest.approx(loud.level + gain, abs=0.5)
    assert heard.clip_fraction < 0.01
    assert heard.band is not None and heard.band > 8_000


@pytest.mark.parametrize("noise", [-60, -50, -45])
def test_a_voice_is_told_in_noise(voice: np.ndarray, noise: float) -> None:
    heard = listen(noisy(voice * 0.1, noise), RATE, NOON)
    assert heard.spoke
    assert heard.noise_floor == pytest.approx(noise, abs=1)


@pytest.mark.parametrize(
    ("highest", "least", "most"), [(3_400, 3_250, 3_750), (3_900, 3_750, 4_250), (7_500, 7e3, 8e3)]
)
@pytest.mark.parametrize("gain", [0, -20])
def test_the_limit_of_a_telephone_link_is_told(
    voice: np.ndarray, highest: float, least: float, most: float, gain: float
) -> None:
    heard = listen(sixteen_bit(limited(voice * 10 ** (gain / 20), highest)), RATE, NOON)
    assert heard.band is not None
    assert least <= heard.band <= most


def test_a_voice_that_is_cut_off_at_full_scale_is_told(voice: np.ndarray) -> None:
    assert listen(sixteen_bit(voice * 8), RATE, NOON).clip_fraction > 0.5


def test_silences_are_told_apart() -> None:
    zeros, flat, faint = (
        listen(sound, RATE, NOON)
        for sound in (NO_VOICE["silence"], NO_VOICE["a flat line"], sixteen_bit(NO_VOICE["noise"] * 0.005))
    )
    assert (zeros.is_zero, zeros.is_flat) == (True, False)
    assert (flat.is_zero, flat.is_flat) == (False, True)
    assert (faint.is_zero, faint.is_flat) == (False, False)
    assert faint.peak < -40


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float64, array_shapes(max_dims=2, max_side=400), elements=st.floats(allow_nan=True)),
    st.sampled_from([8_000, 44_100, 48_000]),
)
def test_garbage_gives_figures(recording: np.ndarray, rate: int) -> None:
    heard = listen(recording, rate, NOON)
    assert np.isfinite([heard.level, heard.peak, heard.noise_floor, heard.clip_fraction]).all()


@pytest.mark.parametrize("value", [0.0, 1.0, np.nan, np.inf, -np.inf, 1e300])
@pytest.mark.parametrize("frames", [0, 1, 2, 500, RATE * 2])
def test_one_value_all_along_gives_figures(value: float, frames: int) -> None:
    heard = listen(np.full((frames, 2), value), RATE, NOON)
    assert not heard.spoke
    assert np.isfinite([heard.level, heard.peak, heard.noise_floor, heard.clip_fraction]).all()
