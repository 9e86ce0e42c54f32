"""What a call shows: a shared screen, a pinned tile, signs with enough frames; and that help is asked for."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.pages.conftest import TONES, Appointment, connected
from tests.pages.test_call import PITCH
from tests.pages.test_joining import joining, told
from tests.service.making import listed

# A headless browser has no screen: the page makes one. All that follows is the browser's own.
SCREEN = """
navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1024, 576];
  const paint = canvas.getContext('2d');
  setInterval(() => { paint.fillStyle = '#c00000'; paint.fillRect(0, 0, 1024, 576); }, 50);
  const stream = canvas.captureStream(15);
  window.shown = stream.getTracks()[0];
  return stream;
};
"""
CAMERA = """async () => {
  const sender = window.connections[0].getSenders().find(one => one.track?.kind === 'video');
  const sent = [...(await sender.getStats()).values()].find(one => one.type === 'outbound-rtp');
  const asked = sender.getParameters();
  return {hint: sender.track.contentHint, prefers: asked.degradationPreference,
          frames: sent.framesPerSecond ?? 0, width: sent.frameWidth, limited: sent.qualityLimitationReason};
}"""
NARROW = """async bits => {
  const sender = window.connections[0].getSenders().find(one => one.track?.kind === 'video');
  const asked = sender.getParameters();
  asked.encodings[0].maxBitrate = bits;
  await sender.setParameters(asked);
}"""


async def test_a_screen_is_seen_beside_the_picture_and_goes_when_the_browser_ends_it(appointment: Appointment) -> None:
    host, guest = await appointment.both(host_options={"script": SCREEN})
    for _again in range(2):
        await host.click("[data-action=share]")
        await guest.wait_for_selector("#tiles [data-kind=screen]:has-text('Screen: host')")
        await guest.wait_for_function("() => document.querySelector('[data-kind=screen] video').videoWidth === 1024")
        assert await guest.evaluate("document.querySelector('[data-kind=other] video').videoWidth") == 640
        assert await host.get_attribute("[data-action=share]", "aria-pressed") == "true"
        await host.evaluate("window.shown.dispatchEvent(new Event('ended'))")
        await guest.wait_for_selector("#tiles [data-kind=screen]", state="detached")
        assert await host.get_attribute("[data-action=share]", "aria-pressed") == "false"
    assert await guest.evaluate(PITCH) == pytest.approx(TONES["host"], abs=25)
    assert appointment.troubles == []


async def test_who_comes_later_sees_the_screen_too(appointment: Appointment) -> None:
    host, guest = await appointment.both(host_options={"script": SCREEN}, guest_options={"script": SCREEN})
    # Both share: one began the negotiation, the other answered.
    await host.click("[data-action=share]")
    await guest.click("[data-action=share]")
    for page in (host, guest):
        await page.wait_for_selector("#tiles [data-kind=screen]")
    await guest.reload()
    await guest.click("[data-action=check]")
    await guest.click("[data-action=ask-in]")
    await guest.wait_for_function("() => document.querySelector('[data-kind=screen] video')?.videoWidth === 1024")
    await host.wait_for_selector("#tiles [data-kind=screen]", state="detached")


async def test_a_phone_that_can_share_no_screen_offers_none(appointment: Appointment) -> None:
    script = "delete MediaDevices.prototype.getDisplayMedia"
    _host, guest = await appointment.both(guest_options={"script": script})
    assert not await guest.is_visible("[data-action=share]")


async def test_a_program_outlives_a_shared_screen(appointment: Appointment, tones: dict[str, Path]) -> None:
    host = await appointment.checked("host", script=SCREEN)
    await host.click("[data-action=join]")
    process = await joining(appointment, "guest", "--seconds", "8", "--play", str(tones["guest"]))
    await host.click("[data-action=admit]")
    await connected(host)
    for _again in range(3):
        await host.click("[data-action=share]")
        await host.wait_for_selector("[data-action=share][aria-pressed=true], [data-action=share][aria-pressed=false]")
    assert await host.evaluate(PITCH) == pytest.approx(TONES["guest"], abs=25)
    measured, status = await told(process)
    assert status == 0
    (seat,) = measured["seats"]
    assert seat["state"] == "connected"
    assert seat["audio"]["framesPerSecond"] > 40
    assert seat["video"]["width"] * 3 == seat["video"]["height"] * 4  # of the camera, not of the screen
    assert appointment.troubles == []


async def test_a_pinned_tile_is_first_and_larger(appointment: Appointment) -> None:
    phone = {"viewport": {"width": 360, "height": 640}}
    host, _guest = await appointment.both(host_options=phone)
    size = "kind => document.querySelector(`[data-kind=${kind}] video`).getBoundingClientRect().width"
    assert await host.evaluate(size, "own") < await host.evaluate(size, "other") / 2
    for kind in ("own", "other"):
        await host.click(f"[data-kind={kind}] [data-action=pin]")
        await host.wait_for_selector(f"#tiles figure:first-child[data-kind={kind}][data-state~=pinned]")
        assert await host.evaluate("document.querySelectorAll('[data-action=pin][aria-pressed=true]').length") == 1
        assert await host.evaluate("document.activeElement.dataset.action") == "pin"
    assert await host.evaluate(PITCH) == pytest.approx(TONES["guest"], abs=25)  # it plays on where it moved
    assert not await host.evaluate("document.querySelector('[data-kind=other] video').paused")
    await host.click("[data-kind=other] [data-action=pin]")
    await host.wait_for_selector("#tiles figure:first-child[data-kind=own]:not([data-state~=pinned])")


@pytest.mark.parametrize("wishes", [{"signLanguage": ["guest"]}])
async def test_signs_keep_their_frames_and_lose_size_first(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    await host.wait_for_selector("#tiles [data-kind=other]:has-text('sign language')")
    sent = await guest.evaluate(CAMERA)
    assert (sent["hint"], sent["prefers"]) == ("motion", "maintain-framerate")
    assert (await host.evaluate(CAMERA))["hint"] == ""
    await guest.evaluate(NARROW, 150_000)
    while (sent := await guest.evaluate(CAMERA))["width"] >= 640 or sent["frames"] < 20:
        pass
    assert sent["limited"] == "bandwidth"


async def test_help_is_asked_for_and_support_sees_it(appointment: Appointment) -> None:
    _host, guest = await appointment.both()
    await guest.click("[data-action=help]")
    await guest.wait_for_selector("#help-asked:has-text('Support sees')")

    async def alerts() -> list[dict[str, Any]]:
        service = appointment.service
        async with httpx.AsyncClient(base_url=service.url, headers=service.headers) as api:
            return [one for one in await listed(api, "alerts") if one["kind"] == "help-wanted"]

    while not (found := await alerts()):
        pass
    assert (found[0]["callId"], found[0]["severity"]) == (appointment.call["id"], "urgent")
    await guest.click("[data-action=help]")
    await guest.wait_for_selector("[data-action=help][aria-pressed=false]")
    while await alerts():
        pass
