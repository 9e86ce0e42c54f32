"""What an agent checks: by itself without a sound, and with sound after a yes; with the real service."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.agent.conftest import AgentProcess, bedside
from tests.agent.test_with_the_service import Serve, Service
from tests.audio_server import AudioServer

Start = Callable[[], AgentProcess]
BROWSER = """
import re, sys, urllib.parse, urllib.request
lines = urllib.request.urlopen(sys.argv[1])
page = "".join(iter(lambda: lines.readline().decode(), "</form>\\n"))
secret = re.search(r'name="secret" value="([^"]+)"', page)[1]
form = urllib.parse.urlencode({{"secret": secret, "answer": "{answer}"}}).encode()
urllib.request.urlopen(sys.argv[1], form)
"""


READER = """
import pathlib, sys, urllib.request
page = pathlib.Path({page!r}).open("w")
for line in urllib.request.urlopen(sys.argv[1]):
    print(line.decode(), end="", file=page, flush=True)
"""


@pytest.fixture
def service(tmp_path: Path, serve: Serve) -> Service:
    service = Service(serve(home=tmp_path / "service"))
    service.inform_staff()
    return service


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the user's browser press this answer whenever a page opens."""

    def press(answer: str) -> None:
        program = tmp_path / "browser.py"
        program.write_text(BROWSER.format(answer=answer))
        monkeypatch.setenv("BROWSER", f"{sys.executable} {program} %s")

    return press


def begin(service: Service, home: Path, start: Callable[[], object]) -> dict[str, Any]:
    """Enrol and start an agent and return its workstation after its first quiet check."""
    assert bedside(home, "--enrol", service.code(), "--service", service.url).returncode == 0
    start()
    return service.workstation_when(lambda told: told["online"] and told["latestCheck"] is not None)


def ask(service: Service, workstation: dict[str, Any], depth: str = "quick") -> dict[str, Any]:
    answer = service.http.post(
        "checks", json={"workstationId": workstation["id"], "complaint": "cannot-be-heard", "depth": depth}
    )
    answer.raise_for_status()
    run: dict[str, Any] = answer.json()
    return run


def test_an_agent_looks_by_itself_and_names_a_muted_microphone(
    service: Service, home: Path, audio: AudioServer, start: Start
) -> None:
    audio.control("set-source-mute", "mic", "1")

    workstation = begin(service, home, start)

    assert workstation["latestCheck"]["outcome"] == "unsure"
    assert workstation["latestCheck"]["causes"][0] == "microphone-muted"
    runs = service.http.get("checks").json()["items"]
    assert [(run["depth"], run["askedBy"]) for run in runs] == [("silent", None)]
    assert runs[0]["diagnosis"]["evidence"] is None


def test_after_a_yes_the_test_is_made_and_its_result_shown(
    service: Service, home: Path, audio: AudioServer, start: Start, press: Callable[[str], None]
) -> None:
    press("yes")
    run = ask(service, begin(service, home, start))

    done = service.check_when(run["id"], lambda told: told["endedAt"] is not None)

    assert done["state"] == "done"
    assert done["answeredAt"] is not None
    assert done["diagnosis"]["verdict"] in {"healthy", "fault", "unsure"}


def test_after_a_no_nothing_is_tested(
    service: Service, home: Path, audio: AudioServer, start: Start, press: Callable[[str], None]
) -> None:
    press("no")
    run = ask(service, begin(service, home, start))

    refused = service.check_when(run["id"], lambda told: told["endedAt"] is not None)

    assert (refused["state"], refused["diagnosis"]) == ("refused", None)


def test_where_no_question_can_be_shown_support_is_told_so(
    service: Service, home: Path, audio: AudioServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "/nowhere/browser %s")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    run = ask(service, begin(service, home, start))

    failed = service.check_when(run["id"], lambda told: told["endedAt"] is not None)

    assert (failed["state"], failed["failure"]) == ("failed", "not-shown")


def test_a_question_that_support_takes_back_leaves_the_page_and_the_next_one_is_asked(
    service: Service,
    home: Path,
    audio: AudioServer,
    start: Start,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, program = tmp_path / "page.html", tmp_path / "reader.py"
    program.write_text(READER.format(page=str(page)))
    monkeypatch.setenv("BROWSER", f"{sys.executable} {program} %s")
    workstation = begin(service, home, start)
    run = ask(service, workstation)
    until(lambda: page.exists() and "</form>" in page.read_text())

    cancel(service, run)

    until(lambda: "taken back" in page.read_text())
    page.unlink()
    again = ask(service, workstation)
    until(lambda: page.exists() and "</form>" in page.read_text())
    assert again["state"] == "asked"


def test_a_test_that_support_takes_back_ends_with_its_sound(
    service: Service, home: Path, audio: AudioServer, start: Start, press: Callable[[str], None]
) -> None:
    press("yes")
    agents: list[AgentProcess] = []
    run = ask(service, begin(service, home, lambda: agents.append(start())), depth="full")
    running = service.check_when(run["id"], lambda told: told["state"] == "running")
    until(lambda: audio.control("list", "sink-inputs") != "")

    cancel(service, running)

    assert service.check_when(run["id"], lambda told: told["endedAt"] is not None)["state"] == "cancelled"
    told = agents[0].process.stderr
    assert told is not None
    assert any("has taken the request back" in line for line in told)
    until(lambda: audio.control("list", "sink-inputs") == "")


def cancel(service: Service, run: dict[str, Any]) -> None:
    answer = service.http.patch(f"checks/{run['id']}", json={"state": "cancelled"}, headers={"If-Match": "*"})
    answer.raise_for_status()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
