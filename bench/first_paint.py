"""From the start of the program to its first frame, beside a bare Textual program."""

import sys
import tempfile
from collections.abc import Iterator
from statistics import median

from bench import Row
from bench.terminal import Terminal

RUNS = 15
ALLOWED = 1.5
HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("Hello, world")

Hello().run()
"""


def rows() -> Iterator[Row]:
    """Measure both programs in turns."""
    bare: list[float] = []
    console: list[float] = []
    for _ in range(RUNS):
        bare.append(_first([sys.executable, "-c", HELLO], b"Hello, world"))
        with tempfile.TemporaryDirectory() as home:
            console.append(_first([sys.executable, "-m", "console", "--home", home], b"Starting."))
    yield Row(
        "first paint of the console",
        median(console) * 1000,
        "ms",
        "a bare Textual program",
        median(bare) * 1000,
        at_most=ALLOWED,
    )


def _first(command: list[str], text: bytes) -> float:
    with Terminal(command, {}) as terminal:
        return terminal.seen(text) - terminal.started_at
