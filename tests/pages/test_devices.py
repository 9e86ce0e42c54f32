"""Devices that change in mid-call: chosen anew, unplugged, put on hold; what the others hear follows."""

import pytest
from playwright.async_api import Page

from tests.pages.conftest import TONES, Appointment
from tests.pages.test_call import PITCH

MADE = 1800.0
# The second microphone is one that the page makes: the browser's own fake ones all hear the same file.
SECOND_MICROPHONE = f"""
const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.opened = [];
navigator.mediaDevices.getUserMedia = async wanted => {{
  const devices = await navigator.mediaDevices.enumerateDevices();
  const second = devices.filter(one => one.kind === 'audioinput').at(-1).deviceId;
  let stream = null;
  if (wanted.audio?.deviceId?.exact === second) {{
    const sound = new AudioContext();
    const tone = sound.createOscillator();
    tone.frequency.value = {MADE};
    const out = sound.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    stream = out.stream;
    stream.getAudioTracks()[0].getSettings = () => ({{deviceId: second}});
  }}
  stream ??= await real(wanted);
  window.opened.push(...stream.getTracks());
  return stream;
}};
"""
UNPLUG = """kind => {
  const track = window.opened.findLast(one => one.kind === kind);
  track.stop();
  track.dispatchEvent(new Event('ended'));
}"""


async def heard(page: Page, pitch: float) -> None:
    """Wait until a page hears that pitch."""
    while await page.evaluate(PITCH) != pytest.approx(pitch, abs=25):
        pass


async def chosen(page: Page, kind: str) -> str:
    """Choose the last device of a kind and return its id."""
    last: str = await page.eval_on_selector(f"[data-action={kind}-choice]", "one => one.options[one.length - 1].value")
    await page.select_option(f"[data-action={kind}-choice]", last)
    return last


async def test_another_microphone_is_heard_in_mid_call_and_one_that_is_unplugged_is_replaced(
    appointment: Appointment,
) -> None:
    host, guest = await appointment.both(guest_options={"script": SECOND_MICROPHONE})
    await heard(host, TONES["guest"])
    await guest.click("[data-action=devices]")
    await chosen(guest, "microphone")
    await heard(host, MADE)
    await guest.evaluate(UNPLUG, "audio")
    await guest.wait_for_selector("#news:has-text('is used instead')")
    await heard(host, TONES["guest"])
    await guest.select_option("#language", "fi")
    await guest.wait_for_selector("#news:has-text('Sen sijaan')")
    assert appointment.troubles == []


async def test_a_microphone_off_stays_off_when_another_is_chosen(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    await guest.click("[data-action=mute]")
    await guest.click("[data-action=devices]")
    wanted = await chosen(guest, "microphone")
    await guest.wait_for_function(
        "id => document.querySelector('[data-action=microphone-choice]').value === id", arg=wanted
    )
    await host.wait_for_selector("#tiles [data-kind=other][data-state~=muted]")
    assert await guest.get_attribute("[data-action=mute]", "aria-pressed") == "true"
    await guest.click("[data-action=mute]")
    await host.wait_for_selector("#tiles [data-kind=other][data-state~=speaking]")
    assert await guest.inner_text("#news") == ""


async def test_the_camera_and_the_loudspeaker_are_chosen_in_the_check(appointment: Appointment) -> None:
    page = await appointment.checked("guest")
    camera = await chosen(page, "camera")
    await page.wait_for_function(
        "id => document.querySelector('#own-check').srcObject?.getTracks()[0].getSettings().deviceId === id", arg=camera
    )
    if await page.is_visible("[data-action=loudspeaker-choice]"):
        await chosen(page, "loudspeaker")
    await page.wait_for_selector("[data-state=heard]")


async def test_a_permission_that_is_given_in_mid_call_needs_no_new_page(appointment: Appointment) -> None:
    host = await appointment.checked("host")
    guest = await appointment.opened("guest", allowed=False)
    await guest.click("[data-action=check]")
    await guest.wait_for_selector("#microphone-trouble:has-text('to the left of the address')")
    await host.click("[data-action=join]")
    await guest.click("[data-action=ask-in]")
    await host.click("[data-action=admit]")
    await host.wait_for_selector("#tiles [data-kind=other][data-state~=connected][data-state~=muted][data-state~=dark]")
    await guest.click("[data-action=mute]")
    await guest.wait_for_selector("#news:has-text('to the left of the address')")
    await guest.context.grant_permissions(["camera", "microphone"])
    await guest.click("[data-action=mute]")
    await heard(host, TONES["guest"])
    await guest.click("[data-action=camera]")
    await host.wait_for_selector("#tiles [data-kind=other]:not([data-state~=dark])")
    await host.wait_for_function("() => document.querySelector('#tiles [data-kind=other] video').videoWidth > 0")


async def test_who_is_away_for_a_moment_is_not_heard_and_comes_back_as_before(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    await guest.click("[data-action=camera]")
    await guest.click("[data-action=hold]")
    await host.wait_for_selector("#tiles [data-kind=other][data-state~=held]:has-text('away for a moment')")
    assert await guest.get_attribute("[data-action=hold]", "aria-pressed") == "true"
    await host.wait_for_selector("#tiles [data-kind=other]:not([data-state~=speaking])")
    await guest.click("[data-action=hold]")
    await host.wait_for_selector("#tiles [data-kind=other][data-state~=speaking]:not([data-state~=held])")
    await host.wait_for_selector("#tiles [data-kind=other][data-state~=dark]")
