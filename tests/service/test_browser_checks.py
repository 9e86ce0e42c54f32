"""Checks of browsers: a link and a code that open once, what a page finds, and what of it is kept."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy import select

from console.domain import retention
from console.domain.browser_checks import GOOD_FOR, MOST_CHANGES, TOLD_FOR
from console.domain.tokens import Principal, TokenRole
from console.service import schema
from console.service.backend import Backend
from console.service.forgetting import forget
from console.service.hub import Listener, drain
from tests.conftest import SetClock, client_of
from tests.service.making import account, as_role, call, changed, links, listed, made, seat_ids

WELL = {
    "microphone": "works",
    "camera": "works",
    "browser": "firefox",
    "level": -31.5,
    "width": 640,
    "height": 480,
    "chime": True,
}
DENIED = {"microphone": "works", "camera": "denied", "browser": "chromium", "level": -20.0}


@pytest.fixture
async def appointment(api: httpx.AsyncClient) -> dict[str, Any]:
    """A call of Maija's with one guest."""
    await account(api)
    return await call(api, guests=1, guestNames=["Aino Virtanen"])


@pytest.fixture
async def browser(backend: Backend) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a token; it keeps its cookies."""
    async with client_of(backend, None) as client:
        yield client


async def invited(api: httpx.AsyncClient, appointment: dict[str, Any]) -> dict[str, Any]:
    return await made(api, "checks/invitations", callId=appointment["id"], seatId=seat_ids(appointment)[1])


def secret_of(invitation: dict[str, Any]) -> str:
    address, _hash, secret = invitation["url"].partition("#")
    assert address == "http://service/check"
    return str(secret)


async def opened(browser: httpx.AsyncClient, **key: str) -> httpx.Response:
    return await browser.post("/check", json=key)


async def tells(browser: httpx.AsyncClient, result: dict[str, Any], *, done: bool = False) -> int:
    return (await browser.post("/check/result", json={"result": result, "done": done})).status_code


async def told_of(listener: Listener) -> list[dict[str, Any]]:
    """Return the checks that a listener heard of, one after the other."""
    events = [msgspec.json.decode(message.data) async for message in drain(listener) if message.name == "change"]
    return [item for event in events if event["topic"] == "browser-check" for item in event["items"]]


async def only_check(api: httpx.AsyncClient) -> dict[str, Any]:
    (check,) = await listed(api, "browser-checks")
    return check


async def test_a_guest_s_result_is_beside_the_call_and_heard_of(
    api: httpx.AsyncClient, backend: Backend, browser: httpx.AsyncClient, appointment: dict[str, Any]
) -> None:
    organisation_id = (await api.get("/api/v1/organisation")).json()["id"]
    viewer = Principal(token_id="t", name="t", role=TokenRole.VIEWER, organisation_id=organisation_id)
    employee = Principal(token_id="e", name="e", role=TokenRole.EMPLOYEE, organisation_id=organisation_id)
    looks_on, not_theirs = Listener(viewer), Listener(employee)
    for listener in (looks_on, not_theirs):
        backend.hub.join(listener)

    invitation = await invited(api, appointment)
    assert (await only_check(api))["stage"] == "invited"
    welcome = await opened(browser, secret=secret_of(invitation))
    assert welcome.json() == {"organisation": "My town", "demonstration": False}
    assert await tells(browser, DENIED) == 204
    assert await tells(browser, DENIED, done=True) == 204

    check = await only_check(api)
    assert check["id"] == invitation["id"]
    assert (check["callId"], check["seatId"]) == (appointment["id"], seat_ids(appointment)[1])
    assert (check["stage"], check["accountId"], check["askedBy"]) == ("done", None, "tester")
    assert check["result"] == {**DENIED, "width": None, "height": None, "chime": None}
    backend.hub.close()
    assert [one["stage"] for one in await told_of(looks_on)] == ["invited", "opened", "opened", "done"]
    assert await told_of(not_theirs) == []
    assert await listed(api, "browser-checks", call=appointment["id"]) == [check]
    assert await listed(api, "browser-checks", call="another") == []


async def test_an_employee_s_result_is_beside_the_account(api: httpx.AsyncClient, browser: httpx.AsyncClient) -> None:
    maija = await account(api)
    invitation = await made(api, "checks/invitations", accountId=maija["id"])
    assert (await opened(browser, code=invitation["code"])).status_code == 200
    assert await tells(browser, WELL, done=True) == 204
    (check,) = await listed(api, "browser-checks", account=maija["id"])
    assert (check["callId"], check["result"]) == (None, WELL)


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{bare}", "{spaced}"])
async def test_a_code_is_taken_however_it_is_typed(
    api: httpx.AsyncClient, browser: httpx.AsyncClient, appointment: dict[str, Any], typed: str
) -> None:
    code = (await invited(api, appointment))["code"]
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", code)
    shapes = {"code": code, "lower": code.lower(), "bare": code.replace("-", ""), "spaced": " ".join(code)}
    assert (await opened(browser, code=typed.format(**shapes))).status_code == 200


@pytest.mark.parametrize(("first", "second"), [("secret", "secret"), ("secret", "code"), ("code", "secret")])
async def test_an_invitation_opens_once(
    api: httpx.AsyncClient,
    backend: Backend,
    browser: httpx.AsyncClient,
    appointment: dict[str, Any],
    first: str,
    second: str,
) -> None:
    invitation = await invited(api, appointment)
    keys = {"secret": secret_of(invitation), "code": invitation["code"]}
    assert (await opened(browser, **{first: keys[first]})).status_code == 200
    async with client_of(backend, None) as another:
        refused = await opened(another, **{second: keys[second]})
        assert refused.status_code == 410
        assert refused.json()["title"] == "This check was opened already, and opens once only."
        assert "set-cookie" not in refused.headers
        assert (await another.get("/check/invitation")).json() is None
    # Who opened it may press the link again, and load the page again.
    assert (await opened(browser, **{second: keys[second]})).status_code == 200
    assert (await browser.get("/check/invitation")).json()["organisation"] == "My town"


@pytest.mark.parametrize("by", ["secret", "code"])
async def test_an_invitation_is_good_for_ten_minutes(
    api: httpx.AsyncClient, browser: httpx.AsyncClient, appointment: dict[str, Any], clock: SetClock, by: str
) -> None:
    early, late = await invited(api, appointment), await invited(api, appointment)
    clock.forward(GOOD_FOR - timedelta(seconds=1))
    keys = [{"secret": secret_of(one), "code": one["code"]}[by] for one in (early, late)]
    assert (await opened(browser, **{by: keys[0]})).status_code == 200
    clock.forward(timedelta(seconds=1))
    browser.cookies.clear()
    refused = await opened(browser, **{by: keys[1]})
    assert refused.status_code == 410
    assert refused.json()["title"] == "The time for this check has passed."


async def test_its_page_tells_for_half_an_hour(
    api: httpx.AsyncClient, browser: httpx.AsyncClient, appointment: dict[str, Any], clock: SetClock
) -> None:
    await opened(browser, code=(await invited(api, appointment))["code"])
    clock.forward(TOLD_FOR)
    assert await tells(browser, WELL) == 204
    clock.forward(timedelta(seconds=1))
    assert await tells(browser, DENIED) == 410
    assert (await only_check(api))["result"] == WELL


async def test_who_guesses_codes_is_slowed_down_and_links_still_open(
    api: httpx.AsyncClient, browser: httpx.AsyncClient, appointment: dict[str, Any], clock: SetClock
) -> None:
    invitation = await invited(api, appointment)
    for _attempt in range(10):
        assert (await opened(browser, code="2222-2222")).status_code == 404
    assert (await opened(browser, code=invitation["code"])).status_code == 429
    assert (await opened(browser, secret=secret_of(invitation))).status_code == 200
    clock.forward(timedelta(minutes=1))
    again = await invited(api, appointment)
    assert (await opened(browser, code=again["code"])).status_code == 200


async def test_guesses_from_many_addresses_are_counted_together(
    api: httpx.AsyncClient, backend: Backend, appointment: dict[str, Any], clock: SetClock
) -> None:
    code = (await invited(api, appointment))["code"]
    app = api._transport.app  # type: ignore[attr-defined]

    async def from_address(number: int, code: str) -> int:
        transport = httpx.ASGITransport(app, client=(f"192.0.2.{number}", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return (await opened(client, code=code)).status_code

    assert [await from_address(number % 20, "2222-2222") for number in range(100)] == [404] * 100
    assert await from_address(200, code) == 429
    clock.forward(timedelta(minutes=1))
    assert await from_address(200, code) == 200


async def test_the_cookie_is_for_checks_alone_and_for_no_script(
    api: httpx.AsyncClient, backend: Backend, browser: httpx.AsyncClient, appointment: dict[str, Any]
) -> None:
    answer = await opened(browser, code=(await invited(api, appointment))["code"])
    cookie = SimpleCookie(answer.headers["set-cookie"])["bedside-check"]
    assert (cookie["httponly"], cookie["samesite"].lower(), cookie["path"]) == (True, "strict", "/check")
    assert not cookie["secure"]
    backend.public_url = "https://video.example/"
    invitation = await invited(api, appointment)
    assert invitation["url"].startswith("https://video.example/check#")
    browser.cookies.clear()
    assert SimpleCookie((await opened(browser, code=invitation["code"])).headers["set-cookie"])["bedside-check"][
        "secure"
    ]


async def test_nobody_tells_without_the_cookie_nor_from_another_site(
    api: httpx.AsyncClient, backend: Backend, browser: httpx.AsyncClient, appointment: dict[str, Any]
) -> None:
    assert await tells(browser, WELL) == 410
    invitation = await invited(api, appointment)
    foreign = {"Origin": "https://elsewhere.example"}
    key = {"code": invitation["code"]}
    assert (await browser.post("/check", json=key, headers=foreign)).status_code == 403
    assert (await browser.post("/check", json=key, headers={"Origin": "http://service"})).status_code == 200
    body = {"result": WELL}
    assert (await browser.post("/check/result", json=body, headers=foreign)).status_code == 403
    guest = seat_ids(appointment)[1]
    assert (await browser.post(f"/call/{guest}/check", json=body)).status_code == 410
    assert (await only_check(api))["result"] is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"result": {**WELL, "microphone": "loud"}},
        {"result": {**WELL, "level": 3}},
        {"result": {**WELL, "width": 10**9}},
        {"result": {**WELL, "name": "Aino Virtanen"}},
        {"result": WELL, "note": "x"},
    ],
)
async def test_what_is_no_result_is_refused(
    api: httpx.AsyncClient, browser: httpx.AsyncClient, appointment: dict[str, Any], body: dict[str, Any]
) -> None:
    await opened(browser, code=(await invited(api, appointment))["code"])
    assert (await browser.post("/check/result", json=body)).status_code == 400
    assert (await only_check(api))["result"] is None


async def test_a_page_that_runs_wild_fills_no_record(
    api: httpx.AsyncClient, browser: httpx.AsyncClient, appointment: dict[str, Any]
) -> None:
    await opened(browser, code=(await invited(api, appointment))["code"])
    answers = [await tells(browser, {**WELL, "level": -(n % 90)}) for n in range(MOST_CHANGES + 5)]
    assert answers.count(204) == MOST_CHANGES - 2  # it was made, and opened
    assert answers[-1] == 429


async def test_the_page_of_a_seat_tells_of_its_own_check(
    api: httpx.AsyncClient, browser: httpx.AsyncClient, appointment: dict[str, Any]
) -> None:
    host, guest = seat_ids(appointment)
    urls = await links(api, appointment)
    for seat in (host, guest):
        await browser.post("/call", json={"secret": urls[seat].partition("#")[2]})
    for result in (DENIED, WELL):
        assert (await browser.post(f"/call/{guest}/check", json={"result": result})).status_code == 204
    assert (await browser.post(f"/call/{host}/check", json={"result": WELL, "done": True})).status_code == 204
    checks = {check["seatId"]: check for check in await listed(api, "browser-checks")}
    assert len(checks) == 2  # one a seat, however often it tells
    assert (checks[guest]["result"], checks[guest]["stage"], checks[guest]["askedBy"]) == (WELL, "opened", None)
    assert checks[guest]["accountId"] is None
    assert (checks[host]["stage"], checks[host]["accountId"]) == ("done", appointment["hostId"])


@pytest.mark.parametrize(
    "aim", [{}, {"callId": "call"}, {"seatId": "seat"}, {"callId": "call", "seatId": "seat", "accountId": "host"}]
)
async def test_an_invitation_is_for_one_person(
    api: httpx.AsyncClient, appointment: dict[str, Any], aim: dict[str, str]
) -> None:
    ids = {"call": appointment["id"], "seat": seat_ids(appointment)[1], "host": appointment["hostId"]}
    new = {name: ids[what] for name, what in aim.items()}
    assert (await api.post("/api/v1/checks/invitations", json=new)).status_code == 422


async def test_nobody_is_invited_who_is_not_there(api: httpx.AsyncClient, appointment: dict[str, Any]) -> None:
    async def refused(**new: str) -> int:
        return (await api.post("/api/v1/checks/invitations", json=new)).status_code

    assert await refused(accountId="0") == 409
    assert await refused(callId="0", seatId="0") == 409
    assert await refused(callId=appointment["id"], seatId="0") == 404
    await changed(api, "calls", appointment, status="cancelled")
    assert await refused(callId=appointment["id"], seatId=seat_ids(appointment)[1]) == 409
    founded = await made(api, "organisations", name="Kela")
    headers = {"Authorization": f"Bearer {founded['token']['secret']}"}
    elsewhere = await api.post("/api/v1/checks/invitations", json={"accountId": appointment["hostId"]}, headers=headers)
    assert elsewhere.status_code == 409


async def test_secrets_and_names_are_kept_nowhere(
    api: httpx.AsyncClient, backend: Backend, browser: httpx.AsyncClient, appointment: dict[str, Any]
) -> None:
    invitation = await invited(api, appointment)
    answer = await opened(browser, code=invitation["code"])
    await tells(browser, WELL, done=True)
    cookie = SimpleCookie(answer.headers["set-cookie"])["bedside-check"].value

    def everything(connection: Any) -> str:
        tables = [table for table in schema.metadata.sorted_tables if table is not schema.guest_name]
        return repr([[tuple(row) for row in connection.execute(select(table))] for table in tables])

    kept = await backend.read(everything)
    code = invitation["code"]
    for secret in (secret_of(invitation), code, code.replace("-", ""), cookie, "Virtanen"):
        assert secret not in kept
    record = await listed(api, "audit")
    (entry,) = [one for one in record if one["action"].startswith("browser-check.")]
    assert (entry["action"], entry["actor"]) == ("browser-check.invited", "tester")
    assert entry["subjectId"] == appointment["id"]
    assert entry["after"] == {"callId": appointment["id"], "seatId": seat_ids(appointment)[1]}


async def test_a_guest_s_result_is_forgotten_with_the_call(
    api: httpx.AsyncClient, backend: Backend, browser: httpx.AsyncClient, appointment: dict[str, Any], clock: SetClock
) -> None:
    await opened(browser, code=(await invited(api, appointment))["code"])
    await tells(browser, WELL, done=True)
    unopened = await invited(api, appointment)
    await changed(api, "calls", appointment, status="cancelled")
    clock.forward(retention.CHECK_INVITATIONS + GOOD_FOR)
    await forget(backend)
    assert len(await listed(api, "browser-checks")) == 2
    clock.forward(timedelta(seconds=1))
    await forget(backend)  # an invitation that nobody opened
    assert unopened["id"] != (await only_check(api))["id"]
    clock.forward(retention.CALLS_OVER)
    await forget(backend)
    assert await listed(api, "browser-checks") == []


@pytest.mark.parametrize("role", ["viewer", "employee"])
async def test_only_helpers_invite(api: httpx.AsyncClient, appointment: dict[str, Any], role: str) -> None:
    owner = appointment["hostId"] if role == "employee" else None
    async with await as_role(api, role, owner) as client:
        new = {"accountId": appointment["hostId"]}
        assert (await client.post("/api/v1/checks/invitations", json=new)).status_code == 403
