"""Each fault of sound, injected for real into a private audio server, and what the diagnosis makes of it.

One file a kind, each with `FAULTS`; `python -m faults [NAME ...]` runs them and prints a table.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from console.diagnostics.bench import Plan
from console.domain.diagnosis.causes import Certainty, Code
from console.domain.diagnosis.result import Subject

if TYPE_CHECKING:
    from faults.rig import Rig


class When(StrEnum):
    """When a fault is injected."""

    BEFORE = "before"
    MID_TEST = "in mid-test"


class Server(StrEnum):
    """Which audio server is harmed."""

    PULSEAUDIO = "pulseaudio"
    PIPEWIRE = "pipewire"


BOTH = frozenset(Server)
PULSEAUDIO_ONLY = frozenset({Server.PULSEAUDIO})

Injection: TypeAlias = Callable[["Rig"], object]
AUDIO = Plan(subject=Subject.AUDIO)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault. codes: what is to be named, any of it first; none: the machine is healthy.

    prepared: what is changed before the test begins, for a fault that comes in its middle.
    mends: the servers on which the program's own mends, one after the other, are to make the machine healthy.
    at_least: how certain the first cause is to be.
    """

    name: str
    codes: frozenset[Code]
    inject: Injection
    when: When = When.BEFORE
    prepared: Injection = lambda rig: None
    plan: Plan = AUDIO
    servers: frozenset[Server] = BOTH
    mends: frozenset[Server] = frozenset()
    at_least: Certainty = Certainty.LIKELY
    also: frozenset[Code] = field(default_factory=frozenset)
    """What may be named besides, as it is part of how the fault is made."""


def fault(name: str, code: Code, inject: Injection, **more: object) -> Fault:
    """A fault with one cause."""
    return Fault(name=name, codes=frozenset({code}), inject=inject, **more)  # type: ignore[arg-type]
