"""A figure of the benchmark, and whether its target was met."""

from bench import Row


def test_target_is_held_against_the_ratio_where_there_is_a_reference() -> None:
    row = Row("first paint", 0.9, "s", "a bare program", 0.5, at_most=1.5)

    assert row.ratio == 1.8
    assert row.target == "at most 1.5"
    assert row.met is False


def test_target_is_held_against_the_value_where_there_is_none() -> None:
    assert Row("memory", 60, "MB", at_most=80).met is True
    assert Row("events delivered", 199_999, "", at_least=200_000).met is False


def test_figure_without_a_target_is_neither_met_nor_missed() -> None:
    assert Row("create account", 900, "/s", "bare echo", 7_000).met is None
