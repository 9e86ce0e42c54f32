"""What a machine gave when all was well is kept, and a slow drift does not move it along."""

from datetime import UTC, datetime
from pathlib import Path

from console.diagnostics.baselines import keep, recall
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.evidence import Endpoint, Evidence, Side, Signal
from console.domain.diagnosis.result import Diagnosis

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


def good(level: float, microphone: str = "Jabra") -> Diagnosis:
    signal = Signal(at=NOW, matched=True, level=level)
    return Diagnosis(
        verdict=CheckOutcome.HEALTHY,
        at=NOW,
        seconds=3.0,
        input=Endpoint(name="in", label=microphone, side=Side.INPUT),
        output=Endpoint(name="out", label="Headset", side=Side.OUTPUT),
        evidence=Evidence(started_at=NOW, signal=signal),
    )


async def test_the_first_good_test_of_these_devices_stays_the_baseline(tmp_path: Path) -> None:
    file = tmp_path / "new" / "baseline.json"
    assert await recall(file) is None

    await keep(file, good(-22.0), None)
    first = await recall(file)
    await keep(file, good(-40.0), first)

    assert first is not None
    assert (await recall(file)) == first
    assert (first.input_label, first.level) == ("Jabra", -22.0)


async def test_another_microphone_gets_a_baseline_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    await keep(file, good(-22.0), None)
    await keep(file, good(-30.0, microphone="Boom"), await recall(file))

    kept = await recall(file)
    assert kept is not None
    assert (kept.input_label, kept.level) == ("Boom", -30.0)


async def test_the_user_may_have_a_new_one_kept(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    await keep(file, good(-22.0), None)

    assert not await keep(file, good(-30.0), await recall(file))
    assert await keep(file, good(-30.0), await recall(file), anew=True)

    kept = await recall(file)
    assert kept is not None
    assert kept.level == -30.0


async def test_a_file_that_is_damaged_is_as_none(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_bytes(b"{")

    assert await recall(file) is None


async def test_where_nothing_can_be_kept_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    await keep(tmp_path / "file" / "baseline.json", good(-22.0), None)
