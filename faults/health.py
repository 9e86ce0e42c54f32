"""A machine with nothing wrong: no cause may be named, however busy it is."""

import os
import subprocess
import sys

from faults import Fault
from faults.rig import Rig

RUNS = 20


def at_ease(rig: Rig) -> None:
    pass


def busy(rig: Rig) -> None:
    """Keep each core busy until the end of the test."""
    for _ in range(os.cpu_count() or 1):
        rig.beside(subprocess.Popen([sys.executable, "-c", "while True: pass"]))


FAULTS = tuple(
    Fault(
        name=f"healthy, {'busy' if number % 2 else 'at ease'}, {number + 1}",
        codes=frozenset(),
        inject=busy if number % 2 else at_ease,
    )
    for number in range(RUNS)
)
