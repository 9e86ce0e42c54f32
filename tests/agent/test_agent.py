"""The command itself: real processes beside a real audio server and a real HTTP service."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import psutil
import pytest

from console.agent.files import AgentFiles
from console.domain.devices import DeviceChange, Report
from tests.agent.conftest import AgentProcess, bedside
from tests.agent.taker import IDENTITY, Taker, replayed
from tests.audio_server import AudioServer

Start = Callable[[], AgentProcess]


def test_enrolling_trades_the_code_for_a_token_that_only_the_user_can_read(
    files: AgentFiles, home: Path, taker: Taker
) -> None:
    done = bedside(home, "--enrol", "AAA-BBB", "--service", taker.url + "/")
    assert (done.returncode, done.stderr) == (0, "")
    assert IDENTITY.workstation_id in done.stdout
    assert IDENTITY.token not in done.stdout
    identity = files.identity()
    assert identity is not None
    assert (identity.service_url, identity.token) == (taker.url, IDENTITY.token)
    assert stat.S_IMODE(files.identity_path.stat().st_mode) == 0o600
    assert stat.S_IMODE(files.folder.stat().st_mode) == 0o700


def test_the_code_can_be_given_on_standard_input_so_that_no_command_line_shows_it(home: Path, taker: Taker) -> None:
    done = bedside(home, "--enrol", "--json", "--service", taker.url, given="AAA-BBB\n")
    assert json.loads(done.stdout) == {"workstationId": IDENTITY.workstation_id}


def test_a_code_that_is_used_up_is_refused_in_one_line(home: Path, taker: Taker) -> None:
    done = bedside(home, "--enrol", "OLD", "--service", taker.url)
    assert done.returncode == 2
    assert done.stderr == "This code is not valid any more.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "is not enrolled yet"),
        (("--enrol", "AAA-BBB"), "--service URL"),
        (("--enrol", "AAA-BBB", "--service", "http://127.0.0.1:9"), "does not answer"),
        (("--enrol", "--service", "http://127.0.0.1:9"), "No code was given"),
        (("--home", "/dev/null/home", "--enrol", "AAA-BBB", "--service", "http://127.0.0.1:9"), "can't be used"),
        (("--home", "/dev/null/home", "--pause", "2h"), "can't be used"),
        (("--pause", "soon"), "Type it like 2h"),
        (("--pause", "40d"), "at most 30 days"),
        (("--show", "--once"), "not allowed with"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(home: Path, arguments: tuple[str, ...], said: str) -> None:
    done = bedside(home, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize("name", ["identity.json", "status.json"])
def test_files_that_can_not_be_read_are_said_in_one_line(enrolled: AgentFiles, home: Path, name: str) -> None:
    path = enrolled.folder / name
    path.unlink(missing_ok=True)
    path.mkdir()

    done = bedside(home, "--show")

    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("The agent's folder can't be used.")


def test_once_prints_a_whole_report_and_sends_none(home: Path, taker: Taker, audio: AudioServer) -> None:
    done = bedside(home, "--once", "--json")
    assert done.stdout.count("\n") == 1
    report = msgspec.json.decode(done.stdout, type=Report)
    assert report.inventory is not None
    assert {device.device_id for device in report.inventory.devices} == {"mic", "headset", "cable"}
    assert report.machine.cpu_count == psutil.cpu_count()
    plain = bedside(home, "--once").stdout
    assert "microphone: Boom (default)" in plain
    assert taker.reports.empty()


def test_a_running_agent_reports_its_devices_and_ends_cleanly(
    enrolled: AgentFiles, home: Path, taker: Taker, audio: AudioServer, start: Start
) -> None:
    agent = start()
    first = taker.next()
    assert first.inventory is not None
    assert {device.device_id for device in first.inventory.devices} == {"mic", "headset", "cable"}
    audio.control("load-module", "module-null-sink", "sink_name=projector")
    told = taker.until(lambda report: bool(report.changes))
    assert [(change.change, change.device.device_id) for change in told.changes] == [("added", "projector")]
    children = agent.children
    assert children
    assert all(
        b"sql" not in path.name.encode() or stat.S_IMODE(path.stat().st_mode) == 0o600
        for path in enrolled.folder.iterdir()
    )
    status, said = agent.end(signal.SIGTERM)
    assert status == 0
    assert "Traceback" not in said
    assert IDENTITY.token not in said
    assert not any(child.is_running() for child in children)


def test_ctrl_c_ends_it_cleanly_too(enrolled: AgentFiles, taker: Taker, audio: AudioServer, start: Start) -> None:
    agent = start()
    taker.next()
    status, said = agent.end(signal.SIGINT)
    assert (status, "Traceback" in said) == (0, False)


def test_a_home_has_one_agent(enrolled: AgentFiles, home: Path, taker: Taker, audio: AudioServer, start: Start) -> None:
    start()
    taker.next()
    second = bedside(home)
    assert second.returncode == 2
    assert "running in this home already" in second.stderr


def test_a_killed_agent_leaves_nothing_behind_and_the_next_one_goes_on(
    enrolled: AgentFiles, taker: Taker, audio: AudioServer, start: Start
) -> None:
    agent = start()
    taker.next()
    taker.refuse(503, "database-locked", retry_after="0")
    module = audio.control("load-module", "module-null-sink", "sink_name=projector")
    while not taker.refused.get(timeout=30).changes:
        pass
    children = agent.children
    agent.process.kill()
    agent.process.wait()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive
    audio.control("unload-module", module)
    taker.accept()
    start()
    told: list[DeviceChange] = []
    while not any(change.change == "removed" for change in told):
        told += taker.next().changes
    assert [change.number for change in told] == [1, 2]
    assert replayed(told) == {}


def test_an_audio_server_that_dies_is_reported_and_its_devices_are_not_called_unplugged(
    enrolled: AgentFiles, taker: Taker, audio: AudioServer, start: Start
) -> None:
    start()
    taker.next()
    audio.kill()
    broken = taker.until(lambda report: report.inventory is not None)
    assert broken.inventory is not None
    assert broken.inventory.problem == "The sound system is not running."
    audio.start()
    mended = taker.until(lambda report: report.inventory is not None)
    assert mended.inventory is not None
    assert mended.inventory.problem is None
    assert broken.changes == mended.changes == ()


def test_a_paused_agent_says_until_when_and_then_nothing_until_it_is_resumed(
    enrolled: AgentFiles, home: Path, taker: Taker, audio: AudioServer, start: Start
) -> None:
    agent = start()
    taker.next()
    assert "nothing is reported until" in bedside(home, "--pause", "2h").stdout
    notice = taker.until(lambda report: report.paused_until is not None)
    assert notice.inventory is None
    assert agent.children == [], "nothing is watched during a pause"
    audio.control("load-module", "module-null-sink", "sink_name=projector")
    shown = bedside(home, "--show")
    assert "Paused: nothing is reported until" in shown.stdout
    assert taker.reports.empty()
    assert bedside(home, "--resume").returncode == 0
    back = taker.next()
    assert back.paused_until is None
    assert back.inventory is not None
    assert "projector" in {device.device_id for device in back.inventory.devices}


def test_show_tells_in_plain_words_what_is_reported_and_how_it_goes(
    enrolled: AgentFiles, home: Path, taker: Taker, audio: AudioServer, start: Start
) -> None:
    before = bedside(home, "--show").stdout
    assert "The agent is not running" in before
    start()
    taker.next()
    shown = bedside(home, "--show")
    assert shown.returncode == 0
    for words in (taker.url, "What is not reported", str(enrolled.identity_path)):
        assert words in shown.stdout
    assert IDENTITY.token not in shown.stdout
    standing = json.loads(bedside(home, "--show", "--json").stdout)
    assert (standing["enrolled"], standing["running"], standing["trouble"]) == (True, True, None)


def test_the_agent_loads_no_terminal_interface_and_no_sound_library() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, console.cli.running, console.cli.agent, console.agent.run\n"
            "unwanted = {'textual', 'rich', 'click', 'sounddevice', 'pulsectl', 'sqlalchemy', 'litestar', 'numpy'}\n"
            "unwanted |= {'webbrowser', 'http.server'}  # for the question that support asks, which is rare\n"
            "print(sorted(unwanted & sys.modules.keys()))",
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    assert done.stdout == "[]\n"
