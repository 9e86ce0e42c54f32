"""A call between two real browsers: heard, seen, written, muted, reloaded, ended."""

from typing import Any

import pytest
from playwright.async_api import Page

from tests.pages.conftest import TONES, Appointment, connected

PITCH = """async role => {
  // The strongest pitch of what this page receives, in Hz, once there is any.
  const video = [...document.querySelectorAll('#tiles video')].find(one => !one.muted);
  const sound = new AudioContext();
  const analyser = sound.createAnalyser();
  analyser.fftSize = 8192;
  sound.createMediaStreamSource(video.srcObject).connect(analyser);
  const bins = new Float32Array(analyser.frequencyBinCount);
  while (true) {
    await new Promise(requestAnimationFrame);
    analyser.getFloatFrequencyData(bins);
    const strongest = bins.reduce((best, value, n) => (value > bins[best] ? n : best), 0);
    if (bins[strongest] > -60) {
      await sound.close();
      return strongest * sound.sampleRate / analyser.fftSize;
    }
  }
}"""

COLOUR = """() => {
  const video = [...document.querySelectorAll('#tiles video')].find(one => !one.muted);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const paint = canvas.getContext('2d');
  paint.drawImage(video, 0, 0);
  return [...paint.getImageData(canvas.width / 2, canvas.height - 20, 1, 1).data];
}"""


async def others(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = await page.eval_on_selector_all(
        "#tiles figure", "all => ({state: all.at(-1).dataset.state, said: all.at(-1).innerText})"
    )
    return told


async def test_both_are_heard_and_seen(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    for page, other in ((host, "guest"), (guest, "host")):
        assert await page.evaluate(PITCH) == pytest.approx(TONES[other], abs=25)
        await page.wait_for_function("[...document.querySelectorAll('#tiles video')].at(-1).videoWidth > 0")
        red, green, blue, _alpha = await page.evaluate(COLOUR)
        assert green > 100 > max(red, blue)  # the fake camera's ground
    assert appointment.troubles == []


async def test_what_is_typed_is_seen_before_it_is_sent(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    await guest.type("#chat-input", "Hyvää päivä")
    await host.wait_for_selector("#chat-lines [data-state=typing]:text('guest 1: Hyvää päivä')")
    await guest.type("#chat-input", "ä")
    await guest.press("#chat-input", "Enter")
    await host.wait_for_selector("#chat-lines [data-state=said]:text('guest 1: Hyvää päivää')")
    await guest.wait_for_selector("#chat-lines [data-state=said]:text('you: Hyvää päivää')")


async def test_a_muted_microphone_is_silent_and_said_to_be(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    await guest.click("[data-action=mute]")
    await host.wait_for_selector("#tiles figure[data-state~=muted]:has-text('microphone off')")
    await host.wait_for_function(
        "() => !document.querySelector('#tiles figure:last-child').dataset.state.includes('speaking')"
    )
    await guest.click("[data-action=mute]")
    await host.wait_for_selector("#tiles figure:last-child[data-state~=speaking]")
    await guest.click("[data-action=camera]")
    await host.wait_for_selector("#tiles figure:has-text('no picture')")


async def test_a_page_that_is_loaded_again_is_in_the_call_again(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    assert "#" not in guest.url  # the secret is gone from the address
    await guest.reload()
    await guest.click("[data-action=check]")
    await guest.click("[data-action=ask-in]")
    # Nobody has to let them in a second time.
    for page in (host, guest):
        await connected(page)
    assert await host.evaluate(PITCH) == pytest.approx(TONES["guest"], abs=25)


async def test_the_call_goes_on_while_the_service_is_away(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    appointment.service.process.kill()
    for page in (host, guest):
        await page.wait_for_selector("#news:has-text('The call goes on')")
    assert await host.evaluate(PITCH) == pytest.approx(TONES["guest"], abs=25)
    await connected(host)


async def test_the_host_ends_the_call_for_everyone(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    await host.click("[data-action=end]")
    await host.click("[data-action=sure]")
    for page in (host, guest):
        await page.wait_for_selector("body[data-state=over]")
    assert "The call is over." in await guest.inner_text("main")


async def test_a_link_that_is_opened_twice_is_in_one_window_at_a_time(appointment: Appointment) -> None:
    first = await appointment.checked("guest")
    await first.click("[data-action=ask-in]")
    await first.wait_for_selector("body[data-state=waiting]")
    second = await appointment.checked("guest")
    await second.click("[data-action=ask-in]")
    await first.wait_for_selector("body[data-state=replaced]")
    await second.wait_for_selector("body[data-state=waiting]")


async def test_a_refused_permission_is_explained_and_can_be_given_later(appointment: Appointment) -> None:
    page = await appointment.opened("guest", allowed=False)
    await page.click("[data-action=check]")
    await page.wait_for_selector("#microphone-trouble:has-text('to the left of the address')")
    await page.context.grant_permissions(["camera", "microphone"])
    await page.click("[data-action=check-again]")
    await page.wait_for_selector("[data-state=heard]")
    assert not await page.is_visible("#microphone-trouble")


@pytest.mark.parametrize(
    ("fragment", "state", "said"),
    [
        ("", "no-link", "A part of the link is missing."),
        ("#bedside_wrong", "link-gone", "Look for a newer message with a link"),
    ],
)
async def test_what_is_no_link_is_explained(appointment: Appointment, fragment: str, state: str, said: str) -> None:
    page = await (await appointment.context("guest")).new_page()
    await page.goto(f"{appointment.service.url}/call{fragment}")
    await page.wait_for_selector(f"body[data-state={state}]")
    assert said in await page.inner_text("main")


async def test_without_webrtc_the_page_says_what_to_do(appointment: Appointment) -> None:
    page = await (await appointment.context("guest")).new_page()
    await page.add_init_script("delete window.RTCPeerConnection")
    await page.goto(appointment.urls["guest"])
    await page.wait_for_selector("body[data-state=no-webrtc]")
