"""The feed against a real service process: it loads, follows, loses and recovers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from console.client.service import ServiceClient
from console.domain.accounts import AccountPatch, NewAccount
from console.state.feed import Feed, pause
from console.state.store import LinkState, Store
from tests.conftest import ServiceProcess

Serve = Callable[..., ServiceProcess]
PATIENCE = 20


def person(number: int) -> NewAccount:
    return NewAccount(user_name=f"u{number}", display_name=f"Person {number}", email=f"u{number}@example.org")


@asynccontextmanager
async def following(service: ServiceProcess) -> AsyncIterator[tuple[ServiceClient, Store]]:
    client = ServiceClient(service.url, service.token)
    store = Store()
    feeding = asyncio.create_task(Feed(client, store).run())
    try:
        yield client, store
    finally:
        feeding.cancel()
        await client.close()


async def until(store: Store, condition: Callable[[], bool]) -> None:
    """Wait until the store's change makes it true."""
    changed = asyncio.Event()
    end = store.subscribe(changed.set)
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await changed.wait()
            changed.clear()
    end()


async def test_console_sees_what_was_there_and_what_comes(serve: Serve) -> None:
    service = serve()
    async with following(service) as (client, store):
        await client.create_account(person(1))
        await until(store, lambda: store.link.state is LinkState.LIVE and len(store.snapshot.accounts) == 1)

        account = await client.create_account(person(2))
        await client.change_account(account, AccountPatch(unit="Kirjasto"))

        await until(store, lambda: any(a.unit == "Kirjasto" for a in store.snapshot.accounts.values()))
        assert len(store.snapshot.accounts) == 2
        assert store.snapshot.audit[0].action == "account.changed"


async def test_data_stays_and_goes_on_when_the_service_was_killed_and_comes_back(serve: Serve) -> None:
    service = serve("--port", "0")
    port = service.url.rpartition(":")[2]
    async with following(service) as (client, store):
        await client.create_account(person(1))
        await until(store, lambda: len(store.snapshot.accounts) == 1)

        service.process.kill()
        await until(store, lambda: store.link.state is LinkState.STALE)
        assert len(store.snapshot.accounts) == 1
        since = store.link.since

        # The owner's token ends with the process, so a token that stays is what a remote console has.
        again = await asyncio.to_thread(serve, "--port", port)
        assert again.url == service.url
        await until(store, lambda: store.link.state is LinkState.REFUSED)
        assert store.link.since != since


async def test_console_with_a_token_that_stays_resumes_after_a_restart(serve: Serve) -> None:
    service = serve("--port", "0")
    port = service.url.rpartition(":")[2]
    owner = ServiceClient(service.url, service.token)
    from console.domain.tokens import NewToken, TokenRole

    token = await owner.create_token(NewToken(name="console", role=TokenRole.ADMIN))
    assert token.secret is not None
    remote = ServiceProcess(service.process, service.url, token.secret, service.home)
    async with following(remote) as (_client, store):
        await until(store, lambda: store.link.state is LinkState.LIVE)
        service.process.kill()
        await until(store, lambda: store.link.state is LinkState.STALE)

        again = await asyncio.to_thread(serve, "--port", port)
        other = ServiceClient(again.url, again.token)
        await other.create_account(person(7))

        await until(store, lambda: len(store.snapshot.accounts) == 1 and store.link.state is LinkState.LIVE)
        await other.close()
    await owner.close()


def test_pauses_grow_and_end_at_their_longest() -> None:
    assert pause(1) <= 0.25
    assert all(7.5 <= pause(failures) <= 15.0 for failures in (10, 100, 10_000))
