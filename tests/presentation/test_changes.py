import pytest

from console.domain.accounts import Account
from console.domain.alerts import Alert
from console.domain.audit import AuditEntry
from console.domain.calls import Call
from console.domain.desks import Desk
from console.domain.noun import Noun
from console.domain.organisations import Organisation, Service, Unit
from console.domain.places import Place, Room
from console.presentation.audit import LOG, subject
from console.presentation.changes import INWARD, LABELS, changes
from tests.town import ALERTS, CALLS, NOW, TOWN, scene


def entry(action: str, subject_id: str, before: dict[str, object] | None, after: dict[str, object]) -> AuditEntry:
    return AuditEntry(
        id="entry",
        organisation_id=TOWN,
        at=NOW,
        actor="Koski Helena",
        actor_id="account-7",
        action=action,
        subject_id=subject_id,
        before=before,
        after=after,
    )


def lines(before: dict[str, object] | None, after: dict[str, object]) -> dict[str, str]:
    return {each.label: each.value.text for each in changes(entry("x.changed", "x", before, after), scene())}


def test_ids_states_and_times_are_said_in_words() -> None:
    before = {"hostId": "account-0", "status": "scheduled", "dtstart": "2026-11-24T12:00:00Z", "confidential": False}
    after = {"hostId": "account-1", "status": "cancelled", "dtstart": "2026-11-25T12:30:00Z", "confidential": True}

    assert lines(before, after) == {
        "Host": "Saari Maija > Kallio Petri",
        "Status": "scheduled > cancelled",
        "Start": "14:00 > 25.11. 14:30",
        "Confidential": "no > yes",
    }


def test_seats_are_said_without_names() -> None:
    def seats(state: str) -> dict[str, object]:
        host = {"id": "a", "role": "host", "number": 1, "state": state, "accountId": "account-0"}
        return {"seats": [host, {"id": "b", "role": "guest", "number": 1, "state": "waiting"}]}

    assert lines(seats("expected"), seats("joined")) == {
        "Seats": "host expected, guest 1 is waiting > host is there, guest 1 is waiting"
    }


def test_what_serves_the_service_alone_and_what_stayed_is_left_out() -> None:
    assert lines(None, {"id": "x", "version": 1, "name": "Kirjasto", "department": None}) == {"Name": "- > Kirjasto"}


def test_a_field_that_is_not_known_is_told_as_it_is() -> None:
    assert lines({"new": 1}, {"new": 2}) == {"new": "1 > 2"}


@pytest.mark.parametrize("kind", [Account, Alert, Call, Desk, Organisation, Place, Room, Service, Unit])
def test_every_field_of_what_is_audited_has_a_label(kind: type[Noun]) -> None:
    assert set(kind.__struct_encode_fields__) - INWARD <= LABELS.keys()


def test_a_thing_is_called_as_it_is_now_else_as_it_was_then() -> None:
    assert subject(entry("call.changed", CALLS[0].id, None, {}), scene()) == "09:00 Saari Maija"
    assert subject(entry("alert.closed", ALERTS[0].id, None, {}), scene()).startswith("CALL 09:00")
    assert subject(entry("token.created", "0123456789", None, {"name": "Board"}), scene()) == "Board"
    assert subject(entry("room.removed", "0123456789", {"name": "Room 1"}, {}), scene()) == "Room 1"
    assert subject(entry("token.revoked", "0123456789", None, {}), scene()) == "01234567"


def test_the_log_says_what_was_done_to_what() -> None:
    detail = LOG.detail(entry("account.changed", "account-3", {"active": True}, {"active": False}), scene())

    assert detail.title == "Lehto Ville: account changed"
    assert ("Turned on", "yes > no") in [(each.label, each.value.text) for each in detail.fields]
