import pytest

from console.domain.errors import ConsoleError
from console.presentation.naming import named, person
from tests.town import ACCOUNTS, ROOMS, account, by_id, scene


@pytest.mark.parametrize("typed", ["Saari Maija", "saari maija", "maija.saari", "saa"])
def test_a_person_is_meant_by_name_user_name_or_their_beginning(typed: str) -> None:
    assert person(typed, scene()).id == "account-0"


def test_a_name_of_two_people_is_refused_with_their_user_names() -> None:
    twin = account(0, id="account-9", user_name="maija.saari2")
    with pytest.raises(ConsoleError) as refused:
        person("Saari Maija", scene(accounts=by_id([*ACCOUNTS, twin])))
    assert "maija.saari2" in refused.value.detail


@pytest.mark.parametrize("typed", ["", "Nobody", "Mäki Olli"])  # who is off can't host
def test_an_unknown_person_is_refused(typed: str) -> None:
    with pytest.raises(ConsoleError):
        person(typed, scene())


def test_a_thing_is_meant_by_its_name_and_nothing_by_none() -> None:
    assert named("region", ROOMS) == "room-0"
    assert named("", ROOMS) is None
    with pytest.raises(ConsoleError):
        named("Cellar", ROOMS)
