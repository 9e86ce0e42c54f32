import pytest

from console.presentation.filtering import Filter


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("", "anything", True),
        ("!", "anything", True),
        ("kirj", "saari maija kirjasto", True),
        ("MAIJA kirj", "saari maija kirjasto", True),
        ("maija opetus", "saari maija kirjasto", False),
        ("!kirj", "saari maija kirjasto", False),
        ("!kirj", "kallio petri opetustoimi", True),
        ("!maija opetus", "saari maija kirjasto", True),
        ("ÅSA", "öhman åsa", True),
    ],
)
def test_a_filter_shows_what_has_every_word_or_with_an_exclamation_mark_what_has_not(
    typed: str, text: str, shown: bool
) -> None:
    assert Filter.parse(typed).matches(text) is shown
