"""The rules that raise and close alerts."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from console.domain.alerts import (
    Alert,
    AlertKind,
    AlertState,
    Finding,
    Severity,
    World,
    findings,
    reckoned,
)
from console.domain.calls import Call, CallStatus
from console.domain.devices import (
    Change,
    Check,
    CheckOutcome,
    DeviceChange,
    DeviceKind,
    Inventory,
    MediaDevice,
    Workstation,
)

NOON = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


def a_call(number: int, start: int, length: int, host: str) -> Call:
    begin = NOON + timedelta(minutes=start)
    return Call(
        id=f"c{number}",
        organisation_id="o",
        host_id=host,
        dtstart=begin,
        dtend=begin + timedelta(minutes=length),
        status=CallStatus.SCHEDULED,
    )


def world(calls: list[Call] | None = None, workstations: list[Workstation] | None = None) -> World:
    return World(now=NOON, calls=calls or [], accounts={}, workstations=workstations or [], desks=[])


times = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 90), st.sampled_from("ab")), max_size=12)


@given(times)
def test_host_is_double_booked_where_two_calls_overlap_and_only_there(times: list[tuple[int, int, str]]) -> None:
    calls = [a_call(number, *time) for number, time in enumerate(times)]
    overlapping = {
        call.id
        for call in calls
        for other in calls
        if call is not other
        and call.host_id == other.host_id
        and call.dtstart < other.dtend
        and other.dtstart < call.dtend
    }
    pairs = [key.split(":")[1:] for key in findings(world(calls))]

    assert {call_id for pair in pairs for call_id in pair} <= overlapping
    assert bool(pairs) == bool(overlapping)
    # Each call that overlaps an earlier one is told of.
    later = {pair[1] for pair in pairs}
    for call in calls:
        earlier = [
            other
            for other in calls
            if other.host_id == call.host_id and (other.dtstart, other.id) < (call.dtstart, call.id)
        ]
        assert (call.id in later) == any(call.dtstart < other.dtend for other in earlier)


def a_machine(*kinds: DeviceKind, online: bool = True, problem: str | None = None) -> Workstation:
    devices = tuple(MediaDevice(device_id=str(kind), kind=kind, label=str(kind)) for kind in kinds)
    return Workstation(
        id="w",
        organisation_id="o",
        name="PC",
        online=online,
        enrolled_at=NOON,
        last_seen_at=NOON,
        inventory=Inventory(devices=devices, problem=problem),
    )


def kinds_of(machine: Workstation) -> set[AlertKind]:
    return {finding.kind for finding in findings(world(workstations=[machine])).values()}


def test_machine_says_what_it_lacks_and_nothing_more() -> None:
    complete = a_machine(DeviceKind.MICROPHONE, DeviceKind.SPEAKER)

    assert kinds_of(complete) == set()
    assert kinds_of(a_machine(DeviceKind.SPEAKER)) == {AlertKind.NO_MICROPHONE}
    assert kinds_of(a_machine()) == {AlertKind.NO_MICROPHONE, AlertKind.NO_SPEAKER}
    assert kinds_of(a_machine(online=False)) == {AlertKind.WORKSTATION_OFFLINE}
    assert kinds_of(a_machine(problem="the sound system does not answer")) == {AlertKind.AUDIO_SYSTEM_DOWN}


def test_a_fault_that_a_test_found_is_told_until_a_device_is_changed() -> None:
    muted = replace(
        a_machine(DeviceKind.MICROPHONE, DeviceKind.SPEAKER),
        latest_check=Check(at=NOON, outcome=CheckOutcome.FAULT, causes=("microphone-muted",)),
    )
    headset = MediaDevice(device_id="usb", kind=DeviceKind.MICROPHONE, label="USB")
    added = DeviceChange(number=1, at=NOON + timedelta(minutes=1), change=Change.ADDED, device=headset)

    assert kinds_of(muted) == {AlertKind.CHECK_FOUND_FAULT}
    assert kinds_of(replace(muted, changes=(added,))) == set()
    assert kinds_of(replace(muted, latest_check=Check(at=NOON, outcome=CheckOutcome.UNSURE))) == set()


def test_what_a_user_has_muted_is_told_only_when_a_call_of_theirs_is_at_hand() -> None:
    muted = replace(
        a_machine(DeviceKind.MICROPHONE, DeviceKind.SPEAKER),
        account_id="a",
        latest_check=Check(at=NOON, outcome=CheckOutcome.UNSURE, causes=("microphone-muted",)),
    )
    doubtful = replace(muted, latest_check=Check(at=NOON, outcome=CheckOutcome.UNSURE, causes=("not-audible",)))

    def told(machine: Workstation, *calls: Call) -> bool:
        found = findings(world(list(calls), [machine])).values()
        return AlertKind.CHECK_FOUND_FAULT in {one.kind for one in found}

    assert not told(muted)
    assert not told(muted, a_call(1, 16, 30, "a"))
    assert not told(muted, a_call(1, 10, 30, "b"))
    assert told(muted, a_call(1, 15, 30, "a"))
    assert told(muted, replace(a_call(1, -40, 30, "a"), status=CallStatus.RUNNING))
    assert not told(doubtful, a_call(1, 10, 30, "a"))


def a_finding(key: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(key=key, kind=AlertKind.LONG_WAIT, severity=severity, since=NOON)


def an_alert(key: str, state: AlertState) -> Alert:
    return Alert(
        id=key,
        organisation_id="o",
        key=key,
        kind=AlertKind.LONG_WAIT,
        severity=Severity.WARNING,
        since=NOON,
        state=state,
        later_until=NOON if state is AlertState.LATER else None,
    )


@given(
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(Severity)),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(AlertState)),
)
def test_each_finding_has_one_alert_and_each_alert_a_finding(
    found: dict[str, Severity], standing: dict[str, AlertState]
) -> None:
    reckoning = reckoned(
        "o",
        [an_alert(key, state) for key, state in standing.items()],
        {key: a_finding(key, severity) for key, severity in found.items()},
        NOON,
    )

    raised = {alert.key for alert in reckoning.raised}
    gone = {alert.key for alert in reckoning.gone}
    assert (set(standing) - gone) | raised == set(found)
    assert raised.isdisjoint(standing)
    assert {alert.key for alert in reckoning.due} == {key for key in found if standing.get(key) is AlertState.LATER}
    assert all(standing[alert.key] is not AlertState.CLOSED for alert in reckoning.shifted)
