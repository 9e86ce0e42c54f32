"""The question to the workstation's user: a page of this machine's own, for one answer."""

import asyncio
import re
from collections.abc import Callable

import httpx
import pytest

from console import words
from console.agent.consent import ask
from console.domain.diagnosis.result import Complaint
from console.domain.errors import ConsoleError

SECRET = re.compile(r'name="secret" value="([^"]+)"')


async def answered(deal: Callable[[str], object], seconds: float = 30.0) -> bool | None:
    """Ask, let `deal` open the address as a browser would, and return the answer."""

    def show(address: str) -> bool:
        deal(address)
        return True

    return await ask("Kaisa Tuki", Complaint.CANNOT_BE_HEARD, seconds, show)


def press(address: str, word: str) -> httpx.Response:
    page = httpx.get(address)
    found = SECRET.search(page.text)
    assert found is not None
    return httpx.post(address, data={"secret": found[1], "answer": word})


async def test_a_press_on_yes_is_a_yes_and_on_no_a_no() -> None:
    assert await answered(lambda address: press(address, "yes")) is True
    assert await answered(lambda address: press(address, "no")) is False


async def test_the_page_says_who_asks_and_what_happens_in_the_agents_language() -> None:
    pages: list[str] = []

    def deal(address: str) -> None:
        pages.append(httpx.get(address).text)

    words.use("fi")
    try:
        assert await answered(deal, seconds=0.01) is None
    finally:
        words.use("en")
    assert "Kaisa Tuki pyytää lupaa" in pages[0]
    assert '<html lang="fi">' in pages[0]
    assert "<script" not in pages[0]


async def test_no_answer_in_time_is_none() -> None:
    assert await answered(lambda _address: None, seconds=0.01) is None


async def test_the_page_is_given_away_once_and_only_its_secret_answers() -> None:
    statuses: list[int] = []

    def deal(address: str) -> None:
        statuses.append(httpx.post(address, data={"secret": "guessed", "answer": "yes"}).status_code)
        first = httpx.get(address)
        statuses.append(first.status_code)
        statuses.append(httpx.get(address).status_code)
        statuses.append(httpx.get(address, headers={"Host": "rebound.example"}).status_code)

    assert await answered(deal, seconds=0.01) is None
    assert statuses == [403, 200, 410, 404]


async def test_a_workstation_without_a_browser_says_so() -> None:
    with pytest.raises(ConsoleError, match="could not be shown"):
        await ask("Kaisa", Complaint.EVERYTHING, 30.0, lambda _address: False)


async def test_nothing_listens_any_more_after_the_question() -> None:
    addresses: list[str] = []
    await answered(addresses.append, seconds=0.01)

    with pytest.raises(httpx.ConnectError):
        await asyncio.to_thread(httpx.get, addresses[0])
