"""The sockets of a call's seats, against a real service: waiting, letting in, handing on, leaving, and garbage."""

import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.conftest import ServiceProcess
from tests.service.making import account, call, changed, links, seat_ids

PAGE = "0" * 31


class Appointment:
    """A call of a real service, with the links of its seats."""

    def __init__(self, service: ServiceProcess, api: httpx.AsyncClient, made: dict[str, Any], urls: dict[str, str]):
        self.service = service
        self.api = api
        self.call = made
        self.urls = urls
        self.seats = seat_ids(made)

    async def now(self) -> dict[str, Any]:
        """The call as the service knows it."""
        told: dict[str, Any] = (await self.api.get(f"/api/v1/calls/{self.call['id']}")).json()
        return told

    async def cookie(self, number: int) -> str:
        """What a browser that opened the seat's link holds."""
        async with httpx.AsyncClient(base_url=self.service.url) as browser:
            answer = await browser.post("/call", json={"secret": self.urls[self.seats[number]].partition("#")[2]})
            assert answer.status_code == 200, answer.text
            return f"bedside-seat={answer.cookies['bedside-seat']}"

    @asynccontextmanager
    async def page(self, number: int, name: str = "a", cookie: str | None = None) -> AsyncIterator["Page"]:
        """A page that is connected to a seat."""
        held = cookie or await self.cookie(number)
        async with connect(self.address(number, name), additional_headers={"Cookie": held}) as socket:
            page = Page(socket)
            await page.until("welcome")
            yield page

    def address(self, number: int, name: str = "a") -> str:
        """Where a seat's socket is."""
        base = self.service.url.replace("http", "ws", 1)
        return f"{base}/call/{self.seats[number]}/signals?page={PAGE + name}"


