"""A console's session with a service: found or started, listened to, and left in good order."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from console.client import credentials, embedded
from console.client.http import checked
from console.client.service import ServiceClient
from console.domain.errors import ConsoleError
from console.state.feed import Feed
from console.state.store import LinkState, Store
from console.wire.presence import Presence
from console.wire.run_file import RunFile, home_of
from console.words import _

LOOKS, LOOK_EVERY = 10, 0.1  # seconds


@dataclass(frozen=True)
class Reached:
    """A service that can be asked. own: it is this home's embedded one. started: it was started for this.

    renew: finds the home's service again where it has moved; for a remote one there is nothing to be found.
    """

    client: ServiceClient
    own: bool = False
    started: bool = False
    renew: Callable[[], Awaitable[None]] | None = None


async def reach(options: argparse.Namespace, start_with: Sequence[str] = (), *, keeps: bool = False) -> Reached:
    """Reach the service that the options name: a remote one, or the home's own, started if need be.

    keeps: renew() starts the home's own service again, whoever started it.
    Raise ConsoleError where there is none, or no token for it.
    """
    if options.service:
        checked(options.service)
        return Reached(ServiceClient(options.service, await _token(options.service.rstrip("/"))))
    home = home_of(options.home)
    run = await embedded.find(home)
    started = run is None
    if run is None:
        run = await embedded.start(home, start_with)
    client = embedded.client_of(run)

    async def renew() -> None:
        # Who joined a service of somebody else's waits for them to start it again: they know how.
        found = await (embedded.find_or_start(home, start_with) if started or keeps else _found(home))
        client.point_at(found.url, found.admin_token, found.certificate)

    return Reached(client, own=True, started=started, renew=renew)


async def _found(home: Path) -> RunFile:
    found = await embedded.find(home)
    if found is None:
        raise ConsoleError(
            _("The service of this home does not run."), str(home), _("It is looked for again by itself."), code="gone"
        )
    return found


async def _token(url: str) -> str:
    token = await credentials.token_for(url)
    if token is None:
        raise ConsoleError(
            _("There is no token for {url}.", url=url),
            "",
            _("Run bedside login {url}, or set BEDSIDE_TOKEN.", url=url),
            code="unauthorized",
        )
    return token


async def leave(reached: Reached) -> None:
    """Stop the home's own service if nobody needs it any more."""
    try:
        if reached.own and not await _needed(reached.client):
            await reached.client.shutdown()
    except ConsoleError:
        return  # it has gone by itself


async def _needed(client: ServiceClient) -> bool:
    # The service takes a moment to notice that a stream of our own has ended.
    for _attempt in range(LOOKS):
        if not (await client.presence()).anybody:
            return False
        await asyncio.sleep(LOOK_EVERY)
    return True


@dataclass
class Session:
    """client: what can be asked. store: what is known, filled by itself."""

    reached: Reached
    store: Store
    _feeding: "asyncio.Task[None]"

    @property
    def client(self) -> ServiceClient:
        """What can be asked."""
        return self.reached.client

    async def needed_by(self) -> Presence:
        """Return who else would lose something if the home's own service stopped now; nobody for a remote one.

        In a demonstration everybody is invented but those who look on.
        """
        if not self.reached.own:
            return Presence()
        presence = await self.client.presence()
        ours = self.store.link.state is LinkState.LIVE
        others = Presence(consoles=max(0, presence.consoles - ours))
        town = self.store.snapshot.organisation
        if town is not None and town.demonstration:
            return others
        return msgspec.structs.replace(others, agents=presence.agents, seats=presence.seats)

    async def close(self, *, stop: bool) -> None:
        """Stop listening, stop the home's own service if told to, and let the connection go."""
        await self._stop_listening()
        if stop and self.reached.own:
            await self.client.shutdown()
        await self.client.close()

    async def _stop_listening(self) -> None:
        self._feeding.cancel()
        await asyncio.wait([self._feeding])


async def connect(options: argparse.Namespace, start_with: Sequence[str] = ()) -> Session:
    """Open a session: the store fills by itself from then on. Raise ConsoleError where no service can be had."""
    reached = await reach(options, start_with, keeps=True)
    store = Store()
    feed = Feed(reached.client, store, reached.renew)
    feeding = asyncio.create_task(feed.run(), name="feed")
    return Session(reached, store, feeding)
