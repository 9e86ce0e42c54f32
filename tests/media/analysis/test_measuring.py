"""Measures against injected truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from console.domain.diagnosis.evidence import SILENCE
from console.media.analysis.measuring import measure
from console.media.analysis.probe import AMPLITUDE, FULL, QUICK, TONE, layout, waveform
from tests.media.analysis.paths import (
    NOON,
    RATE,
    Matrix,
    echoing,
    holed,
    limited,
    measured,
    noisy,
    played,
    through_air,
)

NOT_A_PROBE = {
    "noise": np.random.default_rng(1).normal(size=(RATE * 2, 2)) * 0.2,
    "a hum": np.sin(2 * np.pi * 50 * np.arange(RATE * 2) / RATE) * 0.5,
    "a tone": np.sin(2 * np.pi * 440 * np.arange(RATE * 2) / RATE) * 0.5,
    "clicks": (np.arange(RATE * 2) % 9000 == 0) * 0.9,
}


@pytest.mark.parametrize("seconds", [QUICK, FULL])
def test_a_clean_path_measures_clean(seconds: float) -> None:
    signal = measured(played(seconds), seconds)
    assert signal.matched
    assert signal.gains is not None
    assert np.allclose(np.diag(signal.gains), 0, atol=0.1)
    assert (signal.gains[0][1], signal.gains[1][0]) == (SILENCE, SILENCE)
    assert signal.signs == ((1, 0), (0, 1))
    assert signal.latency == pytest.approx(123, abs=0.1)
    assert signal.tone == pytest.approx(TONE, abs=0.1)
    assert signal.distortion is not None and signal.distortion < -90
    assert signal.bandwidth == 16_000
    assert signal.noise_floor == SILENCE
    assert signal.snr is not None and signal.snr > 100
    assert (signal.clip_fraction, signal.dropouts, signal.echo) == (0.0, (), None)


@pytest.mark.parametrize("seconds", [QUICK, FULL])
@pytest.mark.parametrize("late", [0.027, 0.12])
def test_a_machine_that_came_late_between_the_sides_has_lost_neither(seconds: float, late: float) -> None:
    recording = played(seconds)
    between = round((layout(seconds).left.end + 0.025 + 0.123) * RATE)
    gap = np.zeros((round(late * RATE), 2))
    signal = measured(np.concatenate([recording[:between], gap, recording[between:]]), seconds)
    assert signal.matched
    assert signal.gains is not None
    assert np.allclose(np.diag(signal.gains), 0, atol=0.5)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("noise", [-40, -12, -6])
@pytest.mark.parametrize("seconds", [QUICK, FULL])
def test_gain_and_noise_are_exact_in_noise_louder_than_the_probe(seconds: float, noise: float, seed: int) -> None:
    # Not kept in 16 bits: they would cut the noise's peaks off, and the gain with them.
    signal = measure(noisy(played(seconds), noise, seed), RATE, NOON, seconds=seconds)
    assert signal.matched
    assert signal.gains is not None
    assert np.allclose(np.diag(signal.gains), 0, atol=0.5)
    assert signal.noise_floor == pytest.approx(noise, abs=1)


@pytest.mark.parametrize("gain", [6.0, 0.0, -20.0, -40.0, -60.0])
def test_gain_is_read_over_the_whole_range(gain: float) -> None:
    factor = 10 ** (gain / 20)
    signal = measured(played(gains=((factor, 0), (0, factor))))
    assert signal.gains is not None
    assert np.allclose(np.diag(signal.gains), gain, atol=0.5)


@pytest.mark.parametrize(
    ("path", "signs"),
    [
        (((0.0, 1.0), (1.0, 0.0)), ((0, 1), (1, 0))),
        (((1.0, 0.0), (0.0, 0.0)), ((1, 0), (0, 0))),
        (((0.0, 0.0), (0.0, 1.0)), ((0, 0), (0, 1))),
        (((1.0, 0.0), (0.0, -1.0)), ((1, 0), (0, -1))),
        (((0.5, 0.5), (-0.5, -0.5)), ((1, 1), (-1, -1))),
        (((0.5, 0.5), (0.5, 0.5)), ((1, 1), (1, 1))),
    ],
    ids=["swapped", "right dead", "left dead", "right inverted", "cancelling in mono", "mono"],
)
@pytest.mark.parametrize("noise", [None, -30])
def test_channels_and_polarity_are_told(path: Matrix, signs: Matrix, noise: float | None) -> None:
    recording = played(gains=path)
    signal = measured(recording if noise is None else noisy(recording, noise))
    assert signal.signs == signs
    assert signal.gains is not None
    truth = np.array(path)
    heard = np.where(truth == 0, 0, 10 ** (np.array(signal.gains) / 20))
    assert np.allclose(heard, np.abs(truth), rtol=0.06)


@pytest.mark.parametrize("noise", [None, -40, -20])
@pytest.mark.parametrize(("milliseconds", "decibels"), [(60, -6), (180, -12), (180, -20), (333, -9), (500, -6)])
def test_an_echo_is_told_to_the_millisecond(milliseconds: float, decibels: float, noise: float | None) -> None:
    recording = echoing(played(), milliseconds, decibels)
    signal = measured(recording if noise is None else noisy(recording, noise))
    assert signal.echo is not None
    assert signal.echo.delay_ms == pytest.approx(milliseconds, abs=1)
    assert signal.echo.level_db == pytest.approx(decibels, abs=1.5)


@pytest.mark.parametrize("noise", [None, -60, -30, -12, -6])
@pytest.mark.parametrize("seconds", [QUICK, FULL, 10.0])
def test_a_noisy_path_without_an_echo_or_a_hole_has_none(seconds: float, noise: float | None) -> None:
    recording = played(seconds)
    signal = measured(recording if noise is None else noisy(recording, noise), seconds)
    assert (signal.echo, signal.dropouts) == (None, ())


@pytest.mark.parametrize("highest", [3_400, 3_800, 7_000, 7_600, 12_000])
@pytest.mark.parametrize("noise", [None, -40])
def test_the_highest_frequency_is_told(highest: float, noise: float | None) -> None:
    recording = limited(played(), highest)
    signal = measured(recording if noise is None else noisy(recording, noise))
    assert signal.bandwidth == pytest.approx(highest, abs=300)
    assert signal.dropouts == ()


@pytest.mark.parametrize(("gain", "least"), [(12, 0.6), (20, 0.8)])
def test_clipping_is_told_from_loudness(gain: float, least: float) -> None:
    factor = 10 ** (gain / 20) * 1.2
    signal = measured(played(gains=((factor, 0), (0, factor))))
    assert signal.clip_fraction is not None and signal.clip_fraction > least
    assert signal.distortion is not None and signal.distortion > -30


def test_what_goes_beyond_full_scale_is_clipped_though_the_recording_still_has_it() -> None:
    signal = measure(played(gains=((27, 0), (0, 27))), RATE, NOON)
    assert signal.clip_fraction is not None and signal.clip_fraction > 0.8
    assert signal.distortion is not None and signal.distortion > -12


def test_a_loud_path_that_stays_whole_is_not_clipped() -> None:
    factor = 0.97 / AMPLITUDE
    signal = measured(played(gains=((factor, 0), (0, factor))))
    assert signal.clip_fraction == 0
    assert signal.distortion is not None and signal.distortion < -80


@pytest.mark.parametrize(("played_rate", "taken_for"), [(44_100, 48_000), (48_000, 44_100)])
def test_a_wrong_sample_rate_is_loud_but_not_matched(played_rate: int, taken_for: int) -> None:
    recording = played(rate=played_rate)
    signal = measured(recording, rate=taken_for)
    assert not signal.matched
    assert signal.level > -30
    assert signal.tone == pytest.approx(TONE * taken_for / played_rate, abs=2)


@pytest.mark.parametrize("rate", [8_000, 16_000, 32_000, 44_100])
def test_a_recording_at_another_rate_matches(rate: int) -> None:
    signal = measured(played(rate=rate), rate=rate)
    assert signal.gains is not None
    assert np.allclose(np.diag(signal.gains), 0, atol=0.5)
    assert (signal.dropouts, signal.echo) == ((), None)


HOLES = [(2.0 + 0.37 * number, 20.0 + 13 * (number % 7)) for number in range(20)]


@pytest.mark.parametrize("noise", [None, -40, -20, -12, -6])
@pytest.mark.parametrize("goes_on_rustling", [True, False])
def test_holes_of_20_ms_and_more_are_counted_exactly(noise: float | None, goes_on_rustling: bool) -> None:
    recording = played(10.0)
    if noise is None:
        recording = holed(recording, HOLES)
    elif goes_on_rustling:
        recording = noisy(holed(recording, HOLES), noise)
    else:
        recording = holed(noisy(recording, noise), HOLES)
    signal = measured(recording, 10.0)
    assert len(signal.dropouts) == len(HOLES)
    within = 1 if noise is None or noise < -20 else 6
    for dropout, (start, milliseconds) in zip(signal.dropouts, HOLES, strict=True):
        assert dropout.milliseconds == pytest.approx(milliseconds, abs=within)
        assert dropout.start == pytest.approx(start, abs=within / 1000)


@pytest.mark.parametrize("start", [0.3, 0.8, 1.26], ids=["left chirp", "right chirp", "tone"])
@pytest.mark.parametrize("noise", [None, -50])
def test_a_hole_in_the_quick_probe_is_counted(start: float, noise: float | None) -> None:
    recording = holed(played(), [(start, 40)])
    signal = measured(recording if noise is None else noisy(recording, noise))
    assert [round(dropout.milliseconds) for dropout in signal.dropouts] == [pytest.approx(40, abs=2)]


def test_sound_that_ends_in_the_middle_of_a_watch_is_one_long_hole() -> None:
    signal = measured(holed(played(10.0), [(4.0, 7000)]), 10.0)
    assert [round(dropout.start, 1) for dropout in signal.dropouts] == [4.0]


@pytest.mark.parametrize("name", NOT_A_PROBE)
def test_what_is_no_probe_is_not_taken_for_one(name: str) -> None:
    assert not measured(NOT_A_PROBE[name]).matched


def test_zeros_and_a_flat_line_are_told_apart() -> None:
    zeros, flat = measured(np.zeros((RATE, 2))), measured(np.full((RATE, 2), 0.01))
    assert (zeros.is_zero, zeros.is_flat) == (True, False)
    assert (flat.is_zero, flat.is_flat) == (False, True)


def test_the_probe_is_never_louder_than_moderate() -> None:
    for seconds in (QUICK, FULL, 10.0):
        assert np.abs(waveform(layout(seconds), RATE)).max() <= 1.1 * AMPLITUDE


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float64, array_shapes(max_dims=2, max_side=400), elements=st.floats(allow_nan=True)),
    st.sampled_from([8_000, 44_100, 48_000]),
    st.sampled_from([QUICK, FULL, 10.0]),
)
def test_garbage_gives_figures(recording: np.ndarray, rate: int, seconds: float) -> None:
    signal = measure(recording, rate, NOON, seconds=seconds)
    assert np.isfinite([signal.level, signal.peak]).all()


@pytest.mark.parametrize("value", [0.0, 1.0, np.nan, np.inf, -np.inf, 1e300])
@pytest.mark.parametrize("frames", [0, 1, 2, 3, RATE * 2])
def test_one_value_all_along_gives_figures(value: float, frames: int) -> None:
    signal = measure(np.full((frames, 2), value), RATE, NOON)
    assert not signal.matched
    assert np.isfinite([signal.level, signal.peak]).all()


@settings(max_examples=25, deadline=None)
@given(
    st.floats(-30, 6),
    st.floats(0, 0.4),
    st.sampled_from([None, -60.0, -45.0]),
    st.integers(0, 1000),
)
def test_any_plain_path_is_read_as_it_is(gain: float, delay: float, noise: float | None, seed: int) -> None:
    factor = 10 ** (gain / 20)
    recording = played(gains=((factor, 0), (0, factor)), delay=delay)
    signal = measured(recording if noise is None else noisy(recording, noise, seed))
    assert signal.matched
    assert signal.gains is not None
    assert np.allclose(np.diag(signal.gains), gain, atol=0.5)
    assert (signal.dropouts, signal.echo) == ((), None)
    assert signal.latency == pytest.approx(delay * 1000, abs=1)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("reverberation_time", "reverberation"), [(0.3, 0), (0.6, -6), (0.8, -8)])
@pytest.mark.parametrize("noise", [-70, -50])
def test_a_room_is_no_fault(seed: int, reverberation_time: float, reverberation: float, noise: float) -> None:
    recording = through_air(seed, reverberation_time=reverberation_time, reverberation=reverberation, noise=noise)
    signal = measured(recording)
    assert signal.matched
    assert (signal.echo, signal.dropouts) == (None, ())
    assert signal.clip_fraction == 0
    assert signal.bandwidth is not None and signal.bandwidth > 8_000
    assert signal.noise_floor == pytest.approx(noise, abs=4)


@pytest.mark.parametrize("seed", range(6))
def test_an_echo_in_a_room_is_still_told(seed: int) -> None:
    recording = through_air(seed, reverberation_time=0.3, reverberation=-6, noise=-60)
    echo = measured(echoing(recording, 220, -15)).echo
    assert echo is not None
    assert echo.delay_ms == pytest.approx(220, abs=1)
    assert echo.level_db == pytest.approx(-15, abs=2)
