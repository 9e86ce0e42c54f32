"""A document in a call between two real browsers: the same page for both, a pointer, and its end."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.pages.conftest import Appointment
from tests.pages.test_accessibility import look
from tests.service.documents import pdf


async def shared(appointment: Appointment, folder: Path) -> tuple[Page, Page]:
    """Host and guest in a call in which the guest shares three pages."""
    host, guest = await appointment.both()
    file = folder / "decision.pdf"
    file.write_bytes(pdf(3))
    await guest.set_input_files("#document-file", file)
    for page in (host, guest):
        await page.wait_for_selector("#document[data-state=shown]")
    return host, guest


async def sees(page: Page, number: int) -> None:
    """Wait until a page of the document is there as a picture."""
    await page.wait_for_selector(f"#page-of:text-is('Page {number} of 3')")
    await page.wait_for_function("() => document.querySelector('#document-page').naturalWidth > 0")


async def test_both_look_at_the_same_page_and_see_where_one_points(appointment: Appointment, tmp_path: Path) -> None:
    host, guest = await shared(appointment, tmp_path)
    await sees(host, 1)
    assert await host.inner_text("#document-of") == "Document of guest 1"
    await host.click("[data-action=page-next]")
    for page in (host, guest):
        await sees(page, 2)
        assert await page.get_attribute("#document-page", "alt") == "Page 2 of 3"
    await guest.click("#document-page", position={"x": 40, "y": 60})
    await host.wait_for_selector("#document-pointer:has-text('guest 1 points here')")
    await guest.focus("#document-view")
    await guest.keyboard.press("PageDown")
    for page in (host, guest):
        await sees(page, 3)
        await look(page)
    await guest.click("[data-action=document-close]")
    await host.wait_for_selector("#document", state="hidden")
    assert appointment.troubles == []


async def test_a_page_that_is_loaded_again_sees_the_document_again(appointment: Appointment, tmp_path: Path) -> None:
    host, guest = await shared(appointment, tmp_path)
    await host.click("[data-action=page-next]")
    await sees(guest, 2)
    await host.reload()
    await host.click("[data-action=check]")
    await host.click("[data-action=join]")
    await sees(host, 2)


@pytest.mark.parametrize("content", [b"no document at all", b"%PDF-1.7\n" + bytes(1000)], ids=["garbage", "broken"])
async def test_what_can_not_be_shown_is_said_to_who_shares_it(
    appointment: Appointment, tmp_path: Path, content: bytes
) -> None:
    host, guest = await appointment.both()
    file = tmp_path / "broken.pdf"
    file.write_bytes(content)
    await guest.set_input_files("#document-file", file)
    await guest.wait_for_function(
        "() => { const said = document.querySelector('#news').innerText; return said && !said.includes('prepared'); }"
    )
    assert await host.inner_text("#news") == ""
    assert not await host.is_visible("#document")


async def test_a_file_that_is_too_large_is_not_even_sent(appointment: Appointment, tmp_path: Path) -> None:
    _host, guest = await appointment.both()
    file = tmp_path / "large.pdf"
    with file.open("wb") as large:
        large.truncate(20_000_001)
    await guest.set_input_files("#document-file", file)
    await guest.wait_for_selector("#news:has-text('larger than 20 MB')")
