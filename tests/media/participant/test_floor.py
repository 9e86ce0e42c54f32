from console.media.participant.floor import LOWERED, Floor
from console.media.participant.messages import Speaking

QUIET, VOICE, LOUD = -70.0, -30.0, -15.0


def floor(speaking: Speaking, *, headset: bool = False) -> Floor:
    made = Floor()
    made.set(speaking, headset=headset)
    return made


def test_nothing_is_sent_until_one_talks() -> None:
    made = Floor()
    made.decide(LOUD, QUIET, 1.0)
    assert (made.mine, made.theirs) == (0.0, 1.0)


def test_who_pushes_to_talk_is_heard_and_the_others_are_lowered_but_with_a_headset() -> None:
    assert (floor(Speaking.PUSHED).mine, floor(Speaking.PUSHED).theirs) == (1.0, LOWERED)
    assert floor(Speaking.PUSHED, headset=True).theirs == 1.0


def test_with_an_open_microphone_one_side_is_heard_at_a_time() -> None:
    made = floor(Speaking.OPEN)
    made.decide(VOICE, QUIET, 1.0)
    assert (made.mine, made.theirs) == (1.0, LOWERED)
    made.decide(QUIET, QUIET, 2.0)
    assert (made.mine, made.theirs) == (1.0, 1.0)
    made.decide(VOICE, VOICE, 2.1)  # their voice, heard by the microphone, would have come first
    made.decide(QUIET, VOICE, 3.0)
    made.decide(VOICE, VOICE, 3.1)
    assert (made.mine, made.theirs) == (LOWERED, 1.0)
    made.decide(LOUD, VOICE, 3.2)
    assert (made.mine, made.theirs) == (1.0, LOWERED)


def test_with_a_headset_both_are_heard() -> None:
    made = floor(Speaking.OPEN, headset=True)
    made.decide(VOICE, VOICE, 1.0)
    assert (made.mine, made.theirs) == (1.0, 1.0)
