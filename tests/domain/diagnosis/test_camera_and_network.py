"""What is wrong with a camera's picture and on the way to the service."""

import pytest
from msgspec.structs import replace

from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Certainty, Code, Source
from console.domain.diagnosis.evidence import (
    Answer,
    Camera,
    CameraOpening,
    Cameras,
    Evidence,
    Hop,
    HopFailure,
    NetworkStep,
    PathQuality,
    Question,
    Side,
    Speech,
    StreamHealth,
)
from tests.domain.diagnosis.evidence import BEGAN, END, HEARD, ROOM_ONLY, judged, named, quiet_check, said

GOOD: dict[str, object] = {"opening": CameraOpening.OPENED, "rate": 30.0, "frames": 45, "luma": 120.0, "spread": 50.0}


def filmed(answers: tuple[Answer, ...] = (), **fields: object) -> Evidence:
    camera = Camera(at=END, device="/dev/video0", label="C920", **{**GOOD, **fields})
    return Evidence(started_at=BEGAN, camera=camera, answers=answers)


@pytest.mark.parametrize(
    ("evidence", "code", "certainty"),
    [
        (Evidence(started_at=BEGAN, cameras=Cameras(at=END)), Code.NO_CAMERA, Certainty.CERTAIN),
        (filmed(opening=CameraOpening.BUSY, frames=0), Code.CAMERA_BUSY, Certainty.CERTAIN),
        (filmed(opening=CameraOpening.DENIED, frames=0), Code.CAMERA_ACCESS_DENIED, Certainty.CERTAIN),
        (filmed(opening=CameraOpening.GONE, frames=0), Code.NO_CAMERA, Certainty.CERTAIN),
        (filmed(opening=CameraOpening.FAILED, frames=0), Code.CAMERA_FAILED, Certainty.LIKELY),
        (filmed(opening=CameraOpening.UNSEEN, frames=0), Code.TEST_ENDED, Certainty.LIKELY),
        (filmed(frames=0, rate=0.0, luma=None, spread=None), Code.CAMERA_FAILED, Certainty.CERTAIN),
        (filmed(luma=16.0, spread=0.5, frozen=True), Code.CAMERA_BLACK, Certainty.LIKELY),
        (filmed(luma=18.0, spread=14.0), Code.CAMERA_DARK, Certainty.LIKELY),
        (filmed(luma=35.0, rate=12.0), Code.CAMERA_DARK, Certainty.LIKELY),
        (filmed(frozen=True), Code.CAMERA_FROZEN, Certainty.LIKELY),
        (filmed(rate=9.5), Code.CAMERA_LOW_FRAME_RATE, Certainty.LIKELY),
    ],
)
def test_a_camera_has_one_cause(evidence: Evidence, code: Code, certainty: Certainty) -> None:
    assert named(evidence) == [(code, certainty)]


@pytest.mark.parametrize("evidence", [filmed(), filmed(rate=24.8), filmed(wanted_rate=15.0, rate=15.0)])
def test_a_good_camera_is_healthy(evidence: Evidence) -> None:
    assert judged(evidence).verdict is CheckOutcome.HEALTHY


SEEN, NOT_SEEN, NO_ANSWER = (said(Question.SEES_PICTURE, yes) for yes in (True, False, None))
DIM, COVERED = {"luma": 35.0}, {"luma": 16.0, "spread": 0.5}


@pytest.mark.parametrize(
    ("evidence", "causes"),
    [
        (filmed(NOT_SEEN, **COVERED), [(Code.CAMERA_BLACK, Certainty.CERTAIN)]),
        (filmed(NOT_SEEN, **DIM), [(Code.CAMERA_DARK, Certainty.CERTAIN)]),
        (filmed(SEEN, **DIM), [(Code.CAMERA_DARK, Certainty.POSSIBLE)]),
        (filmed(NO_ANSWER, **DIM), [(Code.CAMERA_DARK, Certainty.LIKELY)]),
        (filmed(NOT_SEEN), [(Code.CAMERA_SEES_NOBODY, Certainty.POSSIBLE)]),
        (filmed(SEEN), []),
        (filmed(NO_ANSWER), []),
    ],
)
def test_who_looks_at_the_picture_makes_it_surer(evidence: Evidence, causes: list[tuple[Code, Certainty]]) -> None:
    assert named(evidence) == causes


def test_a_good_picture_without_the_person_in_it_is_a_doubt_with_what_they_said() -> None:
    found = judged(filmed(NOT_SEEN))

    assert found.verdict is CheckOutcome.UNSURE
    assert (found.causes[0].subject, found.causes[0].findings[-1].source) == ("C920", Source.PERSON)


