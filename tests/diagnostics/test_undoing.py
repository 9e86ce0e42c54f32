"""What takes mends back is kept beyond the program's end: for a day, and for one use."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.diagnostics.undoing import Applied, forget, keep, recall
from console.domain.diagnosis.causes import Action, Cause, Certainty, Code, Remedy
from console.domain.diagnosis.evidence import Side

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


def applied(name: str, at: datetime = NOW) -> Applied:
    back = Action(remedy=Remedy.MUTE, side=Side.INPUT, name=name)
    cause = Cause(code=Code.MICROPHONE_MUTED, certainty=Certainty.CERTAIN, subject=name)
    return Applied(at=at, cause=cause, back=back)


async def test_the_latest_is_the_first_to_be_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "new" / "undo.json"
    await keep(file, applied("one"), NOW)
    await keep(file, applied("other"), NOW)

    assert [one.back.name for one in await recall(file, NOW)] == ["other", "one"]


async def test_what_was_taken_back_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "undo.json"
    await keep(file, applied("one"), NOW)
    await keep(file, applied("other"), NOW)

    await forget(file, applied("other"), NOW)

    assert await recall(file, NOW) == (applied("one"),)


async def test_after_a_day_nothing_is_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "undo.json"
    await keep(file, applied("one"), NOW)

    assert await recall(file, NOW + timedelta(hours=24)) == (applied("one"),)
    assert await recall(file, NOW + timedelta(hours=24, seconds=1)) == ()


async def test_a_damaged_file_or_none_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "undo.json").write_bytes(b"[{")

    assert await recall(tmp_path / "undo.json", NOW) == ()
    assert await recall(tmp_path / "none.json", NOW) == ()
