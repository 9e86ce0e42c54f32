"""From the start of the program to its first frame, beside a bare Textual program.

Run alone: `python -m bench.first_paint`.
"""

import sys
import tempfile
from statistics import median

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


def rows() -> list[tuple[str, str, str]]:
    """Return what was measured: name, figure, what is allowed. The runs of both programs take turns."""
    bare: list[float] = []
    console: list[float] = []
    for _ in range(RUNS):
        bare.append(_first([sys.executable, "-c", HELLO], b"Hello, world"))
        with tempfile.TemporaryDirectory() as home:
            console.append(_first([sys.executable, "-m", "console", "--home", home], b"Starting."))
    ratio = median(console) / median(bare)
    return [
        ("first paint: a bare Textual program", f"{median(bare) * 1000:.0f} ms", ""),
        ("first paint: the console", f"{median(console) * 1000:.0f} ms", ""),
        ("first paint: ratio of the medians", f"{ratio:.2f}", f"{ALLOWED}"),
    ]


def _first(command: list[str], text: bytes) -> float:
    with Terminal(command, {}) as terminal:
        return terminal.seen(text) - terminal.started_at


if __name__ == "__main__":
    for name, figure, allowed in rows():
        print(f"{name:45} {figure:>10} {allowed:>8}")
