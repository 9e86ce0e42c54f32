"""Support in a call, against a real service: asked for over the API, agreed to on every page, on record, taken back."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from console.service.backend import Backend
from console.service.supporting import let_out_unwelcome
from tests.conftest import SetClock, client_of
from tests.service.making import account, as_role, call, changed, links, listed, made, seat_ids, with_secret
from tests.service.test_meetings import PAGE, Appointment, appointment, both_in  # noqa: F401 - a fixture

OTHERS = frozenset({"viewer", "employee", "agent", "scrape"})


async def cookie_of(service_url: str, link: str) -> str:
    """What a browser that opened a link holds."""
    async with httpx.AsyncClient(base_url=service_url) as browser:
        answer = await browser.post("/call", json={"secret": link.partition("#")[2]})
        assert answer.status_code == 200, answer.text
        return f"bedside-seat={answer.cookies['bedside-seat']}"


async def supported(appointment: Appointment, as_who: httpx.AsyncClient | None = None) -> tuple[str, str]:  # noqa: F811
    """Ask for support's seat; return it and what its browser holds. It comes after the call's own."""
    link = await made(as_who or appointment.api, f"calls/{appointment.call['id']}/support")
    if link["seatId"] not in appointment.seats:
        appointment.seats.append(link["seatId"])
    return link["seatId"], await cookie_of(appointment.service.url, link["url"])


def seen(message: dict[str, Any], seat: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in message["seats"] if one["id"] == seat)
    return found


async def test_support_hears_nothing_of_a_call_before_everybody_has_said_yes(
    appointment: Appointment,  # noqa: F811
) -> None:
    host_seat, guest_seat = appointment.seats[:2]
    async with appointment.page(0) as host, appointment.page(1) as guest:
        await both_in(host, guest, guest_seat)
        seat, cookie = await supported(appointment)
        async with appointment.page(4, cookie=cookie) as support:
            await support.say("askin")
            asked = await guest.until_seat(guest_seat, consent="asked")
            assert (seen(asked, seat)["state"], seen(asked, seat)["role"]) == ("waiting", "support")
            assert seen(asked, seat)["person"]
            await support.say("negotiate", seat=guest_seat, page=PAGE + "a", candidate={"candidate": "early"})
            await guest.say("typed", line=0, text="not for support", done=True)
            await host.say("consent", yes=True)
            half = await support.until_seat(host_seat, consent="yes")
            assert seen(half, seat)["state"] == "waiting"
            await guest.say("consent", yes=True)
            await guest.until_seat(seat, state="joined")
            await guest.say("typed", line=1, text="hello", done=True)
            heard = await support.until("typed")
            assert heard["line"] == 1
            await support.say("negotiate", seat=guest_seat, page=PAGE + "a", candidate={"candidate": "late"})
            assert (await guest.until("negotiate"))["candidate"]["candidate"] == "late"
            # Taken back, it is over at once.
            await host.say("consent", yes=False)
            assert seen(await guest.until_seat(host_seat, consent="no"), seat)["state"] == "waiting"
            await guest.say("typed", line=2, text="among us", done=True)
            await host.until("typed", lambda message: bool(message["line"] == 2))
            await host.say("consent", yes=True)
            await guest.until_seat(seat, state="joined")
            await guest.say("typed", line=3, text="hello again", done=True)
            assert (await support.until("typed"))["line"] == 3


async def test_whoever_comes_in_later_is_asked_before_support_is_let_back(
    appointment: Appointment,  # noqa: F811
) -> None:
    guest_seat, other_seat = appointment.seats[1:3]
    async with appointment.page(0) as host, appointment.page(1) as guest, appointment.page(2) as other:
        await both_in(host, guest, guest_seat)
        seat, cookie = await supported(appointment)
        async with appointment.page(4, cookie=cookie) as support:
            await support.say("askin")
            await host.until_seat(seat, state="waiting")
            for page in (host, guest):
                await page.say("consent", yes=True)
            await host.until_seat(seat, state="joined")
            await other.say("askin")
            await host.until_seat(other_seat, state="waiting")
            await host.say("admit", seat=other_seat)
            now = await other.until_seat(other_seat, state="joined")
            assert (seen(now, other_seat)["consent"], seen(now, seat)["state"]) == ("asked", "waiting")
            await other.say("consent", yes=True)
            await support.until_seat(seat, state="joined")


async def test_nobody_says_yes_for_another(appointment: Appointment) -> None:  # noqa: F811
    guest_seat = appointment.seats[1]
    async with appointment.page(0) as host, appointment.page(1) as guest, appointment.page(2) as other:
        await both_in(host, guest, guest_seat)
        seat, cookie = await supported(appointment)
        async with appointment.page(4, cookie=cookie) as support:
            await support.say("askin")
            await host.until_seat(guest_seat, consent="asked")
            await support.say("consent", yes=True)
            assert (await support.until("refusal"))["problem"]["title"] == "Support can't say yes for itself."
            # A seat that is named changes nothing: the socket is the seat's own.
            await other.say("askin")
            await other.say("consent", yes=True, seat=guest_seat)
            await other.until("refusal")
            await host.say("admit", seat=seat)
            refusal = (await host.until("refusal"))["problem"]["title"]
            assert refusal == "Support comes in when everybody in the call has said yes."
            path = f"/api/v1/calls/{appointment.call['id']}/seats"
            for state in ("joined", "waiting", "expected"):
                answer = await appointment.api.patch(f"{path}/{seat}", json={"state": state})
                assert answer.status_code == 409
            assert (await appointment.api.post(f"{path}/{seat}/link")).status_code == 409
            now = await appointment.now()
            assert seen(now, seat)["state"] == "waiting"
            assert {one["consent"] for one in now["seats"]} == {"asked", "not-asked"}
    # With a guest's cookie no other seat's socket opens.
    with pytest.raises(InvalidStatus):
        async with connect(appointment.address(0), additional_headers={"Cookie": await appointment.cookie(1)}):
            pass


async def test_a_link_that_is_opened_again_is_asked_again(appointment: Appointment) -> None:  # noqa: F811
    guest_seat = appointment.seats[1]
    async with appointment.page(0) as host, appointment.page(1) as guest:
        await both_in(host, guest, guest_seat)
        seat, cookie = await supported(appointment)
        async with appointment.page(4, cookie=cookie) as support:
            await support.say("askin")
            await host.until_seat(seat, state="waiting")
            for page in (host, guest):
                await page.say("consent", yes=True)
            await host.until_seat(seat, state="joined")
            await appointment.cookie(1)
            now = await host.until_seat(guest_seat, consent="asked")
            assert seen(now, seat)["state"] == "waiting"


async def test_every_step_is_on_record_and_no_citizens_name(appointment: Appointment) -> None:  # noqa: F811
    host_seat, guest_seat = appointment.seats[:2]
    async with appointment.page(0) as host, appointment.page(1) as guest:
        await both_in(host, guest, guest_seat)
        seat, cookie = await supported(appointment)
        async with appointment.page(4, cookie=cookie) as support:
            await support.say("askin")
            await host.until_seat(seat, state="waiting")
            await host.say("consent", yes=True)
            await guest.until_seat(host_seat, consent="yes")
            await guest.say("consent", yes=True)
            await host.until_seat(seat, state="joined")
            await guest.say("consent", yes=False)
            await host.until_seat(seat, state="waiting")
            await support.say("leave")
            await host.until_seat(seat, state="left")
    record = [one for one in await listed(appointment.api, "audit") if one["action"].split(".")[1][:7] in RECORDED]
    told = [(one["action"], one["actor"]) for one in reversed(record)]
    supports = seen(await appointment.now(), seat)["person"]
    assert told == [
        ("call.support-asked", supports),
        ("call.consent-given", "Maija.Saari"),
        ("call.consent-given", "guest 1"),
        ("call.support-let-in", "guest 1"),
        ("call.consent-refused", "guest 1"),
        ("call.support-stopped", "guest 1"),
        ("call.support-left", supports),
    ]
    let_in = next(one for one in record if one["action"] == "call.support-let-in")
    assert (let_in["after"]["seatId"], let_in["after"]["person"]) == (seat, supports)
    assert [one["id"] for one in let_in["after"]["agreed"]] == [host_seat, guest_seat]


RECORDED = {"support", "consent"}


async def test_the_fifth_seat_is_refused_with_what_to_do_instead(appointment: Appointment) -> None:  # noqa: F811
    seat, cookie = await supported(appointment)
    path = f"/api/v1/calls/{appointment.call['id']}"
    for number in range(4):
        answer = await appointment.api.patch(f"{path}/seats/{appointment.seats[number]}", json={"state": "joined"})
        assert answer.is_success, answer.text
    refused = await appointment.api.post(f"{path}/support")
    assert refused.status_code == 409
    assert refused.json()["title"] == "This call has its four participants already."
    assert refused.json()["hint"] == "Ask one of them to leave, or help by message and phone."
    async with appointment.page(4, cookie=cookie) as support:
        await support.say("askin")
        assert (await support.until("refusal"))["problem"]["title"] == refused.json()["title"]
        await appointment.api.patch(f"{path}/seats/{appointment.seats[3]}", json={"state": "left"})
        await support.say("askin")
        await support.until_seat(seat, state="waiting")
        await appointment.api.patch(f"{path}/seats/{appointment.seats[3]}", json={"state": "waiting"})
        await support.until_seat(seat, state="left")


@pytest.mark.parametrize("way", ["revoked", "expired", "off"])
async def test_who_may_support_no_more_is_out_at_once(
    api: httpx.AsyncClient, backend: Backend, clock: SetClock, way: str
) -> None:
    await account(api)
    helper = await account(api, "sari.salo")
    appointed = await call(api)
    soon = (clock() + timedelta(minutes=5)).isoformat()
    token = await made(api, "tokens", name="x", role="support", accountId=helper["id"], expiresAt=soon)
    async with with_secret(api, token["secret"]) as support:
        link = await made(support, f"calls/{appointed['id']}/support")
    secret = link["url"].partition("#")[2]
    async with client_of(backend, None) as browser:
        assert (await browser.post("/call", json={"secret": secret})).json()["role"] == "support"
        for seat in appointed["seats"]:
            await api.patch(f"/api/v1/calls/{appointed['id']}/seats/{seat['id']}", json={"state": "joined"})
        await let_out_unwelcome(backend)
        assert (await browser.get(f"/call/{link['seatId']}/seat")).status_code == 200
        if way == "revoked":
            assert (await api.delete(f"/api/v1/tokens/{token['id']}")).is_success
        elif way == "off":
            await changed(api, "accounts", helper, active=False)
        else:
            clock.forward(timedelta(minutes=6))
            await let_out_unwelcome(backend)
        assert (await browser.get(f"/call/{link['seatId']}/seat")).status_code == 410
        assert (await browser.post("/call", json={"secret": secret})).status_code == 410


async def test_only_who_helps_may_ask_and_the_others_are_told_by_which_name(
    api: httpx.AsyncClient, backend: Backend
) -> None:
    host = await account(api)
    helper = await account(api, "sari.salo")
    appointed = await call(api)
    path = f"/api/v1/calls/{appointed['id']}/support"
    for role in OTHERS - {"agent"}:
        async with await as_role(api, role, host["id"] if role == "employee" else None) as other:
            assert (await other.post(path)).status_code == 403, role
    async with client_of(backend, None) as nobody:
        assert (await nobody.post(path)).status_code == 401
    async with await as_role(api, "support", helper["id"]) as support:
        first, second = await made(support, path[8:]), await made(support, path[8:])
    assert first["seatId"] == second["seatId"]
    now = (await api.get(f"/api/v1/calls/{appointed['id']}")).json()
    (seat,) = [one for one in now["seats"] if one["role"] == "support"]
    assert (seat["person"], seat["accountId"], seat["state"]) == ("Sari.Salo", helper["id"], "expected")
    await changed(api, "calls", now, status="cancelled")
    assert (await api.post(path)).status_code == 409


async def test_support_shows_in_the_call_and_gets_no_link_of_others_making(api: httpx.AsyncClient) -> None:
    await account(api)
    appointed = await call(api)
    await made(api, f"calls/{appointed['id']}/support")
    now = (await api.get(f"/api/v1/calls/{appointed['id']}")).json()
    assert json.dumps(now["seats"]).count("support") == 1
    with pytest.raises(AssertionError, match="for nobody but the one who supports"):
        await links(api, now)
    assert len(seat_ids(now)) == 3
