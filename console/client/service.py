"""What can be asked of a service, one method a wish. Each raises ConsoleError when it was not done."""

import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from types import NoneType
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import httpx

from console.client.http import Http
from console.client.stream import Heard, listen
from console.domain.accounts import Account, AccountPatch, NewAccount
from console.domain.alerts import Alert, AlertPatch
from console.domain.browser_checks import CheckInvitation, NewCheckInvitation
from console.domain.calls import Call, CallPatch, GuestName, ImportResult, NewCall, Reveal, SeatPatch
from console.domain.checks import CheckRun, CheckRunPatch, NewCheckRun, QuietResult
from console.domain.desks import Desk, DeskPatch, NewDesk, WaitPatch
from console.domain.devices import (
    AgentIdentity,
    Enrolment,
    NewEnrolment,
    Redemption,
    Report,
    Workstation,
    WorkstationPatch,
)
from console.domain.errors import ConsoleError
from console.domain.feedback import Feedback
from console.domain.links import SeatLink
from console.domain.noun import Noun
from console.domain.organisations import (
    NewOrganisation,
    NewService,
    NewUnit,
    Organisation,
    OrganisationPatch,
    Service,
    Unit,
)
from console.domain.places import NewPlace, NewRoom, Place, Room
from console.domain.tokens import Founded, NewToken, Principal, Token
from console.wire import paths
from console.wire.ice import IceServers
from console.wire.page import MOST_ITEMS, Health, Page
from console.wire.presence import Presence
from console.words import _

if TYPE_CHECKING:
    from console.client.signalling import Channel

N = TypeVar("N", bound=Noun)
WHILE_A_CALENDAR_IS_READ = httpx.Timeout(400.0, connect=5.0)


