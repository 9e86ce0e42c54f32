from console.presentation.finding import find
from tests.town import scene


def test_nothing_is_found_before_anything_is_typed() -> None:
    assert find(scene(), "  ") == []


def test_a_person_their_calls_and_their_device_are_found() -> None:
    found = find(scene(), "saari")
    assert {each.mode for each in found} == {"accounts", "calls", "devices"}
    assert found[0].id == "account-0"


def test_the_nearest_call_comes_first() -> None:
    calls = [each.id for each in find(scene(), "kallio") if each.mode == "calls"]
    assert calls[0] == "call-1"


def test_letters_beyond_ascii_are_folded() -> None:
    assert [each.id for each in find(scene(), "ÖHMAN") if each.mode == "accounts"] == ["account-4"]
