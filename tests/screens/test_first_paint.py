"""Nothing but Textual is imported before the frame is painted: that is what makes the console open at once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import json, sys
from {module} import {name}

class Probe({name}):
    def {hook}(self):
        print(json.dumps(sorted(sys.modules)))
        self.exit(0)
"""
HELLO = (
    PROBE.format(module="textual.app", name="App", hook="painted")
    + """
from textual.widgets import Static
Probe.compose = lambda self: iter([Static("Hello")])
Probe.on_mount = lambda self: self.screen.call_after_refresh(self.painted)
Probe().run(headless=True)
"""
)
CONSOLE = (
    PROBE.format(module="console.app", name="Bedside", hook="action_begin")
    + """
import console.app, console.cli.opening
console.app.Bedside = Probe
console.cli.opening.refuse_without_terminal = lambda: None
run = Probe.run
Probe.run = lambda self: run(self, headless=True)
from console.cli import main
main(["--lang", "fi"])
"""
)
PAINTED_WITH = {
    "console",
    "console.app",
    "console.cli",
    "console.cli.opening",
    "console.cli.running",
    "console.domain",
    "console.domain.errors",
    "console.presentation",
    "console.presentation.cell",
    "console.presentation.heading",
    "console.screens",
    "console.screens.frame",
    "console.screens.preferences",
    "console.screens.starting",
    "console.widgets",
    "console.widgets.bar",
    "console.widgets.footer",
    "console.widgets.paint",
    "console.widgets.themes",
    "console.widgets.type_ahead",
    "console.words",
}


def modules_at_first_paint(program: str, home: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"HOME": str(home), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    return set(json.loads(done.stdout.strip().splitlines()[-1]))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return modules_at_first_paint(CONSOLE, tmp_path_factory.mktemp("home"))


def test_no_library_but_textual_is_loaded_before_the_first_paint(loaded: set[str], tmp_path: Path) -> None:
    hello = {name.partition(".")[0] for name in modules_at_first_paint(HELLO, tmp_path)}
    ours = {name.partition(".")[0] for name in loaded}
    allowed = hello | set(sys.stdlib_module_names) | {"console"}
    assert ours - allowed == set()
    assert "msgspec" not in ours


def test_only_the_frame_of_our_own_is_loaded_before_the_first_paint(loaded: set[str]) -> None:
    assert {name for name in loaded if name.partition(".")[0] == "console"} <= PAINTED_WITH
