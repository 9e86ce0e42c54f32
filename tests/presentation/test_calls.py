from console.domain.calls import Call
from console.presentation.calls import CALLS
from console.presentation.detail import text
from tests.town import CALLS as THE_CALLS
from tests.town import scene


def told(call: Call) -> str:
    return text(CALLS.detail(call, scene()))


def test_a_guest_is_a_number_and_the_host_a_role() -> None:
    waiting = told(THE_CALLS[2])
    assert "Guest 1: is waiting, 6 min" in waiting
    assert "Host: expected" in waiting


def test_what_is_not_known_of_a_call_is_not_said() -> None:
    assert "Began" not in told(THE_CALLS[4])
    assert "Where" not in told(THE_CALLS[4])
    assert "Where: Meeting room 2" in told(THE_CALLS[3])


def test_a_confidential_call_is_shown_as_its_department() -> None:
    hidden = THE_CALLS[0]
    assert hidden.service_id is None
    assert "Service: Sivistysosasto" in told(hidden)
