from datetime import timedelta

from console.domain.alerts import AlertKind, Severity
from console.presentation.ringing import Ringing
from console.presentation.scene import Scene
from tests.town import ALERTS, NOW, alert, by_id, scene, snapshot

NEW = alert(9, AlertKind.LONG_WAIT, Severity.URGENT, 0, desk_id="desk-0")
QUIET = alert(8, AlertKind.WORKSTATION_OFFLINE, Severity.NOTICE, 0)


def test_what_was_there_at_the_start_does_not_ring() -> None:
    assert Ringing().news(scene()) == []


def test_a_new_alert_rings_once() -> None:
    ringing = Ringing()
    ringing.news(scene())
    more = scene(alerts=by_id([*ALERTS, NEW]))
    assert ringing.news(more) == [NEW]
    assert ringing.news(more) == []


def test_a_mere_notice_does_not_ring() -> None:
    ringing = Ringing()
    ringing.news(scene())
    assert ringing.news(scene(alerts=by_id([*ALERTS, QUIET]))) == []


def test_what_was_put_off_rings_when_its_time_has_come() -> None:
    ringing = Ringing()
    ringing.news(scene())
    later = Scene(snapshot(), NOW + timedelta(minutes=31))
    assert [each.id for each in ringing.news(later)] == ["alert-5"]
