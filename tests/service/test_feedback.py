"""What people say: two questions after a call, once a seat and without a trace; remarks about the pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from console.domain import retention
from console.service import schema
from console.service.backend import Backend
from console.service.forgetting import forget
from tests.conftest import SetClock, client_of
from tests.service.making import account, call, links, seat_ids
from tests.service.test_links import secret_of


class Ended:
    """A call that is over, and the browsers of its seats."""

    def __init__(self, backend: Backend, seats: list[str], urls: dict[str, str]) -> None:
        self.backend = backend
        self.seats = seats
        self.urls = urls

    async def answer(self, seat: str, **answers: str) -> httpx.Response:
        async with client_of(self.backend, None) as browser:
            assert (await browser.post("/call", json={"secret": secret_of(self.urls[seat])})).status_code == 200
            return await browser.post(f"/call/{seat}/answers", json=answers)


@pytest.fixture
async def ended(api: httpx.AsyncClient, backend: Backend) -> Ended:
    await account(api)
    made = await call(api)
    urls = await links(api, made)
    for seat in seat_ids(made):
        await api.patch(f"/api/v1/calls/{made['id']}/seats/{seat}", json={"state": "joined"})
    for seat in seat_ids(made):
        answer = await api.patch(f"/api/v1/calls/{made['id']}/seats/{seat}", json={"state": "left"})
        assert answer.is_success, answer.text
    return Ended(backend, seat_ids(made), urls)


async def feedback(api: httpx.AsyncClient) -> dict[str, Any]:
    told: dict[str, Any] = (await api.get("/api/v1/feedback")).json()
    return told


async def test_answers_are_counted_by_the_day(api: httpx.AsyncClient, ended: Ended) -> None:
    host, guest = ended.seats
    assert (await ended.answer(guest, technology="yes", settled="partly")).status_code == 204
    assert (await ended.answer(host, technology="yes")).status_code == 204
    counts = {(one["question"], one["answer"]): one["count"] for one in (await feedback(api))["answers"]}
    assert counts == {("technology", "yes"): 2, ("settled", "partly"): 1}


async def test_a_seat_answers_once(api: httpx.AsyncClient, ended: Ended) -> None:
    guest = ended.seats[1]
    await ended.answer(guest, technology="no")
    again = await ended.answer(guest, technology="yes")
    assert again.status_code == 409
    assert [one["answer"] for one in (await feedback(api))["answers"]] == ["no"]


async def test_who_was_not_there_is_not_counted(api: httpx.AsyncClient, backend: Backend) -> None:
    await account(api)
    made = await call(api)
    expected = Ended(backend, seat_ids(made), await links(api, made))
    assert (await expected.answer(expected.seats[1], technology="no")).status_code == 409
    assert (await feedback(api))["answers"] == []


async def test_nothing_that_is_kept_leads_from_an_answer_to_its_seat(backend: Backend, ended: Ended) -> None:
    await ended.answer(ended.seats[1], technology="no")
    columns = {column.name for column in schema.answer_count.columns}
    assert columns == {"organisation_id", "day", "question", "answer", "count"}
    audit = await backend.database.read(lambda connection: connection.execute(select(schema.audit.c.action)).all())
    assert not [row for row in audit if "answer" in row.action]


async def test_a_remark_arrives_without_its_writer(api: httpx.AsyncClient, backend: Backend) -> None:
    async with client_of(backend, None) as browser:
        assert (await browser.post("/feedback", json={"text": " The bar is hard to see. "})).status_code == 204
        assert (await browser.post("/feedback", json={"text": ""})).status_code == 400
        assert (await browser.post("/feedback", json={"text": "x" * 2001})).status_code == 400
    assert [one["text"] for one in (await feedback(api))["remarks"]] == ["The bar is hard to see."]


async def test_remarks_have_an_end(api: httpx.AsyncClient, backend: Backend, clock: SetClock) -> None:
    async with client_of(backend, None) as browser:
        answers = [(await browser.post("/feedback", json={"text": f"{n}"})).status_code for n in range(6)]
        assert answers == [204] * 5 + [429]
        clock.now += timedelta(hours=1, seconds=1)
        assert (await browser.post("/feedback", json={"text": "later"})).status_code == 204


@pytest.mark.parametrize("path", ["/feedback", "/call/no-seat/answers"])
async def test_another_site_says_nothing_here(backend: Backend, path: str) -> None:
    async with client_of(backend, None) as browser:
        answer = await browser.post(path, json={}, headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code in {400, 403}
        answer = await browser.post(path, json={"text": "x"}, headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code in {400, 403}


async def test_what_was_said_is_forgotten_in_time(
    api: httpx.AsyncClient, backend: Backend, ended: Ended, clock: SetClock
) -> None:
    await ended.answer(ended.seats[1], technology="no")
    async with client_of(backend, None) as browser:
        await browser.post("/feedback", json={"text": "old"})
    clock.now += retention.FEEDBACK + timedelta(days=1)
    await forget(backend)

    def left(connection: Any) -> list[Callable[..., Any]]:
        return [*connection.execute(select(schema.answer_count)), *connection.execute(select(schema.remark))]

    assert await backend.read(left) == []
