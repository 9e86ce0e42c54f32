"""The start-up entries: what is written, and that it can be written again."""

import plistlib
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from console.agent.startup import darwin, linux
from tests.agent.conftest import bedside

AWKWARD = ["/opt/with space/bedside", "agent", "--home", '/home/me/100% "mine" \\ $HOME']


def test_install_writes_an_enabled_unit_with_absolute_paths_and_says_how_to_undo_it(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for _ in range(2):
        done = bedside(home, "--install")
        assert (done.returncode, done.stderr) == (0, "")
    unit = tmp_path / "config/systemd/user/bedside-agent.service"
    link = tmp_path / "config/systemd/user/default.target.wants/bedside-agent.service"
    assert link.resolve() == unit
    (start,) = [line for line in unit.read_text().splitlines() if line.startswith("ExecStart=")]
    command = shlex.split(start.removeprefix("ExecStart="))
    assert Path(command[0]).is_absolute()
    assert command[-3:] == ["agent", "--home", str(home)]
    shown = subprocess.run([*command, "--show"], cwd="/", check=True, capture_output=True, text=True, env={})
    assert "not enrolled" in shown.stdout
    assert str(unit) in done.stdout
    assert f"rm {unit}" in done.stdout


def test_the_unit_quotes_as_systemd_reads(tmp_path: Path) -> None:
    assert linux.quoted(AWKWARD[3]) == '"/home/me/100%% \\"mine\\" \\\\ $$HOME"'
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze (Debian: systemd) to read the unit")
    unit = tmp_path / "bedside-agent.service"
    unit.write_text(linux.unit([shutil.which("true") or "/bin/true", *AWKWARD[1:]]))
    done = subprocess.run(["systemd-analyze", "verify", "--user", unit], capture_output=True, text=True, check=False)
    assert "bedside-agent.service" not in done.stderr


def test_the_launch_agent_starts_the_command_at_sign_in() -> None:
    entry = plistlib.loads(darwin.property_list(AWKWARD))
    assert entry["ProgramArguments"] == AWKWARD
    assert entry["RunAtLoad"] is True