OK = None
SERVICE = "bedside.example"


def walked(**failures: HopFailure | str | None) -> Evidence:
    """Return the steps in their order: None worked, "skipped" was not tried, those not named were not there."""
    steps = tuple(
        NetworkStep(
            at=END,
            hop=hop,
            target=SERVICE,
            skipped=failures[hop.name] == "skipped",
            failure=None if failures[hop.name] == "skipped" else failures[hop.name],
        )
        for hop in Hop
        if hop.name in failures
    )
    return Evidence(started_at=BEGAN, steps=steps)


REACHED = {"DNS": OK, "TCP": OK, "TLS": OK, "HTTP": OK, "EVENTS": OK, "WEBSOCKET": OK}
RELAYED = {"STUN": OK, "TURN_UDP": OK, "TURN_TCP": OK, "TURN_TLS": OK, "MEDIA": OK}
NO_UDP = {"STUN": HopFailure.NO_ANSWER, "TURN_UDP": HopFailure.NO_ANSWER}

CERTAIN, LIKELY = Certainty.CERTAIN, Certainty.LIKELY
WAYS = {
    "all well": (walked(**REACHED, **RELAYED), []),
    "no relay set up": (walked(**REACHED, STUN="skipped", TURN_UDP="skipped"), []),
    "unknown name": (walked(DNS=HopFailure.UNKNOWN_NAME, TCP="skipped"), [(Code.DNS_FAILURE, CERTAIN)]),
    "no resolver": (walked(DNS=HopFailure.NO_RESOLVER), [(Code.DNS_FAILURE, CERTAIN)]),
    "refused": (walked(DNS=OK, TCP=HopFailure.REFUSED), [(Code.SERVICE_UNREACHABLE, CERTAIN)]),
    "dropped": (walked(DNS=OK, TCP=HopFailure.NO_ANSWER), [(Code.SERVICE_UNREACHABLE, CERTAIN)]),
    "wrong certificate": (walked(DNS=OK, TCP=OK, TLS=HopFailure.UNTRUSTED), [(Code.TLS_UNTRUSTED, CERTAIN)]),
    "expired certificate": (walked(DNS=OK, TCP=OK, TLS=HopFailure.EXPIRED), [(Code.TLS_UNTRUSTED, CERTAIN)]),
    "wrong name": (walked(DNS=OK, TCP=OK, TLS=HopFailure.WRONG_NAME), [(Code.TLS_UNTRUSTED, CERTAIN)]),
    "a captive portal": (walked(DNS=OK, TCP=OK, HTTP=HopFailure.WRONG_ANSWER), [(Code.SERVICE_UNREACHABLE, CERTAIN)]),
    "token not accepted": (
        walked(DNS=OK, TCP=OK, HTTP=HopFailure.NOT_AUTHORISED),
        [(Code.SERVICE_ACCESS_DENIED, CERTAIN)],
    ),
    "websocket stopped": (
        walked(**{**REACHED, "WEBSOCKET": HopFailure.WRONG_ANSWER}),
        [(Code.WEBSOCKET_BLOCKED, CERTAIN)],
    ),
    "events held back": (walked(**{**REACHED, "EVENTS": HopFailure.NO_ANSWER}), [(Code.EVENTS_BLOCKED, CERTAIN)]),
    "udp dropped, the relay answers by tcp": (
        walked(**REACHED, **{**RELAYED, **NO_UDP}),
        [(Code.UDP_BLOCKED, CERTAIN)],
    ),
    "udp dropped, no relay to ask by tcp": (
        walked(**REACHED, STUN=HopFailure.NO_ANSWER),
        [(Code.UDP_BLOCKED, LIKELY)],
    ),
    "relay gone": (
        walked(**REACHED, **NO_UDP, TURN_TCP=HopFailure.REFUSED, TURN_TLS=HopFailure.REFUSED),
        [(Code.TURN_UNREACHABLE, CERTAIN)],
    ),
    "relay gives no candidate": (
        walked(**REACHED, STUN=OK, TURN_UDP=HopFailure.NO_CANDIDATE, MEDIA=HopFailure.NO_CANDIDATE),
        [(Code.TURN_UNREACHABLE, CERTAIN)],
    ),
    "wrong credentials": (
        walked(**REACHED, STUN=OK, TURN_UDP=HopFailure.CREDENTIALS_REFUSED, TURN_TCP=HopFailure.CREDENTIALS_REFUSED),
        [(Code.TURN_CREDENTIALS_REFUSED, CERTAIN)],
    ),
    "relay's certificate": (
        walked(**REACHED, STUN=OK, TURN_UDP=OK, TURN_TLS=HopFailure.EXPIRED),
        [(Code.TLS_UNTRUSTED, CERTAIN)],
    ),
    "the test's own caller ended": (walked(**REACHED, MEDIA=HopFailure.TEST_ENDED), [(Code.TEST_ENDED, LIKELY)]),
    "sound finds no way": (walked(**REACHED, MEDIA=HopFailure.NO_ANSWER), [(Code.MEDIA_BLOCKED, CERTAIN)]),
}


