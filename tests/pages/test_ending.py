"""The end of a call and what stands beside every page: two questions, the statement, feedback, how guests are known."""

import httpx
import pytest

from tests.pages.conftest import Appointment
from tests.pages.test_accessibility import PHONE, look


async def feedback(appointment: Appointment) -> dict[str, list[dict[str, object]]]:
    async with httpx.AsyncClient(base_url=appointment.service.url, headers=appointment.service.headers) as api:
        told: dict[str, list[dict[str, object]]] = (await api.get("/api/v1/feedback")).json()
        return told


async def test_two_questions_can_be_answered_at_the_end(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    await guest.click("[data-action=leave]")
    await guest.click("[data-action=sure]")
    await guest.wait_for_selector("#questions:not([hidden])")
    await look(guest)
    await guest.click("[data-action=answer]")
    assert await guest.inner_text("#thanks") == "Choose an answer first, or close this page."
    await guest.check("input[name=technology][value=partly]")
    await guest.click("[data-action=answer]")
    await guest.wait_for_selector("#thanks:text-is('Thank you.')")
    assert not await guest.is_visible("#questions")
    await host.click("[data-action=end]")
    await host.click("[data-action=sure]")
    await host.wait_for_selector("body[data-state=over]")
    await host.check("input[name=settled][value=yes]")
    await host.click("[data-action=answer]")
    await host.wait_for_selector("#thanks:text-is('Thank you.')")
    counted = {(one["question"], one["answer"], one["count"]) for one in (await feedback(appointment))["answers"]}
    assert counted == {("technology", "partly", 1), ("settled", "yes", 1)}


async def test_the_host_notes_how_the_guest_was_identified(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    await host.select_option("[data-action=identify]", "document")
    async with httpx.AsyncClient(base_url=appointment.service.url, headers=appointment.service.headers) as api:
        path = f"/api/v1/calls/{appointment.call['id']}"
        await host.wait_for_selector("[data-action=identify]")
        seats = (await api.get(path)).json()["seats"]
        while seats[1]["identified"] == "not-yet":
            seats = (await api.get(path)).json()["seats"]
        assert seats[1]["identified"] == "document"
        done = (await api.get("/api/v1/audit", params={"subject": appointment.call["id"]})).json()["items"]
    assert "call.identified" in {one["action"] for one in done}
    assert not await guest.is_visible("#identification")


@pytest.mark.parametrize("locale", ["fi-FI", "sv-FI", "en-GB"])
@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
async def test_statement_and_feedback_are_a_press_away(
    appointment: Appointment, locale: str, options: dict[str, object]
) -> None:
    first = await appointment.opened("guest", locale=locale, **options)
    async with first.context.expect_page() as opening:
        await first.click("footer [data-action=accessibility]")
    page = await opening.value
    await page.wait_for_selector("body[data-state=statement]")
    await look(page)
    async with first.context.expect_page() as opening:
        await page.click("footer [data-action=feedback]")
    page = await opening.value
    await page.wait_for_selector("body[data-state=feedback]")
    await look(page)
    await page.fill("#remark-text", f"In {locale}")
    await page.click("[data-action=send]")
    await page.wait_for_selector("body[data-state=sent]")
    assert [one["text"] for one in (await feedback(appointment))["remarks"]] == [f"In {locale}"]
    assert appointment.troubles == []
