"""What the commands that talk to a service share: reaching it, telling its answers, choosing a thing by name."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from console.client.service import ServiceClient
from console.domain.accounts import Account
from console.domain.devices import Workstation
from console.domain.errors import ConsoleError
from console.domain.noun import Noun, in_our_times
from console.domain.organisations import Service
from console.domain.places import Place, Room
from console.domain.text import in_words
from console.session import Reached, leave, reach
from console.wire import paths
from console.words import _, marked

N = TypeVar("N", bound=Noun)


def asked(options: argparse.Namespace, wish: Callable[[ServiceClient], Awaitable[int]]) -> int:
    """Reach the service that the options name, fulfil a wish, and return the command's exit status."""

    async def work() -> int:
        async with reaching(options) as reached:
            return await wish(reached.client)

    return asyncio.run(work())


@asynccontextmanager
async def reaching(options: argparse.Namespace) -> AsyncIterator[Reached]:
    """The service that the options name; one that had to be started for it is stopped again if nobody else came."""
    reached = await reach(options)
    try:
        yield reached
    finally:
        if reached.started:
            await leave(reached)
        await reached.client.close()


def typed(kind: type[N], fields: Mapping[str, object]) -> N:
    """Return what was typed as a noun to send; raise invalid where the service would refuse it."""
    names = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    try:
        return msgspec.convert({names[name]: value for name, value in fields.items()}, kind, strict=False)
    except msgspec.ValidationError as error:
        raise ConsoleError(
            _("What was typed does not fit."), in_words(str(error)), _("See the command's --help."), code="invalid"
        ) from error


def tell(thing: object) -> None:
    """Print a thing as one line of JSON."""
    print(msgspec.json.encode(thing).decode(), flush=True)


async def account_named(client: ServiceClient, name: str) -> Account:
    """Return the account with this userName or id; raise not-found."""
    page = await client.page(Account, paths.ACCOUNTS, None, 1, userName=name)
    if page.items:
        return page.items[0]
    try:
        return await client.one(Account, paths.ACCOUNTS, name)
    except ConsoleError as error:
        if error.code != "not-found":
            raise
    raise ConsoleError(
        _("There is no account {name}.", name=name),
        "",
        _("See the user names with: bedside accounts list"),
        code="not-found",
    )


async def thing_named(client: ServiceClient, kind: type[N], path: str, name: str) -> N:
    """Return the thing of a short list (services, rooms, places) with this name or id; raise not-found."""
    wanted = name.casefold()
    known: list[str] = []
    async for items in client.every(kind, path):
        for item in items:
            if wanted in {item.name.casefold(), item.id}:  # type: ignore[attr-defined]
                return item
            known.append(item.name)  # type: ignore[attr-defined]
    raise ConsoleError(
        _(_UNKNOWN[kind], name=name),
        "",
        _("There are: {names}.", names=", ".join(known)) if known else _("None have been made yet."),
        code="not-found",
    )


_UNKNOWN: Mapping[type[Noun], str] = {
    Service: marked("There is no service called {name}."),
    Room: marked("There is no virtual room called {name}."),
    Place: marked("There is no place called {name}."),
    Workstation: marked("There is no workstation called {name}."),
}


async def moment_typed(client: ServiceClient, text: str) -> str:
    """Return a time that was typed on the town's clock, as RFC 3339."""
    organisation = await client.organisation()
    return moment(text, organisation.timezone, (await client.health()).clock.now).isoformat()


async def moment_said(client: ServiceClient, when: datetime) -> str:
    """Return a time on the town's clock, like 09:30."""
    return f"{when.astimezone(ZoneInfo((await client.organisation()).timezone)):%H:%M}"


def moment(text: str, timezone: str, now: datetime) -> datetime:
    """Return the moment that was typed: RFC 3339, `2026-03-12 09:30` or `09:30` on the town's clock."""
    zone = ZoneInfo(timezone)
    try:
        if len(text) <= 5:
            return datetime.combine(now.astimezone(zone).date(), time.fromisoformat(text.zfill(5)), zone)
        typed = in_our_times(datetime.fromisoformat(text))
    except ValueError as error:
        raise ConsoleError(
            _("{text} is not a time.", text=text), "", _("Write it like 2026-03-12T09:30 or 09:30."), code="invalid"
        ) from error
    return typed if typed.tzinfo is not None else typed.replace(tzinfo=zone)
