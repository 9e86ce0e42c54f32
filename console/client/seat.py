"""A seat of a call, held by a program instead of a page: its link is opened, and its socket speaks for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from console.client.http import Http
from console.client.signalling import OPENS_WITHIN, broken, why
from console.domain.errors import ConsoleError
from console.wire import meeting, paths
from console.wire.meeting import FromSeat, Invitation, LinkSecret, ToSeat
from console.wire.signalling import LONGEST
from console.words import _


class Seat:
    """A seat whose link was opened. invitation: what it is invited to."""

    def __init__(self, http: Http, invitation: Invitation) -> None:
        self._http = http
        self.invitation = invitation

    @property
    def is_on_this_machine(self) -> bool:
        """Whether the service runs on this machine, and so perhaps the other participants do."""
        return urlsplit(self._http.url).hostname in {"127.0.0.1", "::1", "localhost"}

    async def shown(self) -> Invitation:
        """Return what the seat is invited to now; raise ConsoleError where it is not ours any more."""
        return await self._http.ask("GET", f"{paths.CALL_PAGE}/{self.invitation.seat_id}/seat", Invitation)

    @asynccontextmanager
    async def connected(self, page: str) -> AsyncIterator["Socket"]:
        """The seat's socket for as long as the context lasts. page: an id as a page makes it, new for each program."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._http.client.cookies.items())
        path = f"{paths.CALL_PAGE}/{self.invitation.seat_id}/signals?page={page}&offers=no"
        url = f"ws{self._http.url.removeprefix('http')}{path}"
        try:
            socket = await connect(
                url,
                additional_headers={"Cookie": cookies},
                ssl=self._http.trust if url.startswith("wss") else None,
                open_timeout=OPENS_WITHIN,
                close_timeout=1.0,
                max_size=LONGEST * 4,
                proxy=None,
            )
        except (WebSocketException, OSError, TimeoutError) as failure:
            raise broken(self._http.url, why(failure)) from failure
        async with socket:
            yield Socket(socket)


class Socket:
    """What is said for a seat, and to it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def say(self, message: FromSeat) -> None:
        """Say something to the service."""
        await self._socket.send(meeting.encoded(message))

    async def heard(self) -> AsyncIterator[ToSeat]:
        """Yield what the service says, until the socket closes. What this program does not know is passed over."""
        async for text in self._socket:
            try:
                yield meeting.heard(text)
            except msgspec.DecodeError:
                continue


@asynccontextmanager
async def opened(link: str) -> AsyncIterator[Seat]:
    """Open a seat's link; raise ConsoleError for what is no link, or one that opens nothing."""
    parts = urlsplit(link)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not parts.fragment:
        raise ConsoleError(
            _("This is no link of a call."), "", _("Give the whole link, with what stands after the #."), code="invalid"
        )
    http = Http(f"{parts.scheme}://{parts.netloc}", None)
    try:
        yield Seat(http, await http.ask("POST", paths.CALL_PAGE, Invitation, body=LinkSecret(secret=parts.fragment)))
    finally:
        await http.client.aclose()
