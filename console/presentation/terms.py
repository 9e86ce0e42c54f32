"""What the states of things are called, and how they are meant."""

from console.domain.accounts import OnboardingStage, Role, Usage
from console.domain.alerts import AlertKind, AlertState, Severity
from console.domain.calls import CallStatus, Consent, SeatRole, SeatState
from console.domain.devices import Change, CheckOutcome, DeviceKind
from console.domain.tokens import TokenRole
from console.presentation.cell import Tone
from console.words import marked

USAGE = {
    Usage.INVITED: marked("invited"),
    Usage.NEVER_USED: marked("never used"),
    Usage.IN_USE: marked("in use"),
    Usage.IDLE: marked("idle"),
    Usage.OFF: marked("off"),
}
USAGE_TONES = {Usage.NEVER_USED: Tone.NOTICE, Usage.IDLE: Tone.NOTICE, Usage.IN_USE: Tone.GOOD, Usage.OFF: Tone.QUIET}

STAGES = {
    OnboardingStage.INVITED: marked("invited"),
    OnboardingStage.SIGNED_IN: marked("signed in"),
    OnboardingStage.EQUIPMENT_PROVEN: marked("equipment proven"),
    OnboardingStage.PRACTISED: marked("practised"),
    OnboardingStage.FIRST_CALL: marked("first call"),
    OnboardingStage.INDEPENDENT: marked("independent"),
}
STAGE_ORDER = {stage: number for number, stage in enumerate(OnboardingStage, 1)}

ROLES = {
    Role.ADMIN: marked("admin"),
    Role.SUPPORT: marked("support"),
    Role.VIEWER: marked("viewer"),
    Role.EMPLOYEE: marked("employee"),
}

TOKEN_ROLES = {
    TokenRole.ADMIN: marked("admin"),
    TokenRole.SUPPORT: marked("support"),
    TokenRole.VIEWER: marked("viewer"),
    TokenRole.EMPLOYEE: marked("employee"),
    TokenRole.AGENT: marked("agent"),
    TokenRole.SCRAPE: marked("reads figures"),
}

CALL_STATUS = {
    CallStatus.SCHEDULED: marked("scheduled"),
    CallStatus.WAITING: marked("waiting"),
    CallStatus.RUNNING: marked("running"),
    CallStatus.ENDED: marked("ended"),
    CallStatus.MISSED: marked("missed"),
    CallStatus.CANCELLED: marked("cancelled"),
}

SEAT_ROLES = {
    SeatRole.HOST: marked("host"),
    SeatRole.GUEST: marked("guest"),
    SeatRole.INTERPRETER: marked("interpreter"),
    SeatRole.SUPPORT: marked("support"),
}
SEAT_STATES = {
    SeatState.EXPECTED: marked("expected"),
    SeatState.WAITING: marked("is waiting"),
    SeatState.JOINED: marked("is there"),
    SeatState.LEFT: marked("has left"),
}

CONSENTS = {
    Consent.NOT_ASKED: marked("not asked about support"),
    Consent.ASKED: marked("is asked about support"),
    Consent.YES: marked("agrees to support"),
    Consent.NO: marked("does not agree to support"),
}

ALERT_KINDS = {
    AlertKind.HOST_DOUBLE_BOOKED: marked("host booked twice"),
    AlertKind.PLACE_DOUBLE_BOOKED: marked("place booked twice"),
    AlertKind.HOST_NEVER_SIGNED_IN: marked("host never signed in"),
    AlertKind.HOST_ABSENT: marked("host has not come"),
    AlertKind.HELP_WANTED: marked("help asked for in a call"),
    AlertKind.LONG_WAIT: marked("long wait"),
    AlertKind.DESK_UNSTAFFED: marked("nobody at the desk"),
    AlertKind.WORKSTATION_OFFLINE: marked("offline"),
    AlertKind.NO_MICROPHONE: marked("no microphone"),
    AlertKind.NO_SPEAKER: marked("no speaker"),
    AlertKind.AUDIO_SYSTEM_DOWN: marked("sound system down"),
    AlertKind.CHECK_FOUND_FAULT: marked("test found a fault"),
}
ALERT_STATES = {
    AlertState.OPEN: marked("open"),
    AlertState.TAKEN: marked("taken"),
    AlertState.LATER: marked("later"),
    AlertState.CLOSED: marked("closed"),
}
SEVERITY_TONES = {Severity.URGENT: Tone.URGENT, Severity.WARNING: Tone.WARNING, Severity.NOTICE: Tone.NOTICE}
SEVERITIES = {Severity.URGENT: marked("urgent"), Severity.WARNING: marked("warning"), Severity.NOTICE: marked("notice")}
SEVERITY_ORDER = {severity: number for number, severity in enumerate(Severity)}

DEVICE_KINDS = {
    DeviceKind.MICROPHONE: marked("microphone"),
    DeviceKind.SPEAKER: marked("speaker"),
    DeviceKind.CAMERA: marked("camera"),
}
CHANGES = {
    Change.ADDED: marked("connected"),
    Change.REMOVED: marked("gone"),
    Change.MADE_DEFAULT: marked("made the default"),
}
CHECK_OUTCOMES = {
    CheckOutcome.HEALTHY: marked("passed"),
    CheckOutcome.FAULT: marked("a fault"),
    CheckOutcome.UNSURE: marked("unsure"),
    CheckOutcome.UNABLE: marked("could not be done"),
}