class ServiceClient:
    """A service as one principal sees it."""

    def __init__(
        self,
        url: str,
        token: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        certificate: str | None = None,
    ) -> None:
        self._http = Http(url, token, transport, certificate)

    @property
    def url(self) -> str:
        """Where the service answers."""
        return self._http.url

    @property
    def trust(self) -> ssl.SSLContext:
        """Whose certificates are believed."""
        return self._http.trust

    def point_at(self, url: str, token: str, certificate: str | None = None) -> None:
        """Ask this service from here on: the same one, started anew elsewhere."""
        self._http.point_at(url, token, certificate)

    async def close(self) -> None:
        """Let the connection go."""
        await self._http.close()

    # Reading

    async def health(self) -> Health:
        """Return that the service can answer, and its clock."""
        return await self._http.ask("GET", paths.HEALTH, Health)

    async def me(self) -> Principal:
        """Return who the service takes us for."""
        return await self._http.ask("GET", paths.ME, Principal)

    async def presence(self) -> Presence:
        """Return who needs the service just now."""
        return await self._http.ask("GET", paths.PRESENCE, Presence)

    async def shutdown(self) -> None:
        """Stop the service: for the home's own token only."""
        await self._http.ask("POST", paths.SHUTDOWN, NoneType)

    async def organisation(self) -> Organisation:
        """Return the organisation that the token belongs to."""
        return await self._http.ask("GET", paths.ORGANISATION, Organisation)

    async def page(
        self, kind: type[N], path: str, cursor: str | None = None, limit: int = MOST_ITEMS, **params: str | None
    ) -> Page[N]:
        """Return one page of a list."""
        answer = Page[kind]  # type: ignore[valid-type]
        return await self._http.ask("GET", path, answer, params={**params, "cursor": cursor, "limit": limit})

    async def every(self, kind: type[N], path: str, **params: str | None) -> AsyncIterator[list[N]]:
        """Yield a whole list, page by page."""
        cursor: str | None = None
        while True:
            page = await self.page(kind, path, cursor, MOST_ITEMS, **params)
            yield page.items
            cursor = page.next
            if cursor is None:
                return

    async def one(self, kind: type[N], path: str, thing_id: str) -> N:
        """Return one thing of a list."""
        return await self._http.ask("GET", _at(path, thing_id), kind)

    def listen(self, last_event_id: str | None) -> AsyncGenerator[Heard, None]:
        """Yield what the service tells from now on, or from after an event."""
        return listen(self._http, last_event_id)

    async def ice_servers(self) -> IceServers:
        """Return the STUN and TURN servers to use."""
        return await self._http.ask("GET", paths.ICE_SERVERS, IceServers)

    def echo(self) -> "AbstractAsyncContextManager[Channel]":
        """Open the signalling of the peer that sends back what it hears."""
        from console.client import signalling  # the library takes a while to load and is needed by tests alone

        return signalling.opened(self._http)

    # The organisation and what it is made of

    async def change_organisation(self, before: Organisation, patch: OrganisationPatch) -> Organisation:
        """Change the organisation."""
        return await self._http.ask("PATCH", paths.ORGANISATION, Organisation, body=patch, version=before.version)

    async def create_organisation(self, new: NewOrganisation) -> Founded:
        """Make one more organisation in the home: for the home's own token only."""
        return await self._http.ask("POST", paths.ORGANISATIONS, Founded, body=new)

    async def create_unit(self, new: NewUnit) -> Unit:
        """Make a department or a unit."""
        return await self._http.ask("POST", paths.UNITS, Unit, body=new)

    async def create_service(self, new: NewService) -> Service:
        """Make a service."""
        return await self._http.ask("POST", paths.SERVICES, Service, body=new)

    async def create_room(self, new: NewRoom) -> Room:
        """Make a virtual room."""
        return await self._http.ask("POST", paths.ROOMS, Room, body=new)

    async def create_place(self, new: NewPlace) -> Place:
        """Make a physical place."""
        return await self._http.ask("POST", paths.PLACES, Place, body=new)

    async def create_desk(self, new: NewDesk) -> Desk:
        """Make a queue desk."""
        return await self._http.ask("POST", paths.DESKS, Desk, body=new)

    async def change_desk(self, before: Desk, patch: DeskPatch) -> Desk:
        """Open, close or staff a desk."""
        return await self._http.ask("PATCH", f"{paths.DESKS}/{before.id}", Desk, body=patch, version=before.version)

    async def wait(self, desk_id: str) -> Desk:
        """Put a guest in a desk's queue."""
        return await self._http.ask("POST", f"{paths.DESKS}/{desk_id}/waits", Desk)

    async def end_wait(self, desk_id: str, wait_id: str, patch: WaitPatch) -> Desk:
        """Take a guest out of a desk's queue."""
        return await self._http.ask("PATCH", f"{paths.DESKS}/{desk_id}/waits/{wait_id}", Desk, body=patch)

    # Accounts

    async def create_account(self, new: NewAccount) -> Account:
        """Create an account."""
        return await self._http.ask("POST", paths.ACCOUNTS, Account, body=new)

    async def change_account(self, before: Account, patch: AccountPatch) -> Account:
        """Change an account, unless somebody else has."""
        return await self._http.ask(
            "PATCH", f"{paths.ACCOUNTS}/{before.id}", Account, body=patch, version=before.version
        )

    # Calls

    async def create_call(self, new: NewCall) -> Call:
        """Schedule a call."""
        return await self._http.ask("POST", paths.CALLS, Call, body=new)

    async def change_call(self, before: Call, patch: CallPatch) -> Call:
        """Change, end or cancel a call, unless somebody else has changed it."""
        return await self._http.ask("PATCH", f"{paths.CALLS}/{before.id}", Call, body=patch, version=before.version)

    async def change_seat(self, call_id: str, seat_id: str, patch: SeatPatch) -> Call:
        """Tell what a participant does."""
        return await self._http.ask("PATCH", f"{paths.CALLS}/{call_id}/seats/{seat_id}", Call, body=patch)

    async def create_link(self, call_id: str, seat_id: str) -> SeatLink:
        """Make a seat's link; one that was made before opens nothing any more."""
        return await self._http.ask("POST", f"{paths.CALLS}/{call_id}/seats/{seat_id}/link", SeatLink)

    async def support(self, call_id: str) -> SeatLink:
        """Return a link to one's own seat as support in a call; it hears nothing before everybody there says yes."""
        return await self._http.ask("POST", f"{_at(paths.CALLS, call_id)}/support", SeatLink)

    async def reveal(self, call_id: str, seat_id: str, why: Reveal) -> GuestName:
        """Return a guest's name, for a reason that is put on record."""
        return await self._http.ask("POST", f"{paths.CALLS}/{call_id}/seats/{seat_id}/reveal", GuestName, body=why)

    async def import_calendar(self, data: bytes, *, host: str | None = None, take_all: bool = False) -> ImportResult:
        """Read a calendar file into calls. A large one takes minutes."""
        return await self._http.ask(
            "POST",
            paths.CALENDARS,
            ImportResult,
            raw=data,
            params={"host": host, "all": "true" if take_all else None},
            content_type="text/calendar",
            patience=WHILE_A_CALENDAR_IS_READ,
        )

    # Workstations

    async def enrol(self, new: NewEnrolment) -> Enrolment:
        """Make a one-time code for a workstation's agent."""
        return await self._http.ask("POST", paths.ENROLMENTS, Enrolment, body=new)

    async def redeem(self, code: str) -> AgentIdentity:
        """Trade a one-time code for a workstation's identity."""
        return await self._http.ask("POST", paths.REDEMPTIONS, AgentIdentity, body=Redemption(code=code))

    async def report(self, workstation_id: str, report: Report) -> None:
        """Send an agent's report."""
        await self._http.ask("POST", f"{paths.WORKSTATIONS}/{workstation_id}/reports", NoneType, body=report)

    async def change_workstation(self, before: Workstation, patch: WorkstationPatch) -> Workstation:
        """Change a workstation's name or whose it is."""
        path = f"{paths.WORKSTATIONS}/{before.id}"
        return await self._http.ask("PATCH", path, Workstation, body=patch, version=before.version)

    # Checks of workstations

    async def ask_for_check(self, new: NewCheckRun) -> CheckRun:
        """Ask a workstation's user for a check with sound."""
        return await self._http.ask("POST", paths.CHECKS, CheckRun, body=new)

    async def change_check(self, before: CheckRun, patch: CheckRunPatch) -> CheckRun:
        """Say how a run goes on, unless it went on otherwise."""
        return await self._http.ask(
            "PATCH", f"{paths.CHECKS}/{before.id}", CheckRun, body=patch, version=before.version
        )

    async def report_check(self, workstation_id: str, result: QuietResult) -> CheckRun:
        """Send what an agent found by itself."""
        return await self._http.ask("POST", f"{paths.WORKSTATIONS}/{workstation_id}/checks", CheckRun, body=result)

    async def invite_to_check(self, new: NewCheckInvitation) -> CheckInvitation:
        """Invite somebody to check their browser's devices; link and code are told this once."""
        return await self._http.ask("POST", paths.CHECK_INVITATIONS, CheckInvitation, body=new)

    # Alerts and tokens

    async def change_alert(self, before: Alert, patch: AlertPatch) -> Alert:
        """Take, put off, close or reopen an alert."""
        return await self._http.ask("PATCH", f"{paths.ALERTS}/{before.id}", Alert, body=patch, version=before.version)

    async def feedback(self, days: int) -> Feedback:
        """Return what people said in the last days."""
        return await self._http.ask("GET", paths.FEEDBACK, Feedback, params={"days": days})

    async def create_token(self, new: NewToken) -> Token:
        """Make a token; its secret is told this once."""
        return await self._http.ask("POST", paths.TOKENS, Token, body=new)

    async def revoke_token(self, token_id: str) -> None:
        """Make a token worthless."""
        await self._http.ask("DELETE", _at(paths.TOKENS, token_id), NoneType)


def _at(path: str, thing_id: str) -> str:
    """Return the address of one thing; raise not-found for what can't be an id: it may be whatever was typed."""
    if not thing_id.strip("."):
        raise ConsoleError(
            _("There is no such thing here."),
            "",
            _("It may have been removed: load the list again."),
            code="not-found",
        )
    return f"{path}/{quote(thing_id, safe='')}"


def window(now: datetime, back: timedelta, ahead: timedelta) -> dict[str, str]:
    """Return the parameters for calls around a moment."""
    return {"from": (now - back).isoformat(), "to": (now + ahead).isoformat()}