@pytest.mark.parametrize(("evidence", "causes"), [pytest.param(*case, id=name) for name, case in WAYS.items()])
def test_a_way_has_one_cause(evidence: Evidence, causes: list[tuple[Code, Certainty]]) -> None:
    assert named(evidence) == causes


def test_steps_that_were_all_skipped_say_nothing() -> None:
    assert judged(walked(DNS="skipped", TCP="skipped")).verdict is CheckOutcome.UNABLE


def test_a_sound_that_does_not_come_back_is_stopped_on_the_way() -> None:
    evidence = Evidence(started_at=BEGAN, steps=walked(**REACHED, MEDIA=OK).steps, round_trip_signal=ROOM_ONLY)

    assert named(evidence) == [(Code.MEDIA_BLOCKED, Certainty.LIKELY)]


def measured(*paths: PathQuality) -> Evidence:
    return Evidence(started_at=BEGAN, paths=paths)


def path(over: Hop = Hop.HTTP, samples: int = 20, **figures: float) -> PathQuality:
    return PathQuality(at=END, over=over, samples=samples, **{"round_trip": 30.0, **figures})


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"loss": 10.0}, Code.HIGH_LOSS),
        ({"round_trip": 301.0}, Code.HIGH_LATENCY),
        ({"jitter": 31.0}, Code.HIGH_JITTER),
    ],
)
def test_a_figure_over_its_limit_is_likely_and_certain_where_two_ways_of_measuring_agree(
    figures: dict[str, float], code: Code
) -> None:
    assert named(measured(path(Hop.STUN, **figures))) == [(code, Certainty.LIKELY)]
    assert named(measured(path(Hop.MEDIA, **figures), path(Hop.STUN, **figures))) == [(code, Certainty.CERTAIN)]
    assert named(measured(path(Hop.STUN, samples=4, **figures))) == []


def test_one_lost_packet_and_uneven_requests_are_no_cause() -> None:
    assert named(measured(path(Hop.STUN, loss=5.0), path(Hop.HTTP, jitter=80.0))) == []


def test_figures_at_their_limits_are_good() -> None:
    assert named(measured(path(loss=3.0, round_trip=300.0, jitter=30.0))) == []


def test_a_good_round_trip_proves_the_whole_chain() -> None:
    evidence = Evidence(started_at=BEGAN, signal=HEARD, round_trip_signal=HEARD)

    assert [link.state for link in judged(evidence).chain] == ["unknown", "ok", "ok", "ok", "ok"]


def test_devices_that_nothing_tried_are_no_part_of_a_way_that_was_sent_a_sound_from_memory() -> None:
    evidence = Evidence(started_at=BEGAN, round_trip_signal=HEARD)

    assert [link.state for link in judged(evidence).chain] == ["left-out", "left-out", "ok", "ok", "left-out"]


def test_what_was_sent_and_what_came_back_have_their_levels() -> None:
    captured, back = replace(HEARD, level=-21.04), replace(HEARD, level=-23.0)
    streams = tuple(
        StreamHealth(side=side, at=END, loudest=level) for side, level in ((Side.INPUT, -14.0), (Side.OUTPUT, -12.0))
    )
    evidence = Evidence(
        started_at=BEGAN, signal=captured, sent_signal=captured, round_trip_signal=back, streams=streams
    )

    assert [link.level for link in judged(evidence).chain] == [-14.0, -21.0, -21.0, -23.0, -12.0]
    assert judged(evidence).measures["sentLevel"] == -21.04
    assert judged(evidence).measures["returnedLevel"] == -23.0


def test_a_look_at_camera_or_network_that_ended_excuses_no_microphone() -> None:
    inaudible = quiet_check(
        speech=Speech(at=END, endpoint="mic", spoke=True, level=-50.0, peak=-40.0, noise_floor=-80.0)
    )
    ended = replace(inaudible, steps=walked(MEDIA=HopFailure.TEST_ENDED).steps)

    assert named(ended) == [(Code.NOT_AUDIBLE, LIKELY), (Code.TEST_ENDED, LIKELY)]
