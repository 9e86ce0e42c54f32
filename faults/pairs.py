"""Two faults at once: both are to be named, whichever comes first, and both mended."""

from itertools import combinations

from faults import Fault, Injection, When
from faults.settings import MUTES
from faults.streams import FAULTS as STREAMS


def _both(one: Fault, other: Fault) -> Fault:
    """Whatever is in place before is prepared; the rest comes in mid-test."""
    first, second = sorted((one, other), key=lambda fault: fault.when is When.MID_TEST)
    prepared = first.inject if second.when is When.MID_TEST and first.when is When.BEFORE else _nothing
    return Fault(
        name=f"{first.name} + {second.name}",
        codes=first.codes | second.codes,
        prepared=prepared,
        inject=second.inject if prepared is first.inject else _after(first.inject, second.inject),
        when=second.when,
        servers=first.servers & second.servers,
        mends=first.mends & second.mends,
    )


def _nothing(rig: object) -> None:
    pass


def _after(first: Injection, second: Injection) -> Injection:
    def inject(rig: object) -> None:
        first(rig)  # type: ignore[arg-type]
        second(rig)  # type: ignore[arg-type]

    return inject


def _target(fault: Fault) -> tuple[str, bool]:
    """What a fault is done to, and whether it mutes: two of the same kind are no pair, the later hides the first."""
    words = fault.name.split()
    return " ".join(words[: 2 if words[0] == "own" else 1]), "muted" in words


FAULTS = tuple(
    _both(one, other) for one, other in combinations((*MUTES, *STREAMS), 2) if _target(one) != _target(other)
)
