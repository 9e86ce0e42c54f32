"""What is read of a calendar file, and what is left behind."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.domain.errors import ConsoleError
from console.service.calendars.expanding import expand
from console.service.calendars.model import Wanted, Window
from console.service.calendars.reading import read
from tests.service.calendar_files import HEAD, SAMPLES, TAIL, as_file, calendar, event

TOWN = "Europe/Helsinki"
NAMES = ("Matti", "Virtanen", "Maija", "Saari", "Liisa", "Korhonen", "Pekka", "Kallio", "Neuvola", "koti", "@example")


@pytest.mark.parametrize("program", SAMPLES)
def test_text_that_is_kept_names_nobody(program: str) -> None:
    found = read(as_file(SAMPLES[program]), TOWN)

    kept = "".join(series.text for series in found.series)
    assert "BEGIN:VEVENT" in kept
    assert not [name for name in NAMES if name.casefold() in kept.casefold()]
    assert set(re.findall(r"^([A-Z-]+)", kept, re.MULTILINE)) <= {
        *("BEGIN", "END", "VERSION", "PRODID", "UID", "SEQUENCE", "STATUS"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
    }


def test_outlook_series_is_one_with_its_changes() -> None:
    (series,) = read(as_file(SAMPLES["outlook"]), TOWN).series

    assert (series.sequence, series.organiser, series.whole) == (2, "maija.saari@example.org", True)
    assert series.attendees == ("matti.virtanen@example.org",)
    assert series.text.count("BEGIN:VEVENT") == 3


def test_google_events_are_told_apart() -> None:
    found = read(as_file(SAMPLES["google"]), TOWN)

    assert [(series.uid, series.private) for series in found.series] == [
        ("3k2j1h@google.com", False),
        ("weekly@google.com", True),
    ]
    assert found.skipped_all_day == 1


def test_second_reading_is_the_same() -> None:
    assert read(as_file(SAMPLES["outlook"]), TOWN) == read(as_file(SAMPLES["outlook"]), TOWN)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("DTSTART;TZID=FLE Standard Time:20260202T090000", "DTSTART;TZID=Europe/Helsinki:20260202T090000"),
        ("DTSTART;TZID=W. Europe Standard Time:20260202T090000", "DTSTART;TZID=Europe/Berlin:20260202T090000"),
        (
            "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Riga:20260202T090000",
            "DTSTART;TZID=Europe/Riga:20260202T090000",
        ),
        ("DTSTART:20260202T090000", "DTSTART;TZID=Europe/Helsinki:20260202T090000"),
        ("DTSTART:20260202T090000Z", "DTSTART:20260202T090000Z"),
    ],
)
@pytest.mark.filterwarnings("ignore:.*globally unique")
def test_time_zone_is_understood(line: str, written: str) -> None:
    found = read(calendar(event("one", line, "DURATION:PT30M", start="")), TOWN)

    assert f"{written}\r\n" in found.series[0].text
    assert found.warnings == ()


@pytest.mark.parametrize("name", ["Customized Time Zone", "Europe", "x" * 400])
def test_unknown_zone_is_the_towns_with_a_warning(name: str) -> None:
    found = read(calendar(event("one", f"DTSTART;TZID={name}:20260202T090000", "DURATION:PT30M", start="")), TOWN)

    assert "DTSTART;TZID=Europe/Helsinki:20260202T090000\r\n" in found.series[0].text
    assert name[:60] in found.warnings[0]
    assert TOWN in found.warnings[0]


def own_zone(offset: str, rule: str = "") -> str:
    return (
        "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
        f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\n{rule}END:STANDARD\nEND:VTIMEZONE\n"
    )


OWN_ZONE_EVENT = event("one", "DTSTART;TZID=Customized Time Zone:20260202T090000", "DURATION:PT30M", start="")


def test_zone_that_the_file_defines_goes_with_its_series() -> None:
    one = read(calendar(own_zone("+0300"), OWN_ZONE_EVENT), TOWN)
    other = read(calendar(own_zone("-0500"), OWN_ZONE_EVENT), TOWN)

    assert one.warnings == ()
    assert "TZOFFSETTO:+0300" in one.series[0].text
    assert one.series[0].text.partition("TZID:")[2][:30] != other.series[0].text.partition("TZID:")[2][:30]


def test_zone_defined_by_a_poisoned_rule_is_not_believed() -> None:
    found = read(calendar(own_zone("+0300", "RRULE:FREQ=SECONDLY\n"), OWN_ZONE_EVENT), TOWN)

    assert "DTSTART;TZID=Europe/Helsinki" in found.series[0].text
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY",
        "FREQ=MINUTELY;COUNT=3",
        "FREQ=SECONDLY",
        "freq=secondly",
        "FREQ=DAILY;BYHOUR=9,10,11",
        "FREQ=YEARLY;BYSECOND=1,2",
        "FREQ=DAILY;BYMINUTE=0,30",
    ],
)
def test_rule_finer_than_daily_is_refused(rule: str) -> None:
    found = read(calendar(event("bad", f"RRULE:{rule}"), event("good")), TOWN)

    assert [series.uid for series in found.series] == ["good"]
    assert found.refused == 1
    assert found.warnings == ("1 event was refused: it repeats more often than once a day.",)


@pytest.mark.parametrize(
    "lines",
    [
        ["RRULE:FREQ=DAILY;INTERVAL=0"],
        ["RRULE:FREQ=DAILY;COUNT=999999999"],
        ["RRULE:FREQ=DAILY;FREQ=SECONDLY"],
        ["RRULE:FREQ=DAILY;BYNIGHT=1"],
        ["RRULE:"],
        ["RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY"],
        ["EXRULE:FREQ=DAILY"],
        ["RDATE:" + ",".join(["20260202T090000"] * 1001)],
        ["EXDATE:20260202T090000"] * 1001,
        ["EXDATE:tomorrow"],
        ["RDATE;VALUE=PERIOD:20260202T090000/later"],
    ],
)
def test_rule_or_list_that_is_a_bomb_or_no_rule_is_refused(lines: list[str]) -> None:
    found = read(calendar(event("bad", *lines)), TOWN)

    assert (found.series, found.refused, len(found.warnings)) == ((), 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VEVENT\nDTSTART:20260202T090000\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:one\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:one\nDTSTART:20261302T090000\nDURATION:PT1H\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:one\nDTSTART:09:00\nDURATION:PT1H\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:one\nDTSTART:00010101T000000\nDURATION:PT1H\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:one\nDTSTART:20260202T090000\nDURATION:P99999999999D\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:one\nDTSTART:20260202T090000\nDTEND:20260202T080000\nEND:VEVENT\n",
        'BEGIN:VEVENT\nUID:one\nDTSTART;TZID="Europe:20260202T090000\nDURATION:PT1H\nEND:VEVENT\n',
    ],
)
def test_event_without_proper_times_or_uid_is_refused_alone(text: str) -> None:
    found = read(calendar(text, event("good")), TOWN)

    assert [series.uid for series in found.series] == ["good"]
    assert found.refused == 1


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART;VALUE=DATE:20260202"],
        ["DTSTART:20260202T000000", "DTEND:20260203T000000"],
        ["DTSTART:20260202T090000"],
        ["DTSTART:20260202T090000", "DTEND:20260202T090000"],
        ["DTSTART:20260202T090000", "DURATION:P2D"],
    ],
)
def test_event_of_a_day_or_of_no_time_is_no_call(lines: list[str]) -> None:
    found = read(calendar(event("one", *lines, start="")), TOWN)

    assert (found.series, found.refused, found.skipped_all_day) == ((), 0, 1)


@pytest.mark.parametrize("kind", ["PRIVATE", "CONFIDENTIAL", "private"])
def test_private_event_is_marked(kind: str) -> None:
    (series,) = read(calendar(event("one", f"CLASS:{kind}")), TOWN).series

    assert series.private


def test_cancellation_by_mail_needs_no_times() -> None:
    whole = read(calendar(event("one", "SEQUENCE:4", start=""), method="CANCEL"), TOWN)
    single = read(calendar(event("one", "RECURRENCE-ID:20260202T070000Z", start=""), method="CANCEL"), TOWN)

    assert (whole.series[0].cancelled, whole.series[0].sequence, whole.series[0].whole) == (True, 4, True)
    assert (single.series[0].cancelled, single.series[0].whole) == (False, False)
    assert "STATUS:CANCELLED\r\nRECURRENCE-ID:20260202T070000Z\r\nDTSTART:20260202T070000Z" in single.series[0].text


def test_of_an_event_that_stands_twice_the_later_version_counts() -> None:
    (series,) = read(
        calendar(
            event("one", "SEQUENCE:2", start="20260202T100000"), event("one", "SEQUENCE:1", start="20260202T090000")
        ),
        TOWN,
    ).series

    assert series.sequence == 2
    assert "20260202T100000" in series.text
    assert "20260202T090000" not in series.text


def test_host_is_looked_for_among_those_who_did_not_decline() -> None:
    (series,) = read(
        calendar(
            event(
                "one",
                "ORGANIZER:MAILTO:Assistant@Example.org",
                "ATTENDEE;PARTSTAT=DECLINED:mailto:a@example.org",
                "ATTENDEE;EMAIL=B@example.org:urn:uuid:1",
                "ATTENDEE:invalid:nomail",
                'ATTENDEE;CN="broken:mailto:c@example.org',
            )
        ),
        TOWN,
    ).series

    assert series.organiser == "assistant@example.org"
    assert series.attendees == ("b@example.org",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-calendar"),
        (b"PK\x03\x04 a spreadsheet", "not-a-calendar"),
        ("Päivä;Aika\n".encode(), "not-a-calendar"),
        (as_file(HEAD + "SUMMARY:Päivä\n" + TAIL).decode().encode("cp1252"), "calendar-encoding"),
        (as_file(HEAD + TAIL).decode().encode("utf-16"), "calendar-encoding"),
        (calendar(event())[:-20], "calendar-broken"),
        (as_file(HEAD + "END:VEVENT\n" + TAIL), "calendar-broken"),
        (calendar(event(), method="REPLY"), "not-a-calendar"),
    ],
)
def test_file_that_can_not_be_read_is_refused_in_words(data: bytes, code: str) -> None:
    with pytest.raises(ConsoleError) as refusal:
        read(data, TOWN)

    assert refusal.value.code == code
    assert refusal.value.title
    assert refusal.value.hint


def test_byte_order_mark_and_bare_newlines_are_no_obstacle() -> None:
    data = b"\xef\xbb\xbf" + calendar(event()).replace(b"\r\n", b"\n\n")

    assert len(read(data, TOWN).series) == 1


YEAR = Window(start=datetime(2026, 1, 1, tzinfo=UTC), end=datetime(2027, 1, 1, tzinfo=UTC))


def test_millions_of_blank_lines_cost_next_to_nothing() -> None:
    assert len(read(calendar(event()).replace(b"UID:", b"\n" * 3_000_000 + b"UID:"), TOWN).series) == 1


def read_and_expanded_or_refused(data: bytes) -> None:
    try:
        found = read(data, TOWN)
    except ConsoleError as error:
        assert error.title
        return
    wanted = [Wanted(text=series.text, window=YEAR) for series in found.series if not series.cancelled]
    expansion = expand(wanted)
    assert len(expansion.series) == len(wanted)
    assert expansion.series.count(None) == expansion.refused


@given(st.binary(max_size=300))
def test_any_bytes_are_read_and_expanded_or_refused(data: bytes) -> None:
    read_and_expanded_or_refused(data)


NAMES_OF_LINES = st.sampled_from(
    [
        *("UID", "SEQUENCE", "STATUS", "CLASS", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE"),
        *("RECURRENCE-ID", "ORGANIZER", "ATTENDEE", "SUMMARY", "X-FOO", "BEGIN", "END", "METHOD"),
        *("TZID", "TZOFFSETFROM", "TZOFFSETTO"),
    ]
)
PARAMETERS = st.sampled_from(
    ["", "", ";TZID=Europe/Helsinki", ";TZID=Nowhere", ";VALUE=DATE", ";VALUE=PERIOD", ";RANGE=THISANDFUTURE", ';X="']
)
VALUES = st.one_of(
    st.text(max_size=20),
    st.from_regex(r"\d{8}T\d{6}Z?(,\d{8}T\d{6})?", fullmatch=True),
    st.from_regex(r"[12]\d{3}(0\d|1[0-2])[0-3]\d(T[012]\d[0-5]\d00Z?)?", fullmatch=True),
    st.from_regex(r"-?P\d{0,6}[DW]?(T\d{0,6}[HMS])?", fullmatch=True),
    st.sampled_from(
        ["VEVENT", "VTIMEZONE", "STANDARD", "one", "CANCELLED", "PRIVATE", "mailto:a@example.org", "+0200"]
    ),
    st.from_regex(
        r"FREQ=(DAILY|YEARLY|MONTHLY|HOURLY)(;(COUNT|INTERVAL|BYHOUR|BYMONTHDAY|UNTIL)=-?\d{1,9})*", fullmatch=True
    ),
)
LINES = st.lists(st.builds("{}{}:{}".format, NAMES_OF_LINES, PARAMETERS, VALUES), max_size=12)


@given(LINES, LINES, LINES)
@example(["UID:one", "DTSTART:00010101T000000", "DURATION:PT1H"], [], [])
@example(["DTSTART:", "SEQUENCE:1"], [], [])
@example(["UID:one", "DTSTART:99991231T235959Z", "DTEND:99991231T235959Z", "RRULE:FREQ=DAILY;UNTIL=99991231"], [], [])
@example(["DTSTART:20260202T090000", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYSETPOS=0"], [], [])
def test_any_lines_of_an_event_are_read_and_expanded_or_refused(
    first: list[str], second: list[str], zone: list[str]
) -> None:
    zone = ["BEGIN:VTIMEZONE", "TZID:Nowhere", "BEGIN:STANDARD", *zone, "END:STANDARD", "END:VTIMEZONE", ""]
    read_and_expanded_or_refused(
        calendar("\n".join(zone), event("one", *first, start=""), event("one", *second)),
    )


@given(st.data())
def test_any_damage_to_a_real_file_is_read_and_expanded_or_refused(data: st.DataObject) -> None:
    real = as_file(data.draw(st.sampled_from(sorted(SAMPLES.values()))))
    at = data.draw(st.integers(0, len(real)))
    cut = data.draw(st.integers(0, 200))
    read_and_expanded_or_refused(real[:at] + data.draw(st.binary(max_size=20)) + real[at + cut :])
