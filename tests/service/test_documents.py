"""Documents in a call, against a real service: shown, turned, pointed at, gone; and what wants to do harm."""

import asyncio
import io
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.conftest import ServiceProcess
from tests.service import documents
from tests.service.making import account, call, links
from tests.service.test_meetings import Appointment, Page, both_in


@pytest.fixture
async def appointment(serve: Callable[..., ServiceProcess]) -> AsyncIterator[Appointment]:
    service = serve()
    async with httpx.AsyncClient(base_url=service.url, headers=service.headers) as api:
        await account(api)
        made = await call(api, guests=3)
        yield Appointment(service, api, made, await links(api, made))


class Seat:
    """A browser that holds a seat."""

    def __init__(self, appointment: Appointment, number: int, cookie: str) -> None:
        self.path = f"/call/{appointment.seats[number]}/document"
        self.http = httpx.AsyncClient(base_url=appointment.service.url, headers={"Cookie": cookie}, timeout=60)

    async def share(self, data: bytes) -> httpx.Response:
        return await self.http.post(self.path, content=data)

    async def page(self, document: str, page: int, **params: str) -> httpx.Response:
        return await self.http.get(f"{self.path}/{document}/{page}", params=params)


@asynccontextmanager
async def met(appointment: Appointment) -> AsyncIterator[tuple[Page, Page, Seat, Seat]]:
    """Host and guest in the call: their sockets and their browsers."""
    cookies = [await appointment.cookie(number) for number in (0, 1)]
    async with appointment.page(0, cookie=cookies[0]) as host, appointment.page(1, cookie=cookies[1]) as guest:
        await both_in(host, guest, appointment.seats[1])
        seats = [Seat(appointment, number, cookie) for number, cookie in enumerate(cookies)]
        yield host, guest, seats[0], seats[1]
        for seat in seats:
            await seat.http.aclose()


async def shown(at: Page, /, **fields: Any) -> dict[str, Any]:
    return await at.until("document", lambda message: fields.items() <= message.items())


async def test_everyone_sees_the_same_page_and_the_pointer(appointment: Appointment) -> None:
    guest_seat = appointment.seats[1]
    async with met(appointment) as (host, guest, host_seat, guest_browser):
        answer = await guest_browser.share(documents.pdf())
        assert answer.status_code == 201, answer.text
        document = answer.json()["id"]
        for page in (host, guest):
            told = await shown(page, id=document)
            assert (told["pages"], told["page"], told["seat"], told["pointer"]) == (3, 1, guest_seat, None)
        await host.say("turn", page=2)
        await guest.say("point", at={"x": 0.25, "y": 0.5})
        for page in (host, guest):
            await shown(page, page=2, pointer={"x": 0.25, "y": 0.5, "seat": guest_seat})
        drawn = await host_seat.page(document, 2)
        assert (drawn.status_code, drawn.headers["cache-control"]) == (200, "no-store")
        assert documents.colour(drawn.content) == pytest.approx((51, 51, 51), abs=2)
        # Who comes later sees the same.
        async with appointment.page(2) as late:
            await late.say("askin")
            await host.until_seat(appointment.seats[2], state="waiting")
            await host.say("admit", seat=appointment.seats[2])
            await shown(late, id=document, page=2)
            await late.say("turn", page=1)
            assert (await late.until("refusal"))["problem"]["status"] == 403
        await host.say("turn", page=4)
        assert (await host.until("refusal"))["problem"]["status"] == 422


@pytest.mark.parametrize("end", ["taken back", "sharer left", "ended", "replaced"])
async def test_a_document_is_gone_with_its_reason(appointment: Appointment, end: str) -> None:
    async with met(appointment) as (host, guest, host_seat, guest_seat):
        document = (await guest_seat.share(documents.pdf())).json()["id"]
        await shown(host, id=document)
        match end:
            case "taken back":
                assert (await guest_seat.http.delete(guest_seat.path)).status_code == 204
                await shown(host, id=None)
            case "sharer left":
                await guest.say("leave")
                await shown(host, id=None)
            case "ended":
                await host.say("end")
                await host.until("seats", lambda message: bool(message["status"] == "ended"))
            case "replaced":
                assert (await host_seat.share(documents.picture())).status_code == 201
        assert (await host_seat.page(document, 1)).status_code in {403, 404}


async def test_only_who_is_in_the_call_shares_sees_and_takes_away(appointment: Appointment) -> None:
    async with met(appointment) as (_host, _guest, host_seat, guest_seat):
        document = (await host_seat.share(documents.pdf())).json()["id"]
        waiting = Seat(appointment, 2, await appointment.cookie(2))
        assert (await waiting.share(documents.pdf())).status_code == 403
        assert (await waiting.page(document, 1)).status_code == 403
        assert (await guest_seat.http.delete(guest_seat.path)).status_code == 403
        async with httpx.AsyncClient(base_url=appointment.service.url) as stranger:
            assert (await stranger.get(f"{host_seat.path}/{document}/1")).status_code == 410
            assert (await stranger.post(host_seat.path, content=b"x")).status_code == 410
        foreign = await guest_seat.http.post(
            guest_seat.path, content=b"x", headers={"Origin": "https://elsewhere.example"}
        )
        assert foreign.status_code == 403
        await waiting.http.aclose()


