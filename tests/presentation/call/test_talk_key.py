from console.presentation.call.talk_key import SILENT_FOR, TalkKey

QUIET, LOUD = -60.0, -20.0


def after(key: TalkKey, *presses: float, until: float, level: float = LOUD) -> bool:
    """Press at these times, look ten times a second until then, and tell whether one talks."""
    waiting = sorted(presses)
    for tenth in range(int(until * 10) + 1):
        now = tenth / 10
        while waiting and waiting[0] <= now:
            key.press(waiting.pop(0))
        key.pass_time(now, level)
    return key.talks


def test_a_press_talks_and_another_one_stops() -> None:
    assert after(TalkKey(), 0.0, until=5.0)
    assert not after(TalkKey(), 0.0, 3.0, until=5.0)
    assert after(TalkKey(), 0.0, 3.0, 4.0, until=5.0)


def test_a_held_key_talks_without_a_gap_until_it_is_let_go() -> None:
    repeats = [0.0, *(0.5 + 0.03 * n for n in range(50))]  # the first repetition comes late
    assert after(TalkKey(), *repeats, until=0.6)
    assert after(TalkKey(), *repeats, until=2.0)
    assert not after(TalkKey(), *repeats, until=3.0)


def test_who_says_nothing_for_long_is_muted() -> None:
    assert after(TalkKey(), 0.0, until=SILENT_FOR - 1, level=QUIET)
    assert not after(TalkKey(), 0.0, until=SILENT_FOR + 1, level=QUIET)
    assert after(TalkKey(), 0.0, until=SILENT_FOR + 1, level=LOUD)
