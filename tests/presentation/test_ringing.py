from datetime import timedelta

from console.domain.alerts import AlertKind, Severity
from console.presentation.ringing import Ringing
from console.presentation.scene import Scene
from tests.town import ALERTS, NOW, alert, by_id, scene, snapshot

NEW = alert(9, AlertKind.LONG_WAIT, Severity.URGENT, 0, desk_id="desk-0")
QUIET = alert(8, AlertKind.WORKSTATION_OFFLINE, Severity.NOTICE, 0)


def test_what_was_there_at_the_start_does_not_ring() -> None:
    assert Ringing().news(scene(), 0.0) == []


def test_a_new_alert_rings_once() -> None:
    ringing = Ringing()
    ringing.news(scene(), 0.0)
    more = scene(alerts=by_id([*ALERTS, NEW]))
    assert ringing.news(more, 10.0) == [NEW]
    assert ringing.news(more, 10.0) == []


def test_a_mere_notice_does_not_ring() -> None:
    ringing = Ringing()
    ringing.news(scene(), 0.0)
    assert ringing.news(scene(alerts=by_id([*ALERTS, QUIET])), 10.0) == []


def test_what_was_put_off_rings_when_its_time_has_come() -> None:
    ringing = Ringing()
    ringing.news(scene(), 0.0)
    later = Scene(snapshot(), NOW + timedelta(minutes=31))
    assert [each.id for each in ringing.news(later, 10.0)] == ["alert-5"]


def test_what_comes_right_after_is_told_of_together_worst_first() -> None:
    ringing = Ringing()
    ringing.news(scene(), 0.0)
    first = alert(20, AlertKind.HOST_DOUBLE_BOOKED, Severity.WARNING, 0, call_id="call-0")
    second = alert(21, AlertKind.PLACE_DOUBLE_BOOKED, Severity.WARNING, 0, call_id="call-0")

    assert ringing.news(scene(alerts=by_id([*ALERTS, first])), 10.0) == [first]
    assert ringing.news(scene(alerts=by_id([*ALERTS, first, second])), 11.0) == []
    assert ringing.news(scene(alerts=by_id([*ALERTS, first, second, NEW])), 15.0) == [NEW, second]


def test_what_was_mended_before_it_was_told_of_is_no_news() -> None:
    ringing = Ringing()
    ringing.news(scene(), 0.0)
    other = alert(22, AlertKind.LONG_WAIT, Severity.URGENT, 0, desk_id="desk-0")
    ringing.news(scene(alerts=by_id([*ALERTS, NEW])), 10.0)

    ringing.news(scene(alerts=by_id([*ALERTS, NEW, other])), 11.0)
    assert ringing.news(scene(alerts=by_id([*ALERTS, NEW])), 20.0) == []
