"""Whether a workstation needs a test at all."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from console.domain.checks import CheckFailure, CheckRun, CheckState
from console.domain.devices import Check, CheckOutcome
from console.domain.diagnosis.result import Diagnosis
from console.presentation.checks import found, history, not_needed
from console.presentation.diagnosis.elsewhere import without_result
from tests.town import NOW, WORKSTATIONS, scene

HEALTHY, FAULT = CheckOutcome.HEALTHY, CheckOutcome.FAULT
AT = NOW - timedelta(minutes=20)
MACHINE = replace(WORKSTATIONS[0], changes=())


def run(verdict: CheckOutcome) -> CheckRun:
    return CheckRun(
        id="run",
        version=1,
        organisation_id=MACHINE.organisation_id,
        workstation_id=MACHINE.id,
        asked_by="Support",
        asked_at=AT,
        ended_at=AT,
        state=CheckState.DONE,
        diagnosis=Diagnosis(verdict=verdict, at=AT, seconds=3.0),
    )


@pytest.mark.parametrize(
    ("outcome", "looked_at", "passed"),
    [(HEALTHY, HEALTHY, True), (HEALTHY, None, True), (FAULT, HEALTHY, False), (HEALTHY, FAULT, False)],
    ids=["passed", "never looked at since", "the test itself found a fault", "it was found wrong since"],
)
def test_only_a_test_that_passed_spares_another(
    outcome: CheckOutcome, looked_at: CheckOutcome | None, passed: bool
) -> None:
    latest = Check(at=NOW, outcome=looked_at) if looked_at is not None else None

    said = not_needed(replace(MACHINE, latest_check=latest), scene(checks={"run": run(outcome)}))

    assert bool(said) is passed


@pytest.mark.parametrize(("passed", "left"), [(12, "48 s left"), (80, "0 s left")])
def test_while_a_user_is_asked_the_seconds_that_are_left_are_shown(passed: int, left: str) -> None:
    asked = replace(
        run(HEALTHY), state=CheckState.ASKED, asked_at=NOW - timedelta(seconds=passed), ended_at=None, diagnosis=None
    )

    assert f"its user is asked, {left} (Support)" in next(history(MACHINE, [asked], scene())).value.text
    assert without_result(MACHINE, asked, scene()).fields[0].value.text == left


def test_of_a_run_that_failed_the_reason_is_shown() -> None:
    failed = replace(run(HEALTHY), state=CheckState.FAILED, failure=CheckFailure.NOT_SHOWN, diagnosis=None)

    assert found(failed).text == "its user could not be asked: no question can be shown there"
    assert found(replace(failed, failure=None)).text == "could not be done"
