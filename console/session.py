"""A console's session with a service: found or started, listened to, and left in good order."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from console.client import credentials, embedded
from console.client.service import ServiceClient
from console.domain.errors import ConsoleError
from console.state.feed import Feed
from console.state.store import Store
from console.wire.run_file import home_of
from console.words import _


@dataclass
class Session:
    """client: what can be asked. store: what is known. embedded: whether the service is this home's own."""

    client: ServiceClient
    store: Store
    embedded: bool
    _feeding: "asyncio.Task[None]"

    async def close(self) -> None:
        """Stop listening and let the connection go."""
        self._feeding.cancel()
        await asyncio.wait([self._feeding])
        await self.client.close()


async def client_for(options: argparse.Namespace, start_with: Sequence[str] = ()) -> tuple[ServiceClient, bool]:
    """Return a client of the service that the options name, and whether it is the home's own (started if need be)."""
    if options.service:
        token = await credentials.token_for(options.service.rstrip("/"))
        if token is None:
            raise ConsoleError(
                _("There is no token for {url}.", url=options.service),
                "",
                _("Run bedside login {url}, or set BEDSIDE_TOKEN.", url=options.service),
                code="unauthorized",
            )
        return ServiceClient(options.service, token), False
    run = await embedded.find_or_start(home_of(options.home), start_with)
    return ServiceClient(run.url, run.admin_token), True


async def connect(options: argparse.Namespace, start_with: Sequence[str] = ()) -> Session:
    """Open a session: the store fills by itself from then on. Raise ConsoleError where no service can be had."""
    client, own = await client_for(options, start_with)
    store = Store()
    feeding = asyncio.create_task(Feed(client, store).run(), name="feed")
    return Session(client, store, own, feeding)
