"""What a workstation shows of the checks that were run on it."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from console.domain.checks import CheckRun, shown_check
from console.domain.devices import Change, CheckOutcome, DeviceChange, DeviceKind, MediaDevice, Workstation
from console.domain.diagnosis.causes import Cause, Certainty, Code
from console.domain.diagnosis.result import Depth, Diagnosis

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
HEADSET = MediaDevice(device_id="mic", kind=DeviceKind.MICROPHONE, label="Boom")


def a_run(depth: Depth, outcome: CheckOutcome, *codes: Code, minutes: int = 0) -> CheckRun:
    at = NOON + timedelta(minutes=minutes)
    causes = tuple(Cause(code=code, certainty=Certainty.LIKELY) for code in codes)
    return CheckRun(
        id="r",
        organisation_id="o",
        workstation_id="w",
        asked_at=at,
        ended_at=at,
        depth=depth,
        diagnosis=Diagnosis(verdict=outcome, at=at, seconds=1.0, causes=causes),
    )


def outcome_after(*runs: CheckRun, changes: tuple[DeviceChange, ...] = ()) -> CheckOutcome | None:
    machine = Workstation(id="w", organisation_id="o", name="PC", enrolled_at=NOON, changes=changes)
    for run in runs:
        machine = replace(machine, latest_check=shown_check(machine, run))
    return machine.latest_check.outcome if machine.latest_check else None


HEARD = a_run(Depth.QUICK, CheckOutcome.FAULT, Code.FLAT_LINE, Code.MICROPHONE_MUTED)
MUTED = a_run(Depth.QUICK, CheckOutcome.FAULT, Code.MICROPHONE_MUTED, Code.NOT_AUDIBLE)


@pytest.mark.parametrize("quiet", [CheckOutcome.HEALTHY, CheckOutcome.UNSURE, CheckOutcome.UNABLE])
def test_a_look_without_a_sound_takes_back_no_fault_that_sound_has_shown(quiet: CheckOutcome) -> None:
    later = a_run(Depth.SILENT, quiet, minutes=5)

    assert outcome_after(HEARD, later) is CheckOutcome.FAULT
    assert outcome_after(HEARD, later, later) is CheckOutcome.FAULT


def test_it_takes_it_back_once_a_device_was_changed_or_what_it_sees_itself_is_set_right() -> None:
    later = a_run(Depth.SILENT, CheckOutcome.HEALTHY, minutes=5)
    change = DeviceChange(number=1, at=NOON + timedelta(minutes=2), change=Change.ADDED, device=HEADSET)

    assert outcome_after(HEARD, later, changes=(change,)) is CheckOutcome.HEALTHY
    assert outcome_after(MUTED, later) is CheckOutcome.HEALTHY


def test_a_test_with_sound_takes_back_what_an_earlier_one_has_shown() -> None:
    assert outcome_after(HEARD, a_run(Depth.QUICK, CheckOutcome.HEALTHY, minutes=5)) is CheckOutcome.HEALTHY
