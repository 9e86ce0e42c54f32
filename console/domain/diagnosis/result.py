"""A test's result: the verdict, the causes behind it, and the chain of sound with the first link where it stops."""

from enum import StrEnum

import msgspec

from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Cause
from console.domain.diagnosis.evidence import Endpoint, Evidence
from console.domain.noun import Moment, Noun


class Complaint(StrEnum):
    """What a person says is wrong. It chooses the checks and their order."""

    CANNOT_BE_HEARD = "cannot-be-heard"
    CANNOT_HEAR = "cannot-hear"
    BROKEN_SOUND = "broken-sound"
    ECHO = "echo"
    NO_PICTURE = "no-picture"
    SLOW = "slow"
    EVERYTHING = "everything"


class Subject(StrEnum):
    """What `bedside diagnose` is asked to look at."""

    AUDIO = "audio"
    SPEECH = "speech"
    CAMERA = "camera"
    NETWORK = "network"
    ALL = "all"


class Depth(StrEnum):
    """How thoroughly. silent: no sound is made, nothing is recorded (what an agent does by itself)."""

    SILENT = "silent"
    QUICK = "quick"
    FULL = "full"
    WATCH = "watch"


_THOROUGH = frozenset({Complaint.BROKEN_SOUND, Complaint.EVERYTHING})


def depth_for(complaint: Complaint) -> Depth:
    """Return how thoroughly it is tested: short holes escape the quick test, and only a full one is compared."""
    return Depth.FULL if complaint in _THOROUGH else Depth.QUICK


class LinkName(StrEnum):
    """The way of sound or picture, in its order."""

    DEVICE = "device"
    CAPTURED = "captured"
    SENT = "sent"
    RECEIVED = "received"
    PLAYED = "played"


class LinkState(StrEnum):
    """What is known of a link."""

    OK = "ok"
    FAULT = "fault"
    UNKNOWN = "unknown"
    LEFT_OUT = "left-out"
    """It was no part of the test: the sound that was sent came from memory."""


class Link(Noun, frozen=True, kw_only=True):
    """A link of the chain. at: when it was read, None where it wasn't. level: dBFS there, where it has one."""

    name: LinkName
    state: LinkState
    at: Moment | None = None
    level: float | None = None


class Diagnosis(Noun, frozen=True, kw_only=True):
    """What a test found. causes: most certain first, and of equal ones the mend that matters first.

    inputs, outputs: the tested endpoints. measures: name -> figure, see docs/causes.md. seconds: the whole test.
    """

    verdict: CheckOutcome
    at: Moment
    seconds: float
    causes: tuple[Cause, ...] = ()
    chain: tuple[Link, ...] = ()
    input: Endpoint | None = None
    output: Endpoint | None = None
    measures: dict[str, float] = msgspec.field(default_factory=dict)
    evidence: Evidence | None = None
