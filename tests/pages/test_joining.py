"""A program in a call with a real browser: it hears and sees, is heard, and its end is noticed by nobody."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.pages.conftest import TONES, Appointment, connected
from tests.pages.test_call import PITCH


async def joining(appointment: Appointment, role: str, *options: str) -> Process:
    """`bedside join` on a seat's link, which comes by standard input: arguments are seen by everyone on a machine."""
    command = [sys.executable, "-m", "console", "join", "-", "--headless", "--json", *options]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    assert process.stdin is not None
    process.stdin.write(f"{appointment.urls[role]}\n".encode())
    process.stdin.close()
    return process


async def told(process: Process) -> tuple[dict[str, Any], int]:
    out, err = await process.communicate()
    assert out, err.decode()
    return json.loads(out), process.returncode or 0


async def admitted(appointment: Appointment, role: str) -> None:
    """Let a seat in that waits, as support would over the API."""
    path = f"/api/v1/calls/{appointment.call['id']}"
    async with httpx.AsyncClient(base_url=appointment.service.url, headers=appointment.service.headers) as api:
        states: dict[str, str] = {}
        while states.get(role) != "waiting":
            states = {seat["role"]: seat["state"] for seat in (await api.get(path)).json()["seats"]}
        answer = await api.patch(f"{path}/seats/{appointment.seats[role]}", json={"state": "joined"})
        assert answer.is_success, answer.text


async def test_a_program_hears_and_sees_the_host_and_is_heard(appointment: Appointment, tones: dict[str, Path]) -> None:
    host = await appointment.checked("host")
    await host.click("[data-action=join]")
    process = await joining(appointment, "guest", "--seconds", "6", "--play", str(tones["guest"]))
    await host.click("[data-action=admit]")
    await connected(host)
    assert await host.evaluate(PITCH) == pytest.approx(TONES["guest"], abs=25)
    measured, status = await told(process)
    assert status == 0
    (seat,) = measured["seats"]
    assert (seat["id"], seat["role"], seat["state"]) == (appointment.seats["host"], "host", "connected")
    assert seat["audio"]["levelDbfs"] > -40
    assert seat["audio"]["framesPerSecond"] > 0
    assert seat["video"]["width"] > 0
    await host.wait_for_function("document.querySelectorAll('#tiles figure').length === 1")
    assert appointment.troubles == []


async def test_two_programs_meet_without_any_browser(appointment: Appointment, tones: dict[str, Path]) -> None:
    host = await joining(appointment, "host", "--seconds", "4", "--play", str(tones["host"]))
    guest = await joining(appointment, "guest", "--seconds", "4", "--no-mic")
    await admitted(appointment, "guest")
    (heard, _), (silent, _) = await asyncio.gather(told(guest), told(host))
    assert heard["seats"][0]["audio"]["levelDbfs"] > -40
    assert silent["seats"][0]["audio"] is None or silent["seats"][0]["audio"]["levelDbfs"] == -90.0
