"""The tables as they are now. How they came to be is in migrations/; a test holds the two against each other."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from console.domain.accounts import OnboardingStage, Role
from console.domain.alerts import AlertKind, AlertState, Severity
from console.domain.browser_checks import BrowserResult, CheckStage
from console.domain.calls import CallStatus, Seat
from console.domain.checks import CheckFailure, CheckState
from console.domain.desks import Wait
from console.domain.devices import Check, DeviceChange, Inventory, Machine
from console.domain.diagnosis.evidence import Earlier
from console.domain.diagnosis.result import Complaint, Depth, Diagnosis
from console.domain.feedback import Answer, Question
from console.domain.tokens import TokenRole
from console.service.columns import Spelled, Structured, UtcTime
from console.wire.events import Topic

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _noun(name: str, *columns: Any) -> Table:
    """Make a table of things that belong to one organisation and count their versions."""
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        Column("organisation_id", Text, ForeignKey("organisation.id"), nullable=False),
        Column("version", Integer, nullable=False),
        *columns,
    )


organisation = Table(
    "organisation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("staff_informed_on", Date),
    Column("demonstration", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

unit = _noun(
    "unit",
    Column("department", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    UniqueConstraint("organisation_id", "folded"),
)

service = _noun(
    "service",
    Column("name", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("folded", Text, nullable=False),
    UniqueConstraint("organisation_id", "folded"),
)

account = _noun(
    "account",
    Column("user_name", Text, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("external_id", Text),
    Column("department", Text),
    Column("unit", Text),
    Column("role", Spelled(Role), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("onboarding_stage", Spelled(OnboardingStage), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("invited_at", UtcTime),
    Column("signed_in_at", UtcTime),
    Column("last_used_at", UtcTime),
    # Case-folded keys: SQLite's lower() knows ASCII only, and a name is matched as people mean it.
    Column("folded_user_name", Text, nullable=False),
    Column("folded_email", Text, nullable=False),
    Column("search", Text, nullable=False),
    UniqueConstraint("organisation_id", "folded_user_name"),
    UniqueConstraint("organisation_id", "folded_email"),
    UniqueConstraint("organisation_id", "external_id"),
)

room = _noun(
    "room",
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    UniqueConstraint("organisation_id", "folded"),
)

place = _noun(
    "place",
    Column("name", Text, nullable=False),
    Column("kit", Structured(tuple[str, ...]), nullable=False),
    Column("folded", Text, nullable=False),
    UniqueConstraint("organisation_id", "folded"),
)

desk = _noun(
    "desk",
    Column("name", Text, nullable=False),
    Column("department", Text),
    Column("is_open", Boolean, nullable=False),
    Column("staffed_by", Structured(tuple[str, ...]), nullable=False),
    Column("waits", Structured(tuple[Wait, ...]), nullable=False),
    # The number of the latest guest, and the day in the town on which it was given.
    Column("latest_number", Integer),
    Column("latest_number_on", Date),
    Column("folded", Text, nullable=False),
    UniqueConstraint("organisation_id", "folded"),
)

call = _noun(
    "call",
    Column("host_id", Text, ForeignKey("account.id"), nullable=False, index=True),
    Column("dtstart", UtcTime, nullable=False),
    Column("dtend", UtcTime, nullable=False),
    Column("status", Spelled(CallStatus), nullable=False),
    Column("service_id", Text, ForeignKey("service.id")),
    Column("department", Text),
    Column("confidential", Boolean, nullable=False),
    Column("room_id", Text, ForeignKey("room.id")),
    Column("place_id", Text, ForeignKey("place.id")),
    Column("seats", Structured(tuple[Seat, ...]), nullable=False),
    Column("started_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("uid", Text),
    Column("recurrence_id", UtcTime),
    Column("series_id", Text),
    Index(None, "organisation_id", "dtstart"),
    Index(None, "organisation_id", "status", "dtstart"),
    Index(None, "organisation_id", "uid"),
    Index(None, "series_id", "recurrence_id", unique=True),
)

# What imported calls follow. text: when the series occurs, and nothing that names a person or a subject.
series = Table(
    "series",
    metadata,
    Column("id", Text, primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("uid", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("host_id", Text, ForeignKey("account.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    # Up to when its calls have been made; empty where there is nothing more to come.
    Column("expanded_until", UtcTime, index=True),
    UniqueConstraint("organisation_id", "uid"),
)

# Names of citizens, apart from everything else, each with the day on which it is forgotten.
guest_name = Table(
    "guest_name",
    metadata,
    Column("seat_id", Text, primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("forget_at", UtcTime, nullable=False, index=True),
)

seat_link = Table(
    "seat_link",
    metadata,
    Column("seat_id", Text, primary_key=True),
    Column("call_id", Text, ForeignKey("call.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("hash", LargeBinary, nullable=False, unique=True),
    # Whether its participant has answered the two questions; not what.
    Column("answered", Boolean, nullable=False),
    Column("token_id", Text),
)

seat_holder = Table(
    "seat_holder",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("seat_id", Text, ForeignKey("seat_link.seat_id", ondelete="CASCADE"), nullable=False, index=True),
)

answer_count = Table(
    "answer_count",
    metadata,
    Column("organisation_id", Text, ForeignKey("organisation.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("question", Spelled(Question), primary_key=True),
    Column("answer", Spelled(Answer), primary_key=True),
    Column("count", Integer, nullable=False),
)

remark = Table(
    "remark",
    metadata,
    Column("id", Text, primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("text", Text, nullable=False),
)

workstation = _noun(
    "workstation",
    Column("name", Text, nullable=False),
    Column("account_id", Text, ForeignKey("account.id")),
    Column("place_id", Text, ForeignKey("place.id")),
    Column("online", Boolean, nullable=False),
    Column("enrolled_at", UtcTime, nullable=False),
    Column("last_seen_at", UtcTime),
    Column("paused_until", UtcTime),
    Column("machine", Structured(Machine | None)),
    Column("inventory", Structured(Inventory | None)),
    Column("changes", Structured(tuple[DeviceChange, ...]), nullable=False),
    Column("latest_check", Structured(Check | None)),
    Column("baseline", Structured(Earlier | None)),
    # The last change taken from this agent: its spool's life, and the number within it.
    Column("change_life", Text),
    Column("change_number", Integer),
)

check = _noun(
    "check_run",
    Column("workstation_id", Text, ForeignKey("workstation.id", ondelete="CASCADE"), nullable=False),
    Column("asked_by", Text),
    Column("asked_at", UtcTime, nullable=False),
    Column("complaint", Spelled(Complaint)),
    Column("depth", Spelled(Depth), nullable=False),
    Column("state", Spelled(CheckState), nullable=False),
    Column("failure", Spelled(CheckFailure)),
    Column("answered_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("diagnosis", Structured(Diagnosis | None)),
    Column("held_against", Structured(Earlier | None)),
    Column("baseline", Structured(Earlier | None)),
    Index(None, "organisation_id", "id"),
    Index(None, "workstation_id", "id"),
    Index(None, "state"),
)

browser_check = _noun(
    "browser_check",
    Column("call_id", Text, ForeignKey("call.id", ondelete="CASCADE")),
    Column("seat_id", Text),
    Column("account_id", Text, ForeignKey("account.id")),
    Column("asked_by", Text),
    Column("asked_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Column("stage", Spelled(CheckStage), nullable=False),
    Column("opened_at", UtcTime),
    Column("told_at", UtcTime),
    Column("result", Structured(BrowserResult | None)),
    Index(None, "organisation_id", "id"),
    Index(None, "call_id"),
    Index(None, "account_id"),
)

check_invitation = Table(
    "check_invitation",
    metadata,
    Column("check_id", Text, ForeignKey("browser_check.id", ondelete="CASCADE"), primary_key=True),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("expires_at", UtcTime, nullable=False),
    # The browser that opened it; nobody else can any more.
    Column("holder_hash", LargeBinary, unique=True),
)

enrolment = Table(
    "enrolment",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("workstation_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("account_id", Text),
    Column("place_id", Text),
    Column("made_by", Text, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

alert = _noun(
    "alert",
    Column("key", Text, nullable=False),
    Column("kind", Spelled(AlertKind), nullable=False),
    Column("severity", Spelled(Severity), nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("account_id", Text),
    Column("call_id", Text),
    Column("workstation_id", Text),
    Column("place_id", Text),
    Column("desk_id", Text),
    Column("state", Spelled(AlertState), nullable=False),
    Column("taken_by", Text),
    Column("taken_by_id", Text),
    Column("later_until", UtcTime),
    Column("closed_at", UtcTime),
    # Whether its finding still stands: one that was closed by hand is not raised again until it was gone.
    Column("standing", Boolean, nullable=False),
    Index(None, "organisation_id", "state"),
    Index(None, "organisation_id", "standing"),
)

token = _noun(
    "token",
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Spelled(TokenRole), nullable=False),
    Column("account_id", Text, ForeignKey("account.id")),
    Column("workstation_id", Text, ForeignKey("workstation.id")),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Column("revoked_at", UtcTime),
)

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("organisation_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("at", UtcTime, nullable=False, index=True),
    Column("topic", Spelled(Topic), nullable=False),
    Column("items", Text, nullable=False),
    Column("removed", Structured(tuple[str, ...]), nullable=False),
    Index(None, "organisation_id", "id"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Text, primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("actor_id", Text),
    Column("action", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("before", Structured(dict[str, Any] | None)),
    Column("after", Structured(dict[str, Any] | None)),
    Column("reason", Text),
    Index(None, "organisation_id", "id"),
)
