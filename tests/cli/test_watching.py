"""A long watch: window after window, a line for each change, and the worst of it in the end."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from console.cli.watching import watched, windows
from console.diagnostics import runner
from console.diagnostics.bench import Plan
from console.diagnostics.mending import Case
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Cause, Certainty, Code
from console.domain.diagnosis.result import Depth, Diagnosis

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
HOLES = Cause(code=Code.DROPOUTS, certainty=Certainty.LIKELY, subject="Boom")
NOISE = Cause(code=Code.NOISE, certainty=Certainty.LIKELY, subject="Boom")


def found(*causes: Cause) -> Diagnosis:
    verdict = CheckOutcome.FAULT if causes else CheckOutcome.HEALTHY
    return Diagnosis(verdict=verdict, at=NOW, seconds=60.0, causes=causes)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(1.0, (1, 1.0)), (60.0, (1, 60.0)), (61.0, (2, 30.5)), (3600.0, (60, 60.0))]
)
def test_a_watch_is_cut_into_equal_windows_of_a_minute_at_most(seconds: float, expected: tuple[int, float]) -> None:
    assert windows(seconds) == expected


async def watch(monkeypatch: pytest.MonkeyPatch, *results: Diagnosis) -> tuple[Diagnosis, list[str], Case]:
    coming: Iterator[Diagnosis] = iter(results)

    async def run(*_plan: object, **_others: object) -> Diagnosis:
        return next(coming)

    monkeypatch.setattr(runner, "run", run)
    case = Case(plan=Plan(depth=Depth.WATCH), clock=lambda: NOW, tell=lambda _told: None)
    said: list[str] = []
    return await watched(case, len(results), said.append), said, case


async def test_a_line_is_said_for_each_change_and_the_first_of_the_worst_is_the_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worst, said, case = await watch(monkeypatch, found(), found(), found(HOLES), found(HOLES), found(NOISE), found())

    assert worst == found(HOLES)
    assert case.latest == worst
    assert [line.split("  ")[1] for line in said] == [
        "All is well.",
        "A fault (likely)",
        "A fault (likely)",
        "All is well.",
    ]
    assert "dropouts: " in said[1]
    assert "noise: " in said[2]


async def test_a_watch_of_one_window_says_its_result_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    worst, said, _case = await watch(monkeypatch, found(HOLES))

    assert (worst, said) == (found(HOLES), [])
