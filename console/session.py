"""A console's session with a service: found or started, listened to, and left in good order."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from console.client import credentials, embedded
from console.client.http import checked
from console.client.service import ServiceClient
from console.domain.errors import ConsoleError
from console.state.feed import Feed
from console.state.store import LinkState, Store
from console.wire.presence import Presence
from console.wire.run_file import home_of
from console.words import _

LOOKS, LOOK_EVERY = 10, 0.1  # seconds


@dataclass(frozen=True)
class Reached:
    """A service that can be asked. own: it is this home's embedded one. started: it was started for this."""

    client: ServiceClient
    own: bool = False
    started: bool = False


async def reach(options: argparse.Namespace, start_with: Sequence[str] = ()) -> Reached:
    """Reach the service that the options name: a remote one, or the home's own, started if need be.

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
    return Reached(embedded.client_of(run), own=True, started=started)


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
    reached = await reach(options, start_with)
    store = Store()

    async def renew() -> None:
        run = await embedded.find_or_start(home_of(options.home), start_with)
        reached.client.point_at(run.url, run.admin_token, run.certificate)

    feed = Feed(reached.client, store, renew if reached.own else None)
    feeding = asyncio.create_task(feed.run(), name="feed")
    return Session(reached, store, feeding)