async def test_pictures_lose_their_notes_and_are_made_upright_and_small(appointment: Appointment) -> None:
    notes = Image.Exif()
    notes[0x0112] = 6  # turned by a quarter
    notes[0x010F] = "a telephone"
    async with met(appointment) as (_host, _guest, host_seat, _guest_seat):
        data = documents.picture("JPEG", (4000, 2000), exif=notes)
        assert b"a telephone" in data
        document = (await host_seat.share(data)).json()["id"]
        drawn = (await host_seat.page(document, 1, width="600")).content
        assert b"a telephone" not in drawn
        with Image.open(io.BytesIO(drawn)) as image:
            assert image.size == (640, 1280)
            assert not image.getexif()


async def test_what_can_not_be_shown_is_refused_in_a_sentence_and_the_call_goes_on(appointment: Appointment) -> None:
    async with met(appointment) as (host, guest, host_seat, guest_seat):
        for what, data in {
            **documents.poisoned(),
            "zip bomb": documents.zip_bomb(),
            "locked": documents.locked(),
        }.items():
            answer = await guest_seat.share(data)
            assert answer.status_code == 422, (what, answer.text)
            assert answer.json()["title"], what
            assert answer.json()["hint"], what
            if what == "locked":
                assert "password" in answer.json()["title"]
        await guest.say("typed", line=0, text="still here")
        await host.until("typed")
        assert (await host_seat.share(documents.pdf())).status_code == 201


async def test_half_a_gigabyte_is_refused_before_it_is_read(appointment: Appointment, tmp_path: Path) -> None:
    async with met(appointment) as (_host, _guest, _host_seat, guest_seat):
        sparse = tmp_path / "huge.pdf"
        sparse.touch()
        os.truncate(sparse, 500_000_000)
        pid = appointment.service.process.pid
        before = peak(pid)

        async def parts() -> AsyncIterator[bytes]:
            with sparse.open("rb") as file:
                while part := file.read(1 << 16):
                    yield part

        # A body of a told size, and one that tells none.
        told = await asyncio.to_thread(told_of, appointment.service.url, guest_seat)
        assert b" 413 " in told
        assert b"larger than 20 MB" in told
        try:
            answer = await guest_seat.http.post(guest_seat.path, content=parts())
            assert answer.status_code == 413
        except (httpx.WriteError, httpx.ReadError):
            pass  # it was cut off in the middle of its body
        assert peak(pid) - before < 100_000_000
        assert (await guest_seat.share(documents.pdf())).status_code == 201


def told_of(url: str, seat: Seat) -> bytes:
    """What is answered to the mere announcement of 500 MB."""
    host, _colon, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        head = f"POST {seat.path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {seat.http.headers['cookie']}\r\n"
        connection.sendall(f"{head}Content-Length: 500000000\r\n\r\n".encode())
        said = b""
        while b"}" not in said and (part := connection.recv(65536)):
            said += part
        return said


def peak(pid: int) -> int:
    """Bytes of memory that a process has had at most."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


async def test_nothing_of_a_document_is_on_the_disk_or_in_the_log(appointment: Appointment) -> None:
    mark = b"% a very particular document"
    async with met(appointment) as (host, _guest, host_seat, _guest_seat):
        assert (await host_seat.share(documents.pdf() + mark)).status_code == 201
        await host.say("point", at={"x": 0.123456, "y": 0.5})
        await shown(host, pointer={"x": 0.123456, "y": 0.5, "seat": appointment.seats[0]})
        await host.say("end")
        await host.until("seats", lambda message: bool(message["status"] == "ended"))
    appointment.service.process.terminate()
    _out, log = appointment.service.process.communicate()
    assert "particular" not in log
    for file in appointment.service.home.rglob("*"):
        if file.is_file():
            assert b"particular" not in file.read_bytes()
            assert b"0.123456" not in file.read_bytes()


def test_the_service_itself_knows_no_drawing() -> None:
    names = "{'pypdfium2', 'PIL', 'pypdfium2_raw'}"
    script = f"import sys, console.service.serving; print(sorted({names} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


SHUT_IN = """
import socket, sys
from console.service.limits import limit, shut_in
limit(memory=1 << 30, seconds=10)
shut_in()
for attempt in (lambda: open(sys.executable, 'rb'), socket.socket):
    try:
        attempt()
    except OSError as refused:
        print(refused.errno)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system has no such limits")
def test_the_child_opens_no_file_and_no_connection() -> None:
    said = subprocess.run([sys.executable, "-c", SHUT_IN], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["24", "24"]


HARM = """
import os, sys
from PIL import Image, WebPImagePlugin
from console.service.limits import limit, shut_in
from console.service.sharing.drawing import answered
from console.service.sharing.protocol import Count, Draw, Picture, Pages, Refused
from tests.service.documents import malformed
Image.preinit()
for n, data in enumerate(malformed(int(sys.argv[1]))):
    pid = os.fork()
    if not pid:
        limit(memory=1 << 30, seconds=10)
        shut_in()
        isinstance(answered(Count(data=data)), Pages) and answered(Draw(data=data, page=1, width=640))
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    if os.waitstatus_to_exitcode(status):
        print(n, os.waitstatus_to_exitcode(status), flush=True)
"""


def test_malformed_documents_are_answered_or_refused() -> None:
    # A sample of 10,000: run with 10000 it takes a minute or two.
    number = os.environ.get("BEDSIDE_MALFORMED", "500")
    said = subprocess.run([sys.executable, "-c", HARM, number], capture_output=True, text=True, check=True)
    assert said.stdout == ""
