"""When a series takes place."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from console.domain.errors import ConsoleError
from console.service.calendars import expanding, worker
from console.service.calendars.expanding import expand
from console.service.calendars.model import Expanded, Expansion, Occurrence, Wanted, Window
from console.service.calendars.reading import read
from console.service.calendars.texts import merged
from tests.service.calendar_files import SAMPLES, as_file, calendar, event

TOWN = "Europe/Helsinki"
YEAR = Window(start=datetime(2026, 1, 1, tzinfo=UTC), end=datetime(2027, 1, 1, tzinfo=UTC))


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def text_of(data: bytes) -> str:
    (series,) = read(data, TOWN).series
    return series.text


def only(expansion: Expansion) -> Expanded:
    (found,) = expansion.series
    assert found is not None
    return found


def expanded(data: bytes, window: Window = YEAR) -> Expanded:
    return only(expand([Wanted(text=text_of(data), window=window)]))


def starts(data: bytes, window: Window = YEAR) -> list[datetime]:
    return [occurrence.dtstart for occurrence in expanded(data, window).occurrences]


def test_outlook_series_has_its_moved_and_cancelled_occurrences() -> None:
    found = expanded(as_file(SAMPLES["outlook"]))

    assert [(one.recurrence_id, one.dtstart, one.cancelled) for one in found.occurrences] == [
        (utc(2, 2, 7), utc(2, 2, 7), False),
        (utc(2, 9, 7), utc(2, 9, 7), False),
        (utc(2, 16, 7), utc(2, 17, 12), False),
        (utc(2, 23, 7), utc(2, 23, 7), True),
        (utc(3, 2, 7), utc(3, 2, 7), False),
        (utc(3, 9, 7), utc(3, 9, 7), False),
    ]
    assert not found.more


def test_change_of_this_and_future_moves_all_that_follow_and_keeps_their_ids() -> None:
    found = expanded(as_file(SAMPLES["thunderbird"])).occurrences

    # Summer time begins on the 29th: the hands say 9, later 13, and UTC an hour less.
    assert [(one.recurrence_id, one.dtstart) for one in found] == [
        *((utc(3, day, 7), utc(3, day, 7)) for day in (26, 27, 28)),
        (utc(3, 29, 6), utc(3, 29, 6)),
        *((utc(3, day, 6), utc(3, day, 10)) for day in (30, 31)),
        *((utc(4, day, 6), utc(4, day, 10)) for day in (1, 2)),
    ]
    assert found[-1].dtend - found[-1].dtstart == timedelta(minutes=45)


def test_event_of_its_own_has_no_recurrence_id() -> None:
    assert expanded(calendar(event())) == Expanded(
        occurrences=(Occurrence(recurrence_id=None, dtstart=utc(2, 2, 7), dtend=utc(2, 2, 7, 30)),), more=False
    )


def test_excluded_dates_are_left_out_and_added_ones_are_in() -> None:
    data = calendar(
        event(
            "one",
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "EXDATE;TZID=Europe/Helsinki:20260209T090000",
            "RDATE:20260211T150000",
            "RDATE;VALUE=PERIOD;TZID=Europe/Helsinki:20260212T150000/PT10M",
        )
    )

    assert sorted(starts(data)) == [utc(2, 2, 7), utc(2, 11, 13), utc(2, 12, 13), utc(2, 16, 7)]


@pytest.mark.parametrize("until", ["20260204", "20260204T090000", "20260204T070000Z"])
def test_last_day_counts_however_it_is_written(until: str) -> None:
    data = calendar(event("one", f"RRULE:FREQ=DAILY;UNTIL={until}"))

    assert starts(data) == [utc(2, 2, 7), utc(2, 3, 7), utc(2, 4, 7)]


def test_endless_daily_rule_fills_the_window_and_goes_on() -> None:
    found = expanded(calendar(event("one", "RRULE:FREQ=DAILY")))

    assert len(found.occurrences) == 333
    assert found.more


def test_two_windows_side_by_side_hold_what_one_does() -> None:
    data = as_file(SAMPLES["thunderbird"])
    middle = utc(3, 31, 10, 20)  # in the midst of an occurrence
    first = expanded(data, Window(start=YEAR.start, end=middle))
    second = expanded(data, Window(start=middle, end=YEAR.end))

    assert first.more
    assert {*first.occurrences, *second.occurrences} == {*expanded(data).occurrences}


def test_event_after_the_window_is_still_to_come() -> None:
    found = expanded(calendar(event(start="20280101T090000")))

    assert found == Expanded(occurrences=(), more=True)


def test_own_zones_of_two_calendars_are_not_mixed_up() -> None:
    def own(offset: str) -> bytes:
        zone = f"TZID:Own\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\n"
        return calendar(
            f"BEGIN:VTIMEZONE\n{zone}END:STANDARD\nEND:VTIMEZONE\n",
            event("one", "DTSTART;TZID=Own:20260202T090000", "DURATION:PT30M", start=""),
        )

    texts = [text_of(own("+0500")), text_of(own("-0500"))]
    found = expand([Wanted(text=text, window=YEAR) for text in texts]).series

    assert [one.occurrences[0].dtstart for one in found if one] == [utc(2, 2, 4), utc(2, 2, 14)]


def test_occurrence_that_became_an_all_day_event_is_no_call() -> None:
    data = calendar(
        event("one", "RRULE:FREQ=WEEKLY;COUNT=2"),
        event("one", "RECURRENCE-ID:20260209T070000Z", "DTSTART;VALUE=DATE:20260209", start=""),
    )

    assert starts(data) == [utc(2, 2, 7)]


def test_change_by_itself_is_put_into_the_series_that_is_kept() -> None:
    kept = text_of(as_file(SAMPLES["outlook"]))
    line = 'RECURRENCE-ID;TZID="FLE Standard Time":20260216T090000'
    uid = "040000008200E00074C5B7101A82E00800000000"
    change = text_of(calendar(event(uid, line, start="20260218T100000")))

    once = merged(kept, change)

    assert merged(once, change) == once
    found = only(expand([Wanted(text=once, window=YEAR)])).occurrences
    assert [one.dtstart for one in found if one.recurrence_id == utc(2, 16, 7)] == [utc(2, 18, 8)]
    assert len(found) == 6


def test_rule_that_never_comes_true_is_refused_and_the_others_are_not() -> None:
    never = text_of(calendar(event("never", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")))
    wrong = text_of(calendar(event("wrong", "RRULE:FREQ=MONTHLY;BYSETPOS=0")))
    good = text_of(calendar(event("good")))

    found = expand([Wanted(text=text, window=YEAR) for text in (never, wrong, good)])

    assert [one is not None for one in found.series] == [False, False, True]
    assert found.refused == 2
    assert found.warnings == (
        "1 event was refused: it takes too long to work out when it occurs.",
        "1 event was refused: its rule of repetition is not valid.",
    )


def test_more_calls_than_a_town_can_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expanding, "MOST_OCCURRENCES", 100)

    with pytest.raises(ConsoleError, match="100,000") as refusal:
        expanded(calendar(event("one", "RRULE:FREQ=DAILY")))
    assert refusal.value.code == "calendar-too-large"


@pytest.mark.parametrize("program", SAMPLES)
async def test_child_process_answers_what_the_functions_do(program: str) -> None:
    data = as_file(SAMPLES[program])
    found = await worker.read(data, TOWN, asyncio.Event())
    wanted = [Wanted(text=series.text, window=YEAR) for series in found.series]

    assert found == read(data, TOWN)
    assert await worker.expand(wanted, asyncio.Event()) == expand(wanted)


async def test_refusal_comes_through_the_process() -> None:
    with pytest.raises(ConsoleError, match="not a calendar") as refusal:
        await worker.read(b"hello", TOWN, asyncio.Event())
    assert refusal.value.code == "not-a-calendar"
    assert refusal.value.hint


async def test_file_over_20_mb_is_refused_before_anything_looks_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "COMMAND", ("/nowhere",))

    with pytest.raises(ConsoleError, match="20 MB"):
        await worker.read(b" " * 20_000_001, TOWN, asyncio.Event())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_child_gets_no_more_memory_than_it_is_allowed() -> None:
    greedy = "from console.service.limits import limit; limit(memory=1 << 30, seconds=60); bytearray(1 << 30)"

    ended = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stderr.rstrip().endswith("MemoryError")


CHILD_THAT_HANGS = """
import os, pathlib, sys, threading
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
threading.Event().wait()
"""


@pytest.fixture
def pid_of_a_child_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pid = tmp_path / "pid"
    monkeypatch.setattr(worker, "COMMAND", (sys.executable, "-c", CHILD_THAT_HANGS, str(pid)))
    return pid


async def test_child_that_takes_too_long_is_ended(
    pid_of_a_child_that_hangs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "TIME_OUT", 1.0)

    with pytest.raises(ConsoleError, match="could not be read") as refusal:
        await worker.read(calendar(event()), TOWN, asyncio.Event())

    assert refusal.value.code == "calendar-unreadable"
    assert not psutil.pid_exists(int(pid_of_a_child_that_hangs.read_text()))


async def test_child_ends_when_nobody_waits_for_it_any_more(pid_of_a_child_that_hangs: Path) -> None:
    reading = asyncio.create_task(worker.read(calendar(event()), TOWN, asyncio.Event()))
    async with asyncio.timeout(20):
        while not (pid_of_a_child_that_hangs.exists() and pid_of_a_child_that_hangs.read_text()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading

    assert not psutil.pid_exists(int(pid_of_a_child_that_hangs.read_text()))


async def test_child_that_crashes_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "COMMAND", (sys.executable, "-c", "import os; os.abort()"))

    with pytest.raises(ConsoleError, match="could not be read"):
        await worker.read(calendar(event()), TOWN, asyncio.Event())
