"""The question to the workstation's user: a page of this machine's own, for one answer."""

import asyncio
import re
import threading
from collections.abc import Callable
from urllib.request import urlopen

import httpx
import pytest

from console import words
from console.agent.consent import ask
from console.domain.diagnosis.result import Complaint
from console.domain.errors import ConsoleError

DEADLINE = 30.0
SECRET = re.compile(r'name="secret" value="([^"]+)"')


async def answered(deal: Callable[[str], object], seconds: float = 30.0) -> bool | None:
    """Ask, let `deal` open the address as a browser would, and return the answer."""

    def show(address: str) -> bool:
        deal(address)
        return True

    return await ask("Kaisa Tuki", Complaint.CANNOT_BE_HEARD, seconds, show)


class Page:
    """A page as a browser has it: the question at once, the rest when there is more to say."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._connection = urlopen(address, timeout=DEADLINE)
        self.question = "".join(iter(self._line, "</form>\n"))

    def _line(self) -> str:
        line: str = self._connection.readline().decode()
        assert line
        return line

    def press(self, word: str) -> httpx.Response:
        found = SECRET.search(self.question)
        assert found is not None
        return httpx.post(self.address, data={"secret": found[1], "answer": word})

    def rest(self) -> str:
        """Return what the page goes on to say, once it has ended."""
        text: str = self._connection.read().decode()
        self._connection.close()
        return text


def press(address: str, word: str) -> httpx.Response:
    return Page(address).press(word)


async def test_a_press_on_yes_is_a_yes_and_on_no_a_no() -> None:
    assert await answered(lambda address: press(address, "yes")) is True
    assert await answered(lambda address: press(address, "no")) is False


async def test_the_page_says_who_asks_and_what_happens_in_the_agents_language() -> None:
    pages: list[str] = []

    def deal(address: str) -> None:
        page = Page(address)
        pages.append(page.question)
        page.press("no")

    words.use("fi")
    try:
        assert await answered(deal) is False
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
        page = Page(address)
        statuses.append(httpx.get(address).status_code)
        statuses.append(httpx.get(address, headers={"Host": "rebound.example"}).status_code)
        page.press("no")

    assert await answered(deal) is False
    assert statuses == [403, 410, 404]


async def test_an_open_page_says_that_the_time_is_over() -> None:
    pages: list[Page] = []

    assert await answered(lambda address: pages.append(Page(address)), seconds=3.0) is None
    assert "There was no answer in time" in await asyncio.to_thread(pages[0].rest)


async def test_an_open_page_says_that_the_question_was_taken_back() -> None:
    opened: asyncio.Queue[Page] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    asking = asyncio.create_task(
        answered(lambda address: loop.call_soon_threadsafe(opened.put_nowait, Page(address)), DEADLINE)
    )
    page = await opened.get()

    asking.cancel()

    rest = await asyncio.to_thread(page.rest)
    assert "taken back" in rest
    assert rest.endswith("</html>\n")
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_the_time_is_over_though_the_browser_stays_in_the_foreground() -> None:
    closed = threading.Event()

    assert await answered(lambda _address: closed.wait(), seconds=0.01) is None
    closed.set()


async def test_a_workstation_without_a_browser_says_so() -> None:
    with pytest.raises(ConsoleError, match="could not be shown"):
        await ask("Kaisa", Complaint.EVERYTHING, 30.0, lambda _address: False)


async def test_nothing_listens_any_more_after_the_question() -> None:
    addresses: list[str] = []

    def deal(address: str) -> None:
        addresses.append(address)
        press(address, "no")

    await answered(deal)

    with pytest.raises(httpx.ConnectError):
        await asyncio.to_thread(httpx.get, addresses[0])
