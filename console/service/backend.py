"""The heart of the service: the database, who listens, the clock, and the home's own token."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, exists, select

from console.domain.errors import ConsoleError
from console.domain.noun import Clock, new_id
from console.domain.organisations import Organisation
from console.domain.tokens import Principal, TokenRole
from console.service import schema
from console.service.connectivity import Connectivity
from console.service.database import Database
from console.service.hub import Hub
from console.service.meetings import Meetings
from console.service.metrics import Metrics
from console.service.reading import every
from console.service.resources import ORGANISATIONS, TOKENS
from console.service.secrets import hashed, new_secret
from console.service.throttle import Throttle
from console.service.transaction import Committed, Transaction
from console.wire.page import ClockReading
from console.words import _, marked

T = TypeVar("T")


class Backend:
    """What the routes work with. Lives on one event loop, which it remembers when it is started."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        rate: float = 1.0,
        demonstration: bool = False,
        connectivity: Connectivity | None = None,
        public_url: str | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.connectivity = connectivity or Connectivity()
        self.rate = rate
        self.demonstration = demonstration
        self.public_url = public_url
        self.hub = Hub()
        self.talks = Hub()  # who speaks over a WebSocket: they hear of nothing but their end
        self.meetings = Meetings(self.hub)
        self.metrics = Metrics(self.hub)
        self.owner_secret = new_secret()
        self.stopping = asyncio.Event()
        self.wrong_codes = Throttle(clock, most=10, within=timedelta(minutes=1))
        self.remarks = Throttle(
            clock,
            most=5,
            within=timedelta(hours=1),
            title=marked("That is enough for one hour."),
            hint=marked("What you wrote before has arrived. Write again later."),
        )
        # Of device checks, from all addresses together: see browser_checks.
        self.wrong_check_codes = Throttle(clock, most=100, within=timedelta(minutes=1))
        # When listeners were last told a workstation's figures; the writer's thread alone uses it.
        self.figures_told: dict[str, datetime] = {}
        self._known: dict[bytes, Principal] = {}
        self._forgotten = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self, owner_name: str) -> Organisation:
        """Open for work; return the home's first organisation, made if there is none."""
        self._loop = asyncio.get_running_loop()
        found = await self.database.read(lambda connection: every(connection, ORGANISATIONS))
        home = min(found, key=lambda organisation: organisation.id) if found else await self._first(owner_name)
        self._known[hashed(self.owner_secret)] = _owner(owner_name, home.id)
        return home

    async def _first(self, owner_name: str) -> Organisation:
        organisation = Organisation(id=new_id(self.clock()), name=_("My town"), demonstration=self.demonstration)
        await self.write(_owner(owner_name, organisation.id), lambda change: change.insert(ORGANISATIONS, organisation))
        return organisation

    def close(self) -> None:
        """End the streams and finish what is being written."""
        self.stopping.set()
        self.hub.close()
        self.talks.close()
        self.meetings.close()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run work that only reads."""
        return await self.database.read(work)

    async def write(self, principal: Principal, work: Callable[[Transaction], T]) -> T:
        """Run work that changes something; when it is committed, everyone who listens is told."""

        def change(connection: Connection) -> tuple[T, list[Committed]]:
            transaction = Transaction(connection, principal, self.clock())
            result = work(transaction)
            return result, transaction.events()

        result, _events = await self.database.write(change, self._tell)
        return result

    def _tell(self, outcome: tuple[object, list[Committed]]) -> None:
        # Called in the writer's thread, change after change: the loop keeps that order.
        if self._loop is not None and outcome[1]:
            self._loop.call_soon_threadsafe(self.hub.publish, outcome[1])

    def now(self) -> ClockReading:
        """Return what the service's clock shows."""
        return ClockReading(now=self.clock(), rate=self.rate)

    async def principal(self, secret: str) -> Principal:
        """Return whose secret this is; raise unauthorized."""
        key = hashed(secret)
        known = self._known.get(key)
        return known if known is not None else await self._look_up(key)

    async def _look_up(self, key: bytes) -> Principal:
        forgotten = self._forgotten
        query = select(*TOKENS.columns).where(schema.token.c.hash == key, *good_tokens(self.clock()))
        row = await self.read(lambda connection: connection.execute(query).first())
        if row is None:
            raise unauthorized()
        token = TOKENS.noun(row)
        principal = Principal(
            token_id=token.id,
            name=token.name,
            role=token.role,
            organisation_id=token.organisation_id,
            account_id=token.account_id,
            workstation_id=token.workstation_id,
        )
        # What was revoked while it was looked up is not kept.
        if token.expires_at is None and forgotten == self._forgotten:
            self._known[key] = principal
        return principal

    def forget(self, token_id: str) -> None:
        """Believe a token no more: it was revoked. Streams that it opened end."""
        self._forget(lambda principal: principal.token_id == token_id)

    def forget_account(self, account_id: str) -> None:
        """Look an account's tokens up anew: it was turned off. Their streams end."""
        self._forget(lambda principal: principal.account_id == account_id)

    async def dismiss_unwelcome(self) -> None:
        """End the streams of tokens that are good no more.

        They expire by themselves, and one may be revoked while its stream is being opened.
        """
        everybody = [*self.hub.listeners(), *self.talks.listeners()]
        listening = {one.principal.token_id for one in everybody if not one.principal.owner}
        if not listening:
            return
        query = select(schema.token.c.id).where(schema.token.c.id.in_(listening), *good_tokens(self.clock()))
        unwelcome = listening - set(await self.read(lambda connection: connection.scalars(query).all()))
        self._dismiss(lambda principal: principal.token_id in unwelcome)

    def _forget(self, is_meant: Callable[[Principal], bool]) -> None:
        self._forgotten += 1
        self._known = {key: known for key, known in self._known.items() if not is_meant(known)}
        self._dismiss(is_meant)

    def _dismiss(self, is_meant: Callable[[Principal], bool]) -> None:
        self.hub.dismiss(is_meant)
        self.talks.dismiss(is_meant)


def good_tokens(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return what must hold of a token that opens anything."""
    table, account = schema.token.c, schema.account.c
    account_is_off = exists().where(account.id == table.account_id, ~account.active)
    return table.revoked_at.is_(None), table.expires_at.is_(None) | (table.expires_at > now), ~account_is_off


def _owner(name: str, organisation_id: str) -> Principal:
    return Principal(token_id="owner", name=name, role=TokenRole.ADMIN, organisation_id=organisation_id, owner=True)


def itself(organisation_id: str) -> Principal:
    """Return the service as the one who acts, in an organisation."""
    return Principal(token_id="service", name="Bedside", role=TokenRole.ADMIN, organisation_id=organisation_id)


def unauthorized() -> ConsoleError:
    """Return the answer for a token that is missing, wrong, expired or revoked: which of them is not told."""
    return ConsoleError(
        _("The service does not know this token."),
        _("It is missing, mistyped, expired or revoked."),
        _("Ask an admin for a new token, then run: bedside login URL"),
        code="unauthorized",
    )