class Page:
    """What a page does over its socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, kind: str, **fields: object) -> None:
        await self.socket.send(json.dumps({"kind": kind, **fields}))

    async def hear(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(await self.socket.recv())
        return told

    async def until(self, kind: str, fits: Callable[[dict[str, Any]], bool] = lambda _message: True) -> dict[str, Any]:
        """Return the next message of a kind that fits; what comes before is passed over."""
        while True:
            message = await self.hear()
            if message["kind"] == kind and fits(message):
                return message

    async def until_seat(self, seat: str, **fields: object) -> dict[str, Any]:
        """Wait until a seat is seen so."""

        def fits(message: dict[str, Any]) -> bool:
            return any(one["id"] == seat and fields.items() <= one.items() for one in message["seats"])

        return await self.until("seats", fits)


@pytest.fixture
async def appointment(serve: Callable[..., ServiceProcess]) -> AsyncIterator[Appointment]:
    service = serve()
    async with httpx.AsyncClient(base_url=service.url, headers=service.headers) as api:
        await account(api)
        made = await call(api, guests=3)
        yield Appointment(service, api, made, await links(api, made))


async def both_in(host: Page, guest: Page, seat: str) -> None:
    """Bring host and guest into the call."""
    await host.say("askin")
    await guest.say("askin")
    await host.until_seat(seat, state="waiting")
    await host.say("admit", seat=seat)
    await host.until_seat(seat, state="joined")
    await guest.until_seat(seat, state="joined")


OFFER = {"type": "offer", "sdp": "v=0"}


async def test_a_guest_waits_until_the_host_lets_them_in(appointment: Appointment) -> None:
    guest_seat = appointment.seats[1]
    async with appointment.page(0) as host, appointment.page(1) as guest:
        await guest.say("askin")
        await guest.until_seat(guest_seat, state="waiting")
        assert (await appointment.now())["status"] == "waiting"
        await both_in(host, guest, guest_seat)
        now = await appointment.now()
        assert now["status"] == "running"
        await guest.say("leave")
        await host.until_seat(guest_seat, state="left")


async def test_descriptions_go_to_the_seat_they_are_for_and_only_between_those_let_in(appointment: Appointment) -> None:
    host_seat, guest_seat, other_seat, _last = appointment.seats
    async with appointment.page(0) as host, appointment.page(1) as guest, appointment.page(2) as other:
        await host.say("askin")
        await other.say("askin")
        await other.until_seat(other_seat, state="waiting")
        # Who waits reaches nobody, and nobody reaches who waits.
        await other.say("negotiate", seat=host_seat, page=PAGE + "a", description=OFFER)
        await other.say("typed", line=0, text="let me in")
        await host.say("negotiate", seat=other_seat, page=PAGE + "a", description=OFFER)
        await both_in(host, guest, guest_seat)
        await host.say("typed", line=0, text="hello", done=True)
        await host.say("negotiate", seat=guest_seat, page=PAGE + "a", description=OFFER)
        heard = await guest.until("negotiate")
        assert (heard["seat"], heard["page"], heard["description"]) == (host_seat, PAGE + "a", OFFER)
        await guest.say("negotiate", seat=host_seat, page="f" * 32, candidate={"candidate": "", "sdpMid": "0"})
        answer = await host.until("negotiate")
        # The first that the host hears is the guest's, under the page it really is.
        assert (answer["seat"], answer["page"]) == (guest_seat, PAGE + "a")
        assert answer["candidate"]["sdpMid"] == "0"
        await other.say("sending", muted=True, camera=False)
        seen = []
        while not seen or seen[-1]["kind"] != "seats" or not seen[-1]["seats"][2]["muted"]:
            seen.append(await other.hear())
        assert {message["kind"] for message in seen} == {"seats"}


async def test_what_is_typed_is_seen_as_it_is_typed(appointment: Appointment) -> None:
    host_seat, guest_seat = appointment.seats[:2]
    async with appointment.page(0) as host, appointment.page(1) as guest:
        await both_in(host, guest, guest_seat)
        for text in ("H", "He", "Hei"):
            await host.say("typed", line=0, text=text, done=text == "Hei")
        heard = [await guest.until("typed") for _letter in range(3)]
        assert [(one["seat"], one["text"], one["done"]) for one in heard] == [
            (host_seat, "H", False),
            (host_seat, "He", False),
            (host_seat, "Hei", True),
        ]


async def test_only_the_host_lets_in_and_ends(appointment: Appointment) -> None:
    guest_seat = appointment.seats[1]
    async with appointment.page(0) as host, appointment.page(1) as guest:
        await guest.say("askin")
        await guest.until_seat(guest_seat, state="waiting")
        await guest.say("admit", seat=guest_seat)
        refusal = await guest.until("refusal")
        assert refusal["problem"]["title"] == "Only the host may do that."
        await guest.say("end")
        await guest.until("refusal")
        assert (await appointment.now())["status"] == "waiting"
        await both_in(host, guest, guest_seat)
        await host.say("end")
        await guest.until("seats", lambda message: bool(message["status"] == "ended"))
        assert (await appointment.now())["status"] == "ended"


async def test_a_call_that_is_ended_elsewhere_ends_for_its_pages(appointment: Appointment) -> None:
    async with appointment.page(0) as host, appointment.page(1) as guest:
        await both_in(host, guest, appointment.seats[1])
        await changed(appointment.api, "calls", await appointment.now(), status="ended")
        for page in (host, guest):
            await page.until("seats", lambda message: bool(message["status"] == "ended"))


async def test_a_page_that_is_opened_again_takes_the_seat(appointment: Appointment) -> None:
    guest_seat = appointment.seats[1]
    cookie = await appointment.cookie(1)
    async with appointment.page(0) as host, appointment.page(1, "a", cookie) as first:
        await both_in(host, first, guest_seat)
        async with appointment.page(1, "b", cookie) as second:
            assert (await first.until("farewell"))["why"] == "replaced"
            with pytest.raises(ConnectionClosed):
                await first.hear()
            # The seat stays as it was: nobody is let in a second time.
            await second.until_seat(guest_seat, state="joined", page=PAGE + "b")
            await second.say("askin")
            await host.until_seat(guest_seat, state="joined", page=PAGE + "b")


async def test_a_withdrawn_link_lets_out_whoever_opened_it(appointment: Appointment) -> None:
    guest_seat = appointment.seats[1]
    cookie = await appointment.cookie(1)
    async with appointment.page(1, cookie=cookie) as guest:
        await appointment.api.delete(f"/api/v1/calls/{appointment.call['id']}/seats/{guest_seat}/link")
        assert (await guest.until("farewell"))["why"] == "withdrawn"
    with pytest.raises(InvalidStatus):
        async with connect(appointment.address(1), additional_headers={"Cookie": cookie}):
            pass


async def test_no_socket_without_the_seats_own_cookie_or_from_another_site(appointment: Appointment) -> None:
    cookie = await appointment.cookie(1)
    for number, headers in (
        (1, {}),
        (1, {"Cookie": "bedside-seat=bedside_wrong"}),
        (0, {"Cookie": cookie}),
        (1, {"Cookie": cookie, "Origin": "https://elsewhere.example"}),
        (1, {"Authorization": appointment.service.headers["Authorization"]}),
    ):
        with pytest.raises(InvalidStatus):
            async with connect(appointment.address(number), additional_headers=headers):
                pass
    async with connect(
        appointment.address(1), additional_headers={"Cookie": cookie, "Origin": appointment.service.url}
    ) as socket:
        assert (await Page(socket).until("welcome"))["seat"] == appointment.seats[1]


async def test_the_call_outlives_a_service_that_is_started_again(
    appointment: Appointment, serve: Callable[..., ServiceProcess]
) -> None:
    guest_seat = appointment.seats[1]
    cookies = [await appointment.cookie(number) for number in (0, 1)]
    async with appointment.page(0, cookie=cookies[0]) as host, appointment.page(1, cookie=cookies[1]) as guest:
        await both_in(host, guest, guest_seat)
        appointment.service.process.terminate()
        for page in (host, guest):
            assert (await page.until("farewell"))["why"] == "stopping"
        assert appointment.service.process.wait() == 0
    appointment.service = serve()
    async with appointment.page(0, cookie=cookies[0]) as host, appointment.page(1, cookie=cookies[1]) as guest:
        await guest.until_seat(guest_seat, state="joined", page=PAGE + "a")
        await host.until_seat(guest_seat, state="joined", page=PAGE + "a")


def malformed(seats: list[str], dice: random.Random) -> str | bytes:
    """Return something that is no message, or nearly one."""
    kinds = [
        "askin",
        "admit",
        "negotiate",
        "typed",
        "sending",
        "leave",
        "end",
        "welcome",
        "seats",
        "",
        "nonsense",
        None,
    ]
    fields: list[tuple[str, list[object]]] = [
        ("seat", [*seats, "", "x" * 65, 5, None, [], "\x00"]),
        ("page", ["x", "", None, "g" * 32, 1.5]),
        ("description", [None, {}, {"type": "answer"}, {"type": "evil"}, [], "v=0", {"type": "offer", "sdp": 1}]),
        ("candidate", [None, {}, {"candidate": 3}, {"candidate": "", "sdpMLineIndex": -1}, "x"]),
        ("line", [-1, 1e9, "0", None, 2**70]),
        ("text", ["x" * 2001, 7, None, ["a"]]),
        ("muted", ["yes", 1, None]),
        ("camera", ["no", 0, None]),
    ]
    match dice.randrange(6):
        case 0:
            return dice.randbytes(dice.randrange(200))
        case 1:
            return "".join(chr(dice.randrange(32, 0xD7FF)) for _letter in range(dice.randrange(100)))
        case 2:
            return "[" * dice.randrange(1, 2000)
        case _:
            chosen = dice.sample(fields, dice.randrange(1, 5))
            text = json.dumps({"kind": dice.choice(kinds), **{name: dice.choice(values) for name, values in chosen}})
            return text[: dice.randrange(1, len(text))] if dice.random() < 0.3 else text


async def test_ten_thousand_malformed_messages_do_nothing_but_be_refused(appointment: Appointment) -> None:
    guest_seat = appointment.seats[1]
    dice = random.Random(1)
    async with appointment.page(0) as host, appointment.page(1) as guest:
        await both_in(host, guest, guest_seat)
        sent = 0
        while sent < 10_000:
            message = malformed(appointment.seats, dice)
            # What would be a whole message, and allowed, is not what is tried here.
            if isinstance(message, str) and any(kind in message for kind in ('"leave"', '"askin"')):
                continue
            await guest.socket.send(message)
            sent += 1
            if sent % 100 == 0:
                await guest.say("typed", line=sent, text="still here")
                said = await host.until("typed")
                assert (said["seat"], said["text"]) == (guest_seat, "still here")
                while (await guest.hear())["kind"] != "refusal":
                    pass
        assert (await appointment.now())["status"] == "running"
