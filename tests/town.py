"""A small town at a moment of its day, made of the real nouns: what screens and rows are tested on."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from console.domain.accounts import Account, OnboardingStage, Role
from console.domain.alerts import Alert, AlertKind, AlertState, Severity
from console.domain.audit import AuditEntry
from console.domain.calls import Call, CallStatus, Seat, SeatRole, SeatState
from console.domain.desks import Desk, Wait
from console.domain.devices import (
    Change,
    DeviceChange,
    DeviceKind,
    DeviceSource,
    Inventory,
    Machine,
    MediaDevice,
    NetworkInterface,
    Workstation,
)
from console.domain.noun import Thing
from console.domain.organisations import Organisation, Service, Unit
from console.domain.places import Place, Room
from console.domain.tokens import Principal, TokenRole
from console.presentation.scene import Scene
from console.state.snapshot import Snapshot

NOW = datetime(2026, 11, 24, 7, 5, 12, tzinfo=UTC)  # 09:05:12 in the town
TOWN = "town"

PEOPLE = (
    ("Saari Maija", "Kirjasto", "Sivistysosasto"),
    ("Kallio Petri", "Opetustoimi", "Sivistysosasto"),
    ("Niemi Aino", "Rakentamis- ja tekniset palvelut", "Tekninen osasto"),
    ("Lehto Ville", "Sosiaalityö", "Perusturvaosasto"),
    ("Öhman Åsa", "Varhaiskasvatus", "Sivistysosasto"),
    ("Ranta Kaisa", "Terveyspalvelut", "Perusturvaosasto"),
    ("Mäki Olli", "Talouspalvelut", "Hallinto- ja talousosasto"),
    ("Koski Helena", "Vanhuspalvelut", "Perusturvaosasto"),
)


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def account(n: int, **changes: object) -> Account:
    name, unit, department = PEOPLE[n % len(PEOPLE)]
    family, given = name.split()
    user_name = f"{given}.{family}".casefold()
    fields: dict[str, object] = {
        "id": f"account-{n}",
        "organisation_id": TOWN,
        "user_name": user_name,
        "display_name": name,
        "email": f"{user_name}@example.test",
        "external_id": str(1000 + n),
        "unit": unit,
        "department": department,
        "created_at": NOW - timedelta(days=90),
        "invited_at": NOW - timedelta(days=80),
        "signed_in_at": NOW - timedelta(days=40),
        "last_used_at": NOW - timedelta(days=2),
        "onboarding_stage": OnboardingStage.FIRST_CALL,
    }
    return Account(**{**fields, **changes})  # type: ignore[arg-type]


ACCOUNTS = (
    account(0, role=Role.SUPPORT),
    account(1),
    account(2, signed_in_at=None, last_used_at=None, onboarding_stage=OnboardingStage.INVITED),
    account(3, last_used_at=None, onboarding_stage=OnboardingStage.SIGNED_IN),
    account(4, last_used_at=NOW - timedelta(days=35), onboarding_stage=OnboardingStage.INDEPENDENT),
    account(5, last_used_at=NOW - minutes(20), onboarding_stage=OnboardingStage.PRACTISED),
    account(6, active=False),
    account(7, role=Role.ADMIN, onboarding_stage=OnboardingStage.EQUIPMENT_PROVEN),
)

SERVICES = (
    Service(id="service-0", organisation_id=TOWN, name="Remedial teaching", department="Sivistysosasto"),
    Service(id="service-1", organisation_id=TOWN, name="Building permits", department="Tekninen osasto"),
    Service(id="service-2", organisation_id=TOWN, name="Home care visit", department="Perusturvaosasto"),
)
UNITS = tuple(
    Unit(id=f"unit-{n}", organisation_id=TOWN, department=department, name=unit)
    for n, (_name, unit, department) in enumerate(PEOPLE)
)
ROOMS = (Room(id="room-0", organisation_id=TOWN, name="Region"),)
PLACES = (Place(id="place-0", organisation_id=TOWN, name="Meeting room 2", kit=("conference speaker", "camera")),)


def seats(*states: SeatState, at: datetime = NOW) -> tuple[Seat, ...]:
    host, *guests = states
    return (
        Seat(id="seat-host", role=SeatRole.HOST, state=host, since=at),
        *(
            Seat(id=f"seat-{n}", role=SeatRole.GUEST, number=n, state=state, since=at)
            for n, state in enumerate(guests, 1)
        ),
    )


def call(n: int, host: int, start: datetime, length: float = 30, **changes: object) -> Call:
    fields: dict[str, object] = {
        "id": f"call-{n}",
        "organisation_id": TOWN,
        "host_id": f"account-{host}",
        "department": PEOPLE[host][2],
        "dtstart": start,
        "dtend": start + minutes(length),
        "seats": seats(SeatState.EXPECTED, SeatState.EXPECTED),
    }
    return Call(**{**fields, **changes})  # type: ignore[arg-type]


NINE = NOW.replace(minute=0, second=0)
JOINED = seats(SeatState.JOINED, SeatState.JOINED, at=NOW - minutes(4))

CALLS = (
    call(0, 0, NINE, status=CallStatus.RUNNING, seats=JOINED, started_at=NOW - minutes(5)),
    call(1, 1, NINE - minutes(15), 45, status=CallStatus.RUNNING, seats=JOINED, service_id="service-0"),
    call(
        2,
        3,
        NINE,
        status=CallStatus.WAITING,
        service_id="service-2",
        seats=seats(SeatState.EXPECTED, SeatState.WAITING, at=NOW - minutes(6)),
    ),
    call(3, 2, NINE + minutes(240), 45, service_id="service-1", place_id="place-0"),
    call(4, 5, NINE + minutes(30), service_id="service-2"),
    call(5, 4, NINE + minutes(300)),
    call(6, 7, NINE - minutes(60), status=CallStatus.ENDED, ended_at=NINE - minutes(32), room_id="room-0"),
    call(7, 6, NINE - minutes(60), status=CallStatus.MISSED),
    call(8, 0, NINE + timedelta(days=1), service_id="service-0"),
    call(9, 1, NINE + minutes(120), status=CallStatus.CANCELLED),
)


def device(kind: DeviceKind, label: str, *, default: bool = True) -> MediaDevice:
    return MediaDevice(device_id=label.casefold(), kind=kind, label=label, is_default=default)


HEADSET = (
    device(DeviceKind.MICROPHONE, "Jabra Evolve 20"),
    device(DeviceKind.SPEAKER, "Jabra Evolve 20"),
    device(DeviceKind.SPEAKER, "HDMI monitor", default=False),
    device(DeviceKind.CAMERA, "Logitech C920"),
)
MACHINE = Machine(
    hostname="pc-0231",
    system="Windows 11",
    cpu_percent=12,
    cpu_count=8,
    memory_total=16_000_000_000,
    memory_percent=41,
    disk_total=512_000_000_000,
    disk_percent=63,
    uptime=86_400,
    battery_percent=80,
    on_mains=True,
    interfaces=(NetworkInterface(name="Ethernet", is_up=True, speed_mbps=1000, addresses=2),),
)


def workstation(n: int, *devices: MediaDevice, **changes: object) -> Workstation:
    fields: dict[str, object] = {
        "id": f"workstation-{n}",
        "organisation_id": TOWN,
        "name": f"PC-{231 + n:04}",
        "account_id": f"account-{n}",
        "online": True,
        "enrolled_at": NOW - timedelta(days=30),
        "last_seen_at": NOW - timedelta(seconds=12),
        "machine": MACHINE,
        "inventory": Inventory(devices=devices, source=DeviceSource.PULSE),
    }
    return Workstation(**{**fields, **changes})  # type: ignore[arg-type]


GONE = DeviceChange(number=1, at=NOW - minutes(10), change=Change.REMOVED, device=HEADSET[0])
WORKSTATIONS = (
    workstation(0, *HEADSET),
    workstation(1, *HEADSET[1:], changes=(GONE,)),
    workstation(2, *HEADSET, online=False, last_seen_at=NOW - minutes(180)),
    workstation(
        3, account_id=None, place_id="place-0", inventory=Inventory(problem="The sound system does not answer.")
    ),
    workstation(4, *HEADSET, paused_until=NOW + minutes(60)),
    workstation(5, inventory=None, last_seen_at=None, online=False, machine=None),
)
DESKS = (
    Desk(
        id="desk-0",
        organisation_id=TOWN,
        name="Asioi heti",
        is_open=True,
        staffed_by=("account-5",),
        waits=(
            Wait(id="wait-0", number=3, since=NOW - minutes(6)),
            Wait(id="wait-1", number=4, since=NOW - minutes(1)),
        ),
    ),
)


def alert(n: int, kind: AlertKind, severity: Severity, since: float, **changes: object) -> Alert:
    fields: dict[str, object] = {
        "id": f"alert-{n}",
        "organisation_id": TOWN,
        "key": f"{kind}:{n}",
        "kind": kind,
        "severity": severity,
        "since": NOW - minutes(since),
    }
    return Alert(**{**fields, **changes})  # type: ignore[arg-type]


ALERTS = (
    alert(0, AlertKind.HOST_ABSENT, Severity.URGENT, 6, account_id="account-3", call_id="call-2"),
    alert(1, AlertKind.NO_MICROPHONE, Severity.WARNING, 10, account_id="account-1", workstation_id="workstation-1"),
    alert(2, AlertKind.HOST_NEVER_SIGNED_IN, Severity.WARNING, 55, account_id="account-2", call_id="call-3"),
    alert(
        3,
        AlertKind.AUDIO_SYSTEM_DOWN,
        Severity.WARNING,
        120,
        workstation_id="workstation-3",
        place_id="place-0",
        state=AlertState.TAKEN,
        taken_by="Koski Helena",
    ),
    alert(
        4, AlertKind.WORKSTATION_OFFLINE, Severity.NOTICE, 180, account_id="account-2", workstation_id="workstation-2"
    ),
    alert(
        5,
        AlertKind.HOST_DOUBLE_BOOKED,
        Severity.WARNING,
        30,
        account_id="account-5",
        call_id="call-4",
        state=AlertState.LATER,
        later_until=NOW + minutes(30),
    ),
)

AUDIT = (
    AuditEntry(
        id="audit-1",
        organisation_id=TOWN,
        at=NOW - minutes(2),
        actor="Koski Helena",
        actor_id="account-7",
        action="alert.changed",
        subject_id="alert-3",
        before={"state": "open"},
        after={"state": "taken"},
    ),
    AuditEntry(
        id="audit-0",
        organisation_id=TOWN,
        at=NOW - timedelta(days=1),
        actor="home",
        actor_id=None,
        action="account.created",
        subject_id="account-3",
        after={"userName": "ville.lehto"},
    ),
)


def by_id(things: Iterable[Thing]) -> dict[str, Thing]:
    return {thing.id: thing for thing in things}


def snapshot(**changes: object) -> Snapshot:
    fields: dict[str, object] = {
        "me": Principal(token_id="token", name="me", role=TokenRole.ADMIN, organisation_id=TOWN),
        "organisation": Organisation(id=TOWN, name="Mallila", demonstration=True, staff_informed_on=date(2026, 9, 1)),
        "accounts": by_id(ACCOUNTS),
        "calls": by_id(CALLS),
        "workstations": by_id(WORKSTATIONS),
        "alerts": by_id(ALERTS),
        "desks": by_id(DESKS),
        "rooms": by_id(ROOMS),
        "places": by_id(PLACES),
        "services": by_id(SERVICES),
        "units": by_id(UNITS),
        "audit": AUDIT,
    }
    return Snapshot(**{**fields, **changes})  # type: ignore[arg-type]


def scene(**changes: object) -> Scene:
    return Scene(snapshot(**changes), NOW)
