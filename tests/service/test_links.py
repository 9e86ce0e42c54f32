"""Links of seats: told once, kept as a hash, exchanged for a cookie that no script reads."""

from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from console.domain.links import GOOD_AFTER
from console.service import schema
from console.service.backend import Backend
from tests.conftest import SetClock, client_of
from tests.service.making import account, call, changed, links, made, seat_ids


@pytest.fixture
async def appointment(api: httpx.AsyncClient) -> dict[str, Any]:
    """A call of Maija's with one guest."""
    await account(api)
    return await call(api, guests=1, guestNames=["Aino Virtanen"])


def secret_of(url: str) -> str:
    address, _hash, secret = url.partition("#")
    assert address == "http://service/call"
    return secret


async def opened(backend: Backend, secret: str, **headers: str) -> httpx.Response:
    async with client_of(backend, None) as browser:
        return await browser.post("/call", json={"secret": secret}, headers=headers)


async def test_a_link_opens_its_seat_and_tells_who_calls_when(
    api: httpx.AsyncClient, backend: Backend, appointment: dict[str, Any]
) -> None:
    host, guest = seat_ids(appointment)
    urls = await links(api, appointment)
    answer = await opened(backend, secret_of(urls[guest]))

    assert answer.status_code == 200
    told = answer.json()
    assert (told["seatId"], told["role"], told["number"]) == (guest, "guest", 1)
    assert (told["host"], told["dtstart"]) == ("Maija.Saari", appointment["dtstart"])
    assert (await opened(backend, secret_of(urls[host]))).json()["role"] == "host"
    assert "Virtanen" not in answer.text


async def test_the_cookie_is_for_this_seat_alone_and_for_no_script(
    api: httpx.AsyncClient, backend: Backend, appointment: dict[str, Any]
) -> None:
    guest = seat_ids(appointment)[1]
    answer = await opened(backend, secret_of((await links(api, appointment))[guest]))
    cookie = SimpleCookie(answer.headers["set-cookie"])["bedside-seat"]
    assert cookie["httponly"]
    assert cookie["samesite"].lower() == "strict"
    assert cookie["path"] == f"/call/{guest}"
    assert not cookie["secure"]  # over plain HTTP a secure one would be lost
    backend.public_url = "https://video.example"
    again = (await made(api, f"calls/{appointment['id']}/seats/{guest}/link"))["url"]
    assert again.startswith("https://video.example/call#")
    behind_proxy = await opened(backend, again.partition("#")[2])
    assert SimpleCookie(behind_proxy.headers["set-cookie"])["bedside-seat"]["secure"]


async def test_what_is_stored_opens_nothing(
    api: httpx.AsyncClient, backend: Backend, appointment: dict[str, Any]
) -> None:
    secret = secret_of((await links(api, appointment))[seat_ids(appointment)[1]])
    answer = await opened(backend, secret)
    cookie = SimpleCookie(answer.headers["set-cookie"])["bedside-seat"].value

    def everything(connection: Any) -> str:
        tables = schema.metadata.sorted_tables
        return repr([[tuple(row) for row in connection.execute(select(table))] for table in tables])

    kept = await backend.read(everything)
    assert secret not in kept
    assert cookie not in kept


async def test_a_new_link_ends_the_one_before(
    api: httpx.AsyncClient, backend: Backend, appointment: dict[str, Any]
) -> None:
    guest = seat_ids(appointment)[1]
    first = secret_of((await links(api, appointment))[guest])
    second = secret_of((await links(api, appointment))[guest])
    assert (await opened(backend, first)).status_code == 410
    assert (await opened(backend, second)).status_code == 200


async def test_a_withdrawn_link_opens_nothing_and_its_cookie_neither(
    api: httpx.AsyncClient, backend: Backend, appointment: dict[str, Any]
) -> None:
    guest = seat_ids(appointment)[1]
    secret = secret_of((await links(api, appointment))[guest])
    async with client_of(backend, None) as browser:
        assert (await browser.post("/call", json={"secret": secret})).status_code == 200
        assert (await browser.get(f"/call/{guest}/seat")).status_code == 200
        answer = await api.delete(f"/api/v1/calls/{appointment['id']}/seats/{guest}/link")
        assert answer.status_code == 204
        gone = await browser.get(f"/call/{guest}/seat")
        assert gone.status_code == 410
        assert gone.json()["title"] == "This link can't be opened."
    assert (await opened(backend, secret)).status_code == 410


