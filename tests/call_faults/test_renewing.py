"""A way that is cut, a program that is killed, a service that goes: the call is heard again, and the others go on."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

from call_faults.call import WiredCall, wired
from call_faults.wire import Wire
from tests.conftest import ServiceProcess
from tests.pages.conftest import Appointment

CUT_FOR = 5.0


async def heard_again(call: WiredCall) -> None:
    """Wait until each hears the other."""
    before = await call.counts()
    while True:
        came = (await call.counts()).since(before)
        if came.sound > 25 and came.picture > 5 and await call.page.evaluate(HEARS):
            return


async def killed(call: WiredCall) -> None:
    """Kill the program and wait until it was started again."""
    before = call.visit.program.process_id
    assert before is not None
    os.kill(before, signal.SIGKILL)
    while call.visit.program.process_id == before:  # noqa: ASYNC110
        await asyncio.sleep(0.05)


HEARS = """async () => {
  const open = window.connections.filter(one => one.connectionState === "connected");
  const received = async () => {
    let packets = 0;
    for (const one of open) for (const stat of (await one.getStats()).values())
      if (stat.type === "inbound-rtp" && stat.kind === "audio") packets += stat.packetsReceived;
    return packets;
  };
  const before = await received();
  for (let tries = 0; tries < 50; tries++) {
    if (await received() > before + 10) return true;
    await new Promise(done => setTimeout(done, 100));
  }
  return false;
}"""


async def test_a_wire_that_was_cut_is_heard_again(appointment: Appointment, tones: dict[str, Path]) -> None:
    wire = Wire()
    async with wired(appointment, tones["guest"], wire) as call:
        made = await call.page.evaluate("window.connections.length")
        wire.is_cut = True
        await asyncio.sleep(CUT_FOR)
        wire.is_cut = False
        await heard_again(call)
        # It did not wait for the old connection: another was made.
        assert await call.page.evaluate("window.connections.length") > made
    assert appointment.troubles == []


async def test_a_program_that_is_killed_is_started_again_and_is_in_the_call_again(
    appointment: Appointment, tones: dict[str, Path]
) -> None:
    async with wired(appointment, tones["guest"], Wire()) as call:
        await killed(call)
        await heard_again(call)
        assert await call.page.evaluate("document.body.dataset.state") == "call"
    assert appointment.troubles == []


async def test_sound_goes_on_while_the_service_is_away_and_the_seat_comes_back(
    appointment: Appointment, tones: dict[str, Path], serve: Callable[..., ServiceProcess]
) -> None:
    async with wired(appointment, tones["guest"], Wire()) as call:
        process = call.visit.program.process_id
        appointment.service.process.kill()
        appointment.service.process.wait()
        await call.page.wait_for_selector("#news:has-text('The call goes on')")
        await heard_again(call)
        serve("--port", appointment.service.url.rsplit(":", 1)[1])
        await call.page.wait_for_selector("#news:not(:has-text('The call goes on'))", state="attached")
        assert call.visit.program.process_id == process
        # The seat is back too: what is said to make another connection comes through.
        await killed(call)
        await heard_again(call)
