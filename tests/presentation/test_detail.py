from console.presentation.cell import Cell, Tone, plain
from console.presentation.detail import Detail, field, lines, text

DETAIL = Detail("Saari Maija", [field("Unit", "Kirjasto"), field("Employee no.", "1000"), field("", "x" * 70)])


def test_labels_stand_in_one_column_and_long_values_are_wrapped() -> None:
    drawn = [plain(line) for line in lines(DETAIL, 40)]
    assert drawn[0] == "Unit          Kirjasto"
    assert all(len(line) <= 40 for line in drawn)
    assert "".join(line.strip() for line in drawn[2:]) == "x" * 70


def test_a_copy_is_plain_text() -> None:
    assert text(DETAIL).splitlines()[:2] == ["Saari Maija", "Unit: Kirjasto"]


def test_a_value_keeps_its_tone_on_every_line() -> None:
    warned = Detail("", [field("What", Cell("a b " * 20, Tone.WARNING))])
    assert {line[1].tone for line in lines(warned, 30)} == {Tone.WARNING}