async def test_a_link_goes_with_its_call(
    api: httpx.AsyncClient, backend: Backend, appointment: dict[str, Any], clock: SetClock
) -> None:
    guest = seat_ids(appointment)[1]
    secret = secret_of((await links(api, appointment))[guest])
    clock.forward(timedelta(minutes=30) + GOOD_AFTER)
    assert (await opened(backend, secret)).status_code == 200
    clock.forward(timedelta(seconds=1))
    late = await opened(backend, secret)
    assert late.status_code == 410
    assert late.json()["detail"] == "Its time has passed."
    later = clock().isoformat()
    await changed(api, "calls", appointment, dtend=later)
    assert (await opened(backend, secret)).status_code == 200


async def test_a_call_that_is_over_gets_no_links(api: httpx.AsyncClient, appointment: dict[str, Any]) -> None:
    await changed(api, "calls", appointment, status="cancelled")
    answer = await api.post(f"/api/v1/calls/{appointment['id']}/seats/{seat_ids(appointment)[0]}/link")
    assert answer.status_code == 409


@pytest.mark.parametrize("secret", ["bedside_wrong", "x" * 200, "ä😀"])
async def test_what_is_no_link_is_refused_in_the_askers_language(backend: Backend, secret: str) -> None:
    answer = await opened(backend, secret, **{"Accept-Language": "fi-FI"})
    assert answer.status_code == 410
    assert answer.json()["title"] == "Tätä linkkiä ei voi avata."


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"secret": ""}', b'{"secret": 5}', b'{"secret": "' + b"x" * 201])
async def test_garbage_is_refused(backend: Backend, body: bytes) -> None:
    async with client_of(backend, None) as browser:
        assert (await browser.post("/call", content=body)).status_code == 400


async def test_another_sites_page_opens_no_seat(
    api: httpx.AsyncClient, backend: Backend, appointment: dict[str, Any]
) -> None:
    secret = secret_of((await links(api, appointment))[seat_ids(appointment)[1]])
    assert (await opened(backend, secret, Origin="https://elsewhere.example")).status_code == 403
    assert (await opened(backend, secret, Origin="http://service")).status_code == 200


async def test_a_seat_is_not_opened_by_another_seats_cookie(
    api: httpx.AsyncClient, backend: Backend, appointment: dict[str, Any]
) -> None:
    host, guest = seat_ids(appointment)
    answer = await opened(backend, secret_of((await links(api, appointment))[guest]))
    cookie = SimpleCookie(answer.headers["set-cookie"])["bedside-seat"].value
    async with client_of(backend, None) as browser:
        headers = {"Cookie": f"bedside-seat={cookie}"}
        assert (await browser.get(f"/call/{guest}/seat", headers=headers)).status_code == 200
        assert (await browser.get(f"/call/{host}/seat", headers=headers)).status_code == 410
        assert (await browser.get(f"/call/{host}/seat")).status_code == 410


async def test_links_are_on_record_without_their_secrets(api: httpx.AsyncClient, appointment: dict[str, Any]) -> None:
    guest = seat_ids(appointment)[1]
    secret = secret_of((await links(api, appointment))[guest])
    await api.delete(f"/api/v1/calls/{appointment['id']}/seats/{guest}/link")
    record = (await api.get("/api/v1/audit")).text
    assert "call.link-made" in record
    assert "call.link-revoked" in record
    assert secret not in record


async def test_a_confidential_calls_page_does_not_say_what_it_is_about(
    api: httpx.AsyncClient, backend: Backend
) -> None:
    await account(api)
    plain = await made(api, "services", name="Neuvonta", department="Hallinto", confidential=False)
    secret_one = await made(api, "services", name="Lastensuojelu", department="Perusturva", confidential=True)
    for service, said in ((plain, "Neuvonta"), (secret_one, None)):
        appointment = await call(api, serviceId=service["id"])
        urls = await links(api, appointment)
        answer = await opened(backend, secret_of(urls[seat_ids(appointment)[1]]))
        assert answer.json()["service"] == said
