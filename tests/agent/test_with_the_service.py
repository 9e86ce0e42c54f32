"""The agent and the real service: enrolled, seen, its changes told once, cut off, enrolled anew."""

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from httpx_sse import connect_sse

from console.agent.files import AgentFiles
from tests.agent.conftest import AgentProcess, bedside
from tests.audio_server import AudioServer
from tests.conftest import ServiceProcess

Start = Callable[[], AgentProcess]
Serve = Callable[..., ServiceProcess]


class Service:
    """The service as its admin sees it, and what it tells of workstations."""

    def __init__(self, process: ServiceProcess) -> None:
        self.url = process.url
        self.http = httpx.Client(base_url=f"{process.url}/api/v1/", headers=process.headers, timeout=30)

    def inform_staff(self) -> None:
        answer = self.http.patch("organisation", json={"staffInformedOn": "2026-01-01"}, headers={"If-Match": "*"})
        answer.raise_for_status()

    def code(self) -> str:
        answer = self.http.post("enrolments", json={"name": "PC-0231"})
        answer.raise_for_status()
        return str(answer.json()["code"])

    def workstation_when(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first workstation that the service tells of and that fits."""
        return self._when("workstation", fits)

    def check_when(self, run_id: str, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return a run of checks as soon as it fits."""
        return self._when("check", lambda told: told["id"] == run_id and fits(told))

    def _when(self, topic: str, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        with connect_sse(self.http, "GET", "events", headers={"Last-Event-ID": "0"}) as source:
            for message in source.iter_sse():
                told = json.loads(message.data)
                for item in told.get("items", []) if told.get("topic") == topic else []:
                    if fits(item):
                        return dict(item)
        raise AssertionError("the stream ended")


def test_an_enrolled_agent_is_seen_with_its_devices_and_each_change_once(
    tmp_path: Path, home: Path, files: AgentFiles, serve: Serve, audio: AudioServer, start: Start
) -> None:
    service = Service(serve(home=tmp_path / "service"))
    service.inform_staff()
    code = service.code()
    assert bedside(home, "--enrol", code, "--service", service.url).returncode == 0
    assert bedside(home, "--enrol", code, "--service", service.url).returncode == 2, "a code works once"
    agent = start()
    seen = service.workstation_when(lambda told: told["online"] and told["inventory"] is not None)
    assert seen["name"] == "PC-0231"
    assert {device["deviceId"] for device in seen["inventory"]["devices"]} == {"mic", "headset", "cable"}
    module = audio.control("load-module", "module-null-sink", "sink_name=projector")
    service.workstation_when(lambda told: len(told["changes"]) == 1)
    agent.process.kill()
    agent.process.wait()
    audio.control("unload-module", module)
    start()
    seen = service.workstation_when(lambda told: len(told["changes"]) >= 2)
    changes = [(one["number"], one["change"], one["device"]["deviceId"]) for one in seen["changes"]]
    assert changes == [(2, "removed", "projector"), (1, "added", "projector")]


def test_a_workstation_that_was_removed_is_told_so_and_can_be_enrolled_anew(
    tmp_path: Path, home: Path, serve: Serve, audio: AudioServer, start: Start
) -> None:
    service = Service(serve(home=tmp_path / "service"))
    service.inform_staff()
    assert bedside(home, "--enrol", "--service", service.url, given=service.code()).returncode == 0
    agent = start()
    seen = service.workstation_when(lambda told: told["online"])
    service.http.delete(f"workstations/{seen['id']}").raise_for_status()
    audio.control("load-module", "module-null-sink", "sink_name=projector")
    assert agent.process.stderr is not None
    assert any("no longer knows this workstation" in line for line in agent.process.stderr)
    assert "no longer knows" in bedside(home, "--show").stdout
    assert bedside(home, "--enrol", service.code(), "--service", service.url).returncode == 0
    again = service.workstation_when(lambda told: told["online"] and told["id"] != seen["id"])
    assert "projector" in {device["deviceId"] for device in again["inventory"]["devices"]}
    assert agent.end(signal.SIGTERM)[0] == 0
