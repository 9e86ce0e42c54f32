"""Each fault as it was seen on a real audio server, and the causes that the rules name for it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Certainty, Code, Remedy
from console.domain.diagnosis.evidence import (
    AudioEvent,
    AudioStream,
    AudioSystem,
    Contrast,
    Dropout,
    Echo,
    Ended,
    EndedEarly,
    EndpointState,
    Evidence,
    Happening,
    OpenFailure,
    Question,
    Reach,
    Side,
    Signal,
)
from console.domain.diagnosis.tested import decibels
from tests.domain.diagnosis.evidence import (
    BEGAN,
    EARLIER,
    END,
    HEARD,
    RATE,
    ROOM_ONLY,
    SPOKEN,
    ZEROS,
    changed,
    first,
    healthy,
    judged,
    named,
    no_frames,
    own_stream,
    quiet_check,
    ran,
    said,
    tried,
    without,
)

SILENT = healthy(signal=ZEROS)
NOT_CAPTURED = healthy(streams=(no_frames(Side.INPUT), ran(Side.OUTPUT)), signal=ZEROS)
NEVER_BEGAN = replace(no_frames(Side.INPUT), expected_frames=0, longest_gap=0.0)
SUSPENDED = EndpointState.SUSPENDED
BOTH_STALL = healthy(streams=(no_frames(Side.INPUT), no_frames(Side.OUTPUT)), signal=ZEROS)


def unreachable(reach: Reach) -> Evidence:
    return quiet_check(audio=AudioSystem(at=END, reach=reach), before=None)


def loud(**fields: object) -> Evidence:
    return healthy(signal=replace(HEARD, **fields))


CERTAIN = {
    # Exact zeros while everything looks active: only the sound system's state tells these apart.
    "source muted": (changed(SILENT, "mic", muted=True), Code.MICROPHONE_MUTED),
    "sink muted": (changed(SILENT, "cable", muted=True), Code.SPEAKER_MUTED),
    "monitor muted": (changed(SILENT, "cable.monitor", muted=True), Code.MONITOR_MUTED),
    "source at 0": (changed(SILENT, "mic", volumes=(0.0, 0.0)), Code.MICROPHONE_VOLUME_ZERO),
    "sink at 0": (changed(SILENT, "cable", volumes=(0.0, 0.0)), Code.SPEAKER_VOLUME_ZERO),
    "own playback muted": (own_stream(SILENT, Side.OUTPUT, muted=True), Code.PLAYBACK_STREAM_MUTED),
    "own recording muted": (own_stream(SILENT, Side.INPUT, muted=True), Code.RECORDING_STREAM_MUTED),
    "own recording moved": (own_stream(SILENT, Side.INPUT, endpoint="spare-mic"), Code.RECORDING_STREAM_MOVED),
    "own playback moved": (own_stream(SILENT, Side.OUTPUT, endpoint="spare"), Code.PLAYBACK_STREAM_MOVED),
    "microphone removed in mid-test": (
        without(SILENT, "mic", Side.INPUT, in_mid_test=True),
        Code.MICROPHONE_UNPLUGGED,
    ),
    "speaker removed in mid-test": (without(SILENT, "cable", Side.OUTPUT, in_mid_test=True), Code.SPEAKER_UNPLUGGED),
    # No callbacks, active, no error.
    "sink suspended": (changed(BOTH_STALL, "cable", state=EndpointState.SUSPENDED), Code.SPEAKER_SUSPENDED),
    "source suspended": (
        changed(
            healthy(streams=(no_frames(Side.INPUT), ran(Side.OUTPUT)), signal=ZEROS),
            "mic",
            state=EndpointState.SUSPENDED,
        ),
        Code.MICROPHONE_SUSPENDED,
    ),
    # Gains by volume.
    "mic at 5 %": (
        changed(loud(level=-94.0, gains=((-82.0, -180.0), (-180.0, -82.0))), "mic", volumes=(0.05, 0.05)),
        Code.MICROPHONE_VOLUME_LOW,
    ),
    "speaker at 5 %, not heard at all": (
        changed(SILENT, "cable", volumes=(0.05, 0.05)),
        Code.SPEAKER_VOLUME_LOW,
    ),
    "own stream at 10 %": (
        own_stream(loud(gains=((-60.0, -180.0), (-180.0, -60.0))), Side.OUTPUT, volumes=(0.1, 0.1)),
        Code.PLAYBACK_STREAM_QUIET,
    ),
    "own recording at 10 %": (
        own_stream(loud(gains=((-60.0, -180.0), (-180.0, -60.0))), Side.INPUT, volumes=(0.1, 0.1)),
        Code.RECORDING_STREAM_QUIET,
    ),
    "mic at 300 %, whose harmonics look like an echo": (
        changed(loud(distortion=-8.0, echo=Echo(delay_ms=113.0, level_db=-11.0)), "mic", volumes=(3.0, 3.0)),
        Code.MICROPHONE_OVERDRIVEN,
    ),
    "source suspended before the first frame was due": (
        changed(replace(NOT_CAPTURED, streams=(NEVER_BEGAN, ran(Side.OUTPUT)), signal=None), "mic", state=SUSPENDED),
        Code.MICROPHONE_SUSPENDED,
    ),
    "mic at 300 %": (
        changed(loud(clip_fraction=0.88, distortion=-8.0), "mic", volumes=(3.0, 3.0)),
        Code.MICROPHONE_OVERDRIVEN,
    ),
    "speaker at 300 %": (
        changed(loud(clip_fraction=0.88, distortion=-8.0), "cable", volumes=(3.0, 3.0)),
        Code.SPEAKER_OVERDRIVEN,
    ),
    # Bandwidth by the device's own figures.
    "hands-free at 8 k": (
        changed(loud(bandwidth=3_400.0), "mic", rate=8_000, is_hands_free=True, channels=1),
        Code.NARROW_BAND,
    ),
    "hands-free at 16 k": (
        changed(loud(bandwidth=6_600.0), "mic", rate=16_000, is_hands_free=True, channels=1),
        Code.NARROW_BAND,
    ),
    "one side at 0": (
        changed(loud(gains=((0.0, -180.0), (-180.0, -180.0))), "cable", volumes=(1.0, 0.0)),
        Code.ONE_CHANNEL_DEAD,
    ),
    "no microphone": (without(without(quiet_check(), "mic", Side.INPUT), "spare-mic", Side.INPUT), Code.NO_MICROPHONE),
    "no speaker": (without(without(quiet_check(), "cable", Side.OUTPUT), "spare", Side.OUTPUT), Code.NO_SPEAKER),
    "empty socket": (changed(SILENT, "mic", plugged=False), Code.MICROPHONE_UNPLUGGED),
    "server killed in mid-test": (
        replace(SILENT, audio=AudioSystem(at=END, reach=Reach.DIED)),
        Code.NO_AUDIO_SYSTEM,
    ),
    "server frozen": (
        unreachable(Reach.FROZEN),
        Code.AUDIO_SYSTEM_FROZEN,
    ),
    "no server": (unreachable(Reach.NO_SERVER), Code.NO_AUDIO_SYSTEM),
    "refused": (
        unreachable(Reach.ACCESS_DENIED),
        Code.AUDIO_ACCESS_DENIED,
    ),
    "device is busy": (
        healthy(streams=(replace(ran(Side.INPUT), failure=OpenFailure.BUSY, frames=0),), signal=None),
        Code.MICROPHONE_BUSY,
    ),
}

LIKELY = {
    # The signal alone: measured, but no setting agrees.
    "mono sum cancels": (
        loud(gains=((-6.0, -180.0), (-6.0, -180.0)), signs=((1, 0), (-1, 0))),
        Code.POLARITY_CANCELLED,
    ),
    "one side upside down": (loud(signs=((1, 0), (0, -1))), Code.POLARITY_CANCELLED),
    "sides swapped": (loud(gains=((-180.0, 0.0), (0.0, -180.0)), signs=((0, 1), (1, 0))), Code.CHANNELS_SWAPPED),
    "one side dead": (loud(gains=((0.0, -180.0), (-180.0, -180.0)), signs=((1, 0), (0, 0))), Code.ONE_CHANNEL_DEAD),
    "noise": (loud(noise_floor=-30.0, snr=18.0), Code.NOISE),
    "echo": (loud(echo=Echo(delay_ms=180.0, level_db=-12.0)), Code.ECHO),
    "clipping that its figure does not show": (loud(distortion=-8.0), Code.CLIPPING),
    "dropouts": (
        loud(dropouts=(Dropout(start=0.5, milliseconds=40.0),) * 2),
        Code.DROPOUTS,
    ),
    "telephone band, whoever is to blame": (loud(bandwidth=3_400.0), Code.NARROW_BAND),
    "clipping in the path": (loud(clip_fraction=0.84, distortion=-8.0), Code.CLIPPING),
    "44.1 taken for 48": (
        healthy(signal=Signal(at=END, matched=False, level=-15.0, peak=-11.0, tone=1085.2)),
        Code.WRONG_SAMPLE_RATE,
    ),
    "flat line": (
        healthy(signal=Signal(at=END, matched=False, level=-82.0, peak=-82.0, is_flat=True)),
        Code.FLAT_LINE,
    ),
    "stream hangs": (
        healthy(streams=(replace(ran(Side.OUTPUT), hung=True),), signal=None),
        Code.AUDIO_SYSTEM_FROZEN,
    ),
    "default is another microphone": (
        replace(SILENT, contrasts=tried(Side.INPUT, "spare-mic")),
        Code.WRONG_MICROPHONE,
    ),
    "the very devices that heard one another before": (replace(SILENT, earlier=EARLIER), Code.NO_SIGNAL),
    "the headset of the last good test, its own button pressed, beside a webcam": (
        replace(SILENT, earlier=EARLIER, contrasts=tried(Side.INPUT, "spare-mic")),
        Code.NO_SIGNAL,
    ),
    "muted, nothing played yet": (changed(quiet_check(), "mic", muted=True), Code.MICROPHONE_MUTED),
    "speaker at 0, nothing played yet": (changed(quiet_check(), "cable", volumes=(0.0,)), Code.SPEAKER_VOLUME_ZERO),
    "no frames, nobody asleep": (
        healthy(streams=(no_frames(Side.INPUT), ran(Side.OUTPUT)), signal=ZEROS),
        Code.MICROPHONE_FAILED,
    ),
}

POSSIBLE = {
    "an agent's own look: muted between two calls": (
        changed(quiet_check(unasked=True), "mic", muted=True),
        Code.MICROPHONE_MUTED,
    ),
    "an agent's own look: speaker at 0": (
        changed(quiet_check(unasked=True), "cable", volumes=(0.0,)),
        Code.SPEAKER_VOLUME_ZERO,
    ),
    "an agent's own look: microphone at 10 %": (
        changed(quiet_check(unasked=True), "mic", volumes=(0.1,)),
        Code.MICROPHONE_VOLUME_LOW,
    ),
    "others hear an echo, and the microphone its own speaker": (
        replace(loud(gains=((-24.0, -25.0), (-25.0, -24.0))), others_hear_echo=True),
        Code.ECHO,
    ),
    "another microphone hears, as faintly as a room does": (
        healthy(
            signal=ROOM_ONLY,
            contrasts=(Contrast(at=END, side=Side.INPUT, endpoint="spare-mic", heard=True, level=-55.0),),
        ),
        Code.WRONG_MICROPHONE,
    ),
    "zeros, no setting explains it": (SILENT, Code.NO_SIGNAL),
    "a headset that does not hear itself": (healthy(signal=ROOM_ONLY), Code.NOT_AUDIBLE),
    "another speaker is heard, the tested may be a headset": (
        healthy(signal=ROOM_ONLY, contrasts=tried(Side.OUTPUT, "spare")),
        Code.WRONG_SPEAKER,
    ),
    "one recorded side dead": (
        loud(gains=((0.0, -180.0), (0.0, -180.0)), signs=((1, 0), (1, 0))),
        Code.ONE_CHANNEL_DEAD,
    ),
    "a little clipping": (loud(clip_fraction=0.05), Code.CLIPPING),
    "muted, yet heard": (changed(healthy(), "mic", muted=True), Code.MICROPHONE_MUTED),
}

ALL = [
    *(pytest.param(*case, Certainty.CERTAIN, id=name) for name, case in CERTAIN.items()),
    *(pytest.param(*case, Certainty.LIKELY, id=name) for name, case in LIKELY.items()),
    *(pytest.param(*case, Certainty.POSSIBLE, id=name) for name, case in POSSIBLE.items()),
]


@pytest.mark.parametrize(("evidence", "code", "certainty"), ALL)
def test_a_single_fault_is_named_first_and_nothing_else_is_as_certain(
    evidence: Evidence, code: Code, certainty: Certainty
) -> None:
    causes = named(evidence)

    assert causes[0] == (code, certainty)
    assert [other for other in causes[1:] if other[1] is not Certainty.POSSIBLE] == []
    expected = CheckOutcome.UNSURE if certainty is Certainty.POSSIBLE else CheckOutcome.FAULT
    assert judged(evidence).verdict is expected


MID_TEST = {
    "mic muted": (changed(SILENT, "mic", from_the_middle=True, muted=True), Code.MICROPHONE_MUTED),
    "mic muted after the first half came through": (
        changed(loud(dropouts=(Dropout(start=0.9, milliseconds=800.0),)), "mic", from_the_middle=True, muted=True),
        Code.MICROPHONE_MUTED,
    ),
    "speaker turned to 0": (changed(SILENT, "cable", from_the_middle=True, volumes=(0.0,)), Code.SPEAKER_VOLUME_ZERO),
    "speaker suspended": (
        changed(
            healthy(
                streams=(
                    replace(ran(Side.INPUT), frames=RATE, longest_gap=1.0),
                    replace(ran(Side.OUTPUT), frames=RATE, longest_gap=1.0),
                ),
                signal=ZEROS,
            ),
            "cable",
            from_the_middle=True,
            state=EndpointState.SUSPENDED,
        ),
        Code.SPEAKER_SUSPENDED,
    ),
    "mic muted between the sides": (
        changed(loud(gains=((0.0, -180.0), (-180.0, -180.0)), tone=None), "mic", from_the_middle=True, muted=True),
        Code.MICROPHONE_MUTED,
    ),
    "mic turned down, whose tone looks clipped": (
        changed(
            loud(gains=((0.0, -180.0), (-180.0, -9.4)), distortion=-7.5, bandwidth=1_000.0),
            "mic",
            from_the_middle=True,
            volumes=(0.05, 0.05),
        ),
        Code.MICROPHONE_VOLUME_LOW,
    ),
    "own playback turned down": (
        own_stream(loud(gains=((0.0, -180.0), (-180.0, -60.0))), Side.OUTPUT, volumes=(0.1, 0.1)),
        Code.PLAYBACK_STREAM_QUIET,
    ),
    "server killed after the left side was heard": (
        replace(loud(gains=((0.0, -180.0), (-180.0, -180.0))), audio=AudioSystem(at=END, reach=Reach.DIED), after=None),
        Code.NO_AUDIO_SYSTEM,
    ),
    "microphone removed, the stream went on elsewhere as if nothing had been": (
        without(own_stream(healthy(), Side.INPUT, endpoint="cable.monitor"), "mic", Side.INPUT, in_mid_test=True),
        Code.MICROPHONE_UNPLUGGED,
    ),
    "default changed and our recording went with it": (
        own_stream(
            changed(
                changed(SILENT, "mic", from_the_middle=True, is_default=False),
                "spare-mic",
                from_the_middle=True,
                is_default=True,
            ),
            Side.INPUT,
            endpoint="spare-mic",
        ),
        Code.WRONG_MICROPHONE,
    ),
    "our recording moved by hand": (
        own_stream(loud(gains=((0.0, -180.0), (-180.0, -180.0))), Side.INPUT, endpoint="spare-mic"),
        Code.RECORDING_STREAM_MOVED,
    ),
}


@pytest.mark.parametrize(("evidence", "code"), [pytest.param(*case, id=name) for name, case in MID_TEST.items()])
def test_a_fault_in_mid_test_is_certain_too(evidence: Evidence, code: Code) -> None:
    assert named(evidence) == [(code, Certainty.CERTAIN)]


def turned(name: str, side: Side, *, muted: tuple[bool, ...] = (), volumes: tuple[float, ...] = ()) -> Evidence:
    """Return what was seen of a healthy machine whose endpoint was changed in turns, half a second apart."""
    settings = [(one, 1.0) for one in muted] or [(False, one) for one in volumes]
    events = tuple(
        AudioEvent(
            at=BEGAN + timedelta(seconds=0.5 * number),
            happening=Happening.CHANGED,
            side=side,
            name=name,
            muted=is_muted,
            volumes=(at,),
        )
        for number, (is_muted, at) in enumerate(settings, 1)
    )
    signal = replace(HEARD, began=BEGAN, seconds=1.7)
    return healthy(events=events, signal=signal)


def test_a_mute_that_came_and_went_is_named_and_certain_where_the_sound_is_missing() -> None:
    evidence = turned("mic", Side.INPUT, muted=(True, False))
    assert evidence.signal is not None
    hole = replace(evidence.signal, dropouts=(Dropout(start=0.6, milliseconds=480.0),))
    swallowed = replace(evidence.signal, tone=None)
    sides = replace(evidence.signal, gains=((0.0, -180.0), (-180.0, -180.0)))

    assert named(evidence) == [(Code.MICROPHONE_MUTED, Certainty.LIKELY)]
    for signal in (hole, swallowed, sides):
        assert named(replace(evidence, signal=signal)) == [(Code.MICROPHONE_MUTED, Certainty.CERTAIN)]
    cause = first(replace(evidence, signal=hole))
    assert (cause.is_over, cause.action) == (True, None)


def test_a_volume_that_came_and_went_is_named_too() -> None:
    assert named(turned("cable", Side.OUTPUT, volumes=(0.0, 1.0))) == [(Code.SPEAKER_VOLUME_ZERO, Certainty.LIKELY)]
    assert named(turned("cable", Side.OUTPUT, volumes=(0.05, 1.0))) == [(Code.SPEAKER_VOLUME_LOW, Certainty.LIKELY)]
    assert named(turned("cable", Side.OUTPUT, volumes=(0.8, 1.0))) == []


def test_a_mute_that_was_over_before_the_sound_began_is_none() -> None:
    evidence = turned("mic", Side.INPUT, muted=(True, False))
    assert evidence.signal is not None
    later = replace(evidence.signal, began=BEGAN + timedelta(seconds=1.5))

    assert named(replace(evidence, signal=later)) == []


def test_a_test_whose_tone_did_not_come_over_is_not_called_healthy() -> None:
    assert named(loud(tone=None)) == [(Code.DROPOUTS, Certainty.POSSIBLE)]


MUSIC = AudioStream(number=9, side=Side.OUTPUT, program="Player", endpoint="cable", process_id=99)


def beside(evidence: Evidence, stream: AudioStream) -> Evidence:
    assert evidence.during is not None
    return replace(evidence, during=replace(evidence.during, streams=(*evidence.during.streams, stream)))


SPOILT = {
    "noise": loud(noise_floor=-30.0, snr=10.0),
    "a side that music covers": loud(gains=((0.0, -180.0), (-180.0, -180.0))),
    "a tone that music covers": loud(tone=None),
}


@pytest.mark.parametrize("evidence", [pytest.param(case, id=name) for name, case in SPOILT.items()])
def test_another_programs_sound_is_told_and_no_device_accused(evidence: Evidence) -> None:
    assert named(beside(evidence, MUSIC)) == [(Code.OTHER_SOUND, Certainty.POSSIBLE)]
    assert first(beside(evidence, MUSIC)).subject == "Player"
    for silent in (replace(MUSIC, paused=True), replace(MUSIC, muted=True), replace(MUSIC, endpoint="spare")):
        assert Code.OTHER_SOUND not in dict(named(beside(evidence, silent)))


def test_another_program_that_spoils_nothing_is_not_told() -> None:
    assert named(beside(healthy(), MUSIC)) == []


@pytest.mark.parametrize(
    ("name", "side", "code"),
    [("mic", Side.INPUT, Code.MICROPHONE_VOLUME_LOW), ("cable", Side.OUTPUT, Code.SPEAKER_VOLUME_LOW)],
)
@pytest.mark.parametrize("now", [0.3, 0.45])
def test_a_volume_that_was_turned_down_since_the_last_good_test_is_named(
    name: str, side: Side, code: Code, now: float
) -> None:
    fallen = decibels(now)
    earlier = replace(EARLIER, input_volume=1.0, output_volume=1.0)
    evidence = loud(level=-15.0 + fallen, gains=((fallen, -180.0), (-180.0, fallen)))
    cause = first(changed(replace(evidence, earlier=earlier), name, volumes=(now, now)))

    assert (cause.code, cause.certainty) == (code, Certainty.CERTAIN)
    assert cause.action is not None
    assert (cause.action.side, cause.action.name) == (side, name)


def test_a_weak_voice_is_not_put_down_to_the_speakers_volume() -> None:
    earlier = replace(EARLIER, input_volume=1.0, output_volume=1.0)
    weak = healthy(earlier=earlier, speech=replace(SPOKEN, level=-41.0))

    assert Code.SPEAKER_VOLUME_LOW not in dict(named(changed(weak, "cable", volumes=(0.5, 0.5))))
    assert first(changed(weak, "mic", volumes=(0.5, 0.5))).code is Code.MICROPHONE_VOLUME_LOW


def test_a_microphone_that_hears_beside_a_silent_one_hides_none_of_what_can_silence_it() -> None:
    flat = Signal(at=END, matched=False, level=-82.0, peak=-82.0, is_flat=True)
    webcam = tried(Side.INPUT, "spare-mic")

    assert named(replace(SILENT, contrasts=webcam)) == [
        (Code.WRONG_MICROPHONE, Certainty.LIKELY),
        (Code.NO_SIGNAL, Certainty.POSSIBLE),
    ]
    assert named(healthy(signal=flat, contrasts=webcam)) == [
        (Code.FLAT_LINE, Certainty.LIKELY),
        (Code.WRONG_MICROPHONE, Certainty.POSSIBLE),
    ]


def test_a_volume_that_a_browser_levels_in_mid_test_hides_nothing() -> None:
    def levelled(to: float) -> Evidence:
        began = changed(loud(echo=Echo(delay_ms=180.0, level_db=-12.0)), "mic", volumes=(0.8, 0.8))
        return changed(began, "mic", from_the_middle=True, volumes=(to, to))

    assert named(levelled(0.82)) == [(Code.ECHO, Certainty.LIKELY)]
    assert named(levelled(0.45)) == []


def test_a_level_that_fell_without_its_volume_is_a_drift() -> None:
    earlier = replace(EARLIER, input_volume=1.0, output_volume=1.0)
    evidence = replace(loud(level=-50.0, gains=((-35.0, -180.0), (-180.0, -35.0))), earlier=earlier)

    assert named(evidence) == [(Code.QUIETER_THAN_BEFORE, Certainty.LIKELY)]


def test_the_microphone_of_the_last_good_test_that_is_gone_is_named_and_no_other_speaker_offered() -> None:
    evidence = without(replace(SILENT, earlier=EARLIER), "mic", Side.INPUT)
    evidence = changed(evidence, "spare-mic", is_default=True)
    evidence = replace(evidence, contrasts=tried(Side.OUTPUT, "spare"))

    assert named(evidence)[0] == (Code.MICROPHONE_UNPLUGGED, Certainty.LIKELY)
    assert first(evidence).subject == "Boom"
    assert Code.WRONG_SPEAKER not in dict(named(evidence))


def test_a_microphone_that_was_replaced_and_hears_is_not_missed() -> None:
    evidence = without(healthy(earlier=EARLIER), "mic", Side.INPUT)

    assert named(changed(evidence, "spare-mic", is_default=True)) == []


def test_mutes_stack_and_are_all_named_the_microphones_first() -> None:
    evidence = changed(changed(SILENT, "mic", muted=True, volumes=(0.0,)), "cable", muted=True)
    evidence = own_stream(evidence, Side.OUTPUT, muted=True)

    assert named(evidence) == [
        (Code.MICROPHONE_MUTED, Certainty.CERTAIN),
        (Code.SPEAKER_MUTED, Certainty.CERTAIN),
        (Code.MICROPHONE_VOLUME_ZERO, Certainty.CERTAIN),
        (Code.PLAYBACK_STREAM_MUTED, Certainty.CERTAIN),
    ]


def test_noise_and_a_low_volume_are_two_causes() -> None:
    quiet = loud(level=-94.0, gains=((-82.0, -180.0), (-180.0, -82.0)), noise_floor=-38.0, snr=2.0)

    assert named(changed(quiet, "mic", volumes=(0.05, 0.05))) == [
        (Code.MICROPHONE_VOLUME_LOW, Certainty.CERTAIN),
        (Code.NOISE, Certainty.LIKELY),
    ]


def test_a_mend_is_offered_for_the_device_that_is_at_fault() -> None:
    action = first(changed(SILENT, "cable.monitor", muted=True)).action

    assert action is not None
    assert (action.remedy, action.side, action.name) == (Remedy.UNMUTE, Side.INPUT, "cable.monitor")


def test_a_muted_device_behind_a_virtual_microphone_is_unmuted_where_it_is() -> None:
    evidence = changed(replace(SILENT, output="spare"), "cable", muted=True)
    cause = first(evidence)

    assert (cause.code, cause.subject) == (Code.MONITOR_MUTED, "Cable")
    assert cause.action is not None
    assert (cause.action.side, cause.action.name) == (Side.OUTPUT, "cable")


def test_a_device_asked_for_by_name_is_the_tested_one() -> None:
    evidence = changed(changed(replace(SILENT, input="spare-mic"), "spare-mic", muted=True), "mic", muted=True)

    assert [cause.subject for cause in judged(evidence).causes if cause.code is Code.MICROPHONE_MUTED] == ["Spare"]


HEALTHY = {
    "others hear an echo, but the microphone hardly hears its own speaker": replace(
        loud(gains=((-36.0, -38.0), (-38.0, -36.0)), level=-51.0), others_hear_echo=True
    ),
    "an open speaker nobody complains of": loud(gains=((-24.0, -25.0), (-25.0, -24.0))),
    "a loop": healthy(),
    "a quiet check: what idles, sleeps": quiet_check(),
    "volumes of 30 and 100 %": changed(changed(healthy(), "mic", volumes=(0.3, 0.3)), "cable", volumes=(1.0, 1.0)),
    "a quarter of the volume, loud all the same": changed(
        loud(gains=((-20.0, -20.0), (-20.0, -20.0)), level=-30.0), "cable", volumes=(0.25,)
    ),
    "another device that is muted and at 0": changed(healthy(), "spare-mic", muted=True, volumes=(0.0,)),
    "another speaker that is muted": changed(healthy(), "spare", muted=True),
    "over 100 % without harm": changed(healthy(), "mic", volumes=(1.2, 1.2)),
    "a headset, its wearer spoke and heard": healthy(
        signal=ROOM_ONLY, speech=SPOKEN, answers=said(Question.HEARD_CHIME, True)
    ),
    "a busy machine that came late for an instant": healthy(
        streams=(replace(ran(Side.INPUT), flagged=2), ran(Side.OUTPUT)),
        signal=replace(HEARD, dropouts=(Dropout(start=0.4, milliseconds=23.0),)),
    ),
    "a busy machine that let a stream run dry, told by nobody": healthy(
        streams=(replace(ran(Side.INPUT), longest_gap=0.217), ran(Side.OUTPUT)),
        signal=replace(HEARD, dropouts=(Dropout(start=1.2, milliseconds=72.0),)),
    ),
    "a room's own reflections": loud(echo=Echo(delay_ms=18.0, level_db=-9.0)),
    "a laptop: one microphone, both sides everywhere": loud(
        gains=((-31.0, -31.2), (-29.5, -29.9)), signs=((1, 1), (1, 1)), level=-46.0, noise_floor=-66.0, snr=20.0
    ),
    "a stream that was slow to close": healthy(streams=(replace(ran(Side.INPUT), hung=True), ran(Side.OUTPUT))),
    "a weak signal's harmonics say nothing": loud(level=-52.0, distortion=-8.0),
    "the same as at the last good test": healthy(earlier=EARLIER),
}


@pytest.mark.parametrize("evidence", [pytest.param(case, id=name) for name, case in HEALTHY.items()])
def test_a_healthy_machine_comes_out_healthy(evidence: Evidence) -> None:
    diagnosis = judged(evidence)

    assert (diagnosis.verdict, diagnosis.causes) == (CheckOutcome.HEALTHY, ())


@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        (unreachable(Reach.NO_LIBRARY), Code.LIBRARY_MISSING),
        (unreachable(Reach.UNSEEN), Code.TEST_ENDED),
        (healthy(signal=None, ended=EndedEarly(at=END, why=Ended.CRASHED)), Code.TEST_ENDED),
        (
            healthy(
                signal=None,
                streams=(replace(ran(Side.INPUT), failure=OpenFailure.FAILED, hung=True),),
                ended=EndedEarly(at=END, why=Ended.CRASHED),
            ),
            Code.TEST_ENDED,
        ),
    ],
)
def test_the_trouble_of_the_test_itself_is_no_fault_of_the_sound(evidence: Evidence, code: Code) -> None:
    diagnosis = judged(evidence)

    assert (diagnosis.verdict, [cause.code for cause in diagnosis.causes]) == (CheckOutcome.UNABLE, [code])


def test_a_setting_that_silences_is_a_fault_though_the_test_ended() -> None:
    ended = healthy(signal=None, ended=EndedEarly(at=END, why=Ended.CRASHED))
    diagnosis = judged(changed(ended, "mic", muted=True))

    assert diagnosis.verdict is CheckOutcome.FAULT
    assert diagnosis.causes[0].code is Code.MICROPHONE_MUTED


def test_nothing_gathered_is_not_called_healthy() -> None:
    assert judged(Evidence(started_at=BEGAN)).verdict is CheckOutcome.UNABLE
