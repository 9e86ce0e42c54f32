import numpy as np

from console.media.participant.reserve import FADES_WITHIN, KEPT, LONGEST, Reserve

RATE = 48_000
FRAME = 960


def tone(count: int) -> np.ndarray:
    wave = np.sin(2 * np.pi * 200 * np.arange(count) / RATE)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def largest_step(sound: np.ndarray) -> float:
    return float(np.abs(np.diff(sound[:, 0])).max())


def test_sound_comes_out_as_it_went_in_once_something_is_kept_back() -> None:
    reserve = Reserve(RATE)
    assert not reserve.take(FRAME).any()
    whole = tone(20 * FRAME)
    for frame in np.split(whole, 20):
        reserve.put(frame)
    out = np.concatenate([reserve.take(FRAME) for _ in range(10)])
    rise = round(FADES_WITHIN * RATE)
    assert np.allclose(out[rise:FRAME], whole[rise:FRAME], atol=1e-6)
    assert np.abs(out).max() > 0.9


def test_a_gap_and_what_comes_after_it_do_not_click() -> None:
    reserve = Reserve(RATE)
    usual = largest_step(tone(FRAME))
    parts = []
    reserve.put(tone(FRAME * 5 + 333))
    parts += [reserve.take(FRAME) for _ in range(8)]
    reserve.put(tone(FRAME * 8 + 111))
    parts += [reserve.take(FRAME) for _ in range(5)]
    out = np.concatenate(parts)
    assert np.abs(out[-FRAME:]).max() > 0.9
    assert largest_step(out) < usual * 1.5


def test_after_a_gap_more_is_kept_back() -> None:
    reserve = Reserve(RATE)
    reserve.put(tone(FRAME * 4))
    while reserve.take(FRAME).any():
        pass
    reserve.put(tone(FRAME + round(KEPT * RATE)))
    assert not reserve.take(FRAME).any()


def test_sound_that_nobody_takes_does_not_pile_up() -> None:
    reserve = Reserve(RATE)
    for _ in range(500):
        reserve.put(tone(FRAME))
    taken = 0
    while reserve.take(FRAME).any():
        taken += FRAME
    assert taken <= LONGEST * RATE
