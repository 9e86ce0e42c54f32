"""Lists on the command line: a page as JSON, everything as plain lines, or every change as it happens."""

import argparse
import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from console.cli.asking import asked, moment_typed, reaching, tell
from console.cli.running import DONE, whole
from console.client.service import ServiceClient
from console.domain.noun import Noun
from console.domain.tokens import Token
from console.presentation.cell import plain
from console.presentation.detail import text
from console.presentation.listing import Listing, Query, cells, choose
from console.presentation.scene import Scene
from console.presentation.terms import TOKEN_ROLES
from console.session import Reached
from console.state.feed import Feed
from console.state.loading import load
from console.state.store import LinkState, Store
from console.wire.page import MOST_ITEMS, Page
from console.words import _

N = TypeVar("N", bound=Noun)


def list_arguments(parser: argparse.ArgumentParser, *, live: bool = False) -> None:
    """Add the options of a list. live: it can be watched."""
    parser.add_argument("--limit", type=whole(1, MOST_ITEMS), metavar=_("NUMBER"), help=_("print so many at most"))
    parser.add_argument("--cursor", metavar=_("NEXT"), help=_("go on where the last page ended: its `next`"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))
    if live:
        parser.add_argument("--watch", action="store_true", help=_("print each change as a line, until stopped"))


def listed(
    options: argparse.Namespace,
    kind: type[N],
    path: str,
    listing: Listing[Any] | None = None,
    times: Mapping[str, str | None] | None = None,
    **params: str | None,
) -> int:
    """Print a list as the options ask for it. times: parameters that were typed as times on the town's clock."""

    async def wish(client: ServiceClient) -> int:
        for name, typed in (times or {}).items():
            params[name] = await moment_typed(client, typed) if typed else None
        page = await _page(client, options, kind, path, params)
        if options.json:
            tell(page)
        elif listing is None:
            for item in page.items:
                print(_token_line(item))
        else:
            await _lines(client, listing, [item.id for item in page.items])  # type: ignore[attr-defined]
        return DONE

    if getattr(options, "watch", False) and listing is not None:
        return watched(options, Subject.of(listing))
    return asked(options, wish)


async def _page(
    client: ServiceClient, options: argparse.Namespace, kind: type[N], path: str, params: Mapping[str, str | None]
) -> Page[N]:
    """Return one page when a limit or a cursor is given, else everything."""
    if options.limit is not None or options.cursor is not None:
        return await client.page(kind, path, options.cursor, options.limit or MOST_ITEMS, **params)
    return Page(items=[item async for items in client.every(kind, path, **params) for item in items])


def _token_line(item: Noun) -> str:
    assert isinstance(item, Token)
    ends = _("revoked") if item.revoked_at else f"{item.expires_at:%Y-%m-%d}" if item.expires_at else "-"
    return f"{item.id}  {_(TOKEN_ROLES[item.role]):9}  {ends:10}  {item.name}"


async def told(client: ServiceClient, listing: Listing[Any], thing: Any, *, as_json: bool) -> int:
    """Print one thing: as JSON, or as the lines of its detail."""
    if as_json:
        tell(thing)
    else:
        print(text(listing.detail(thing, await scene_of(client))))
    return DONE


async def scene_of(client: ServiceClient) -> Scene:
    """Return the town as it is now."""
    now = (await client.health()).clock.now
    return Scene(await load(client, now, lambda _loaded: None), now)


async def _lines(client: ServiceClient, listing: Listing[Any], wanted: list[str]) -> None:
    scene = await scene_of(client)
    things = listing.things(scene)
    for thing_id in wanted:
        if (thing := things.get(thing_id)) is not None:
            print(line(listing, thing, scene))


def line(listing: Listing[Any], thing: Any, scene: Scene) -> str:
    """Return a thing as one plain line: what its columns say, those that say nothing left out."""
    said = (plain([cell]).strip() for cell in cells(listing, thing, scene, range(len(listing.columns))))
    return "  ".join(word for word in said if word and word != "-")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A kind of thing that is watched. things: by their ids. at_first: the ids of those that are told at first."""

    things: Callable[[Scene], Mapping[str, Any]]
    at_first: Callable[[Scene], Iterable[str]]
    line: Callable[[Any, Scene], str]

    @classmethod
    def of(cls, listing: Listing[Any]) -> "Subject":
        """Return a list's things as a subject."""
        return cls(
            things=listing.things,
            at_first=lambda scene: choose(listing, scene, Query()),
            line=partial(line, listing),
        )


def watched(options: argparse.Namespace, *subjects: Subject) -> int:
    """Print what changes, a line a change, until stopped: for screen readers and logs."""

    async def work() -> int:
        async with reaching(options) as reached:
            return await _watch(reached, subjects, as_json=options.json)

    return asyncio.run(work())


async def _watch(reached: Reached, subjects: Sequence[Subject], *, as_json: bool) -> int:
    store = Store()
    changed = asyncio.Event()
    store.subscribe(changed.set)
    feeding = asyncio.create_task(Feed(reached.client, store, reached.renew).run())
    try:
        before: list[Mapping[str, Any] | None] = [None for _subject in subjects]
        state = LinkState.CONNECTING
        while True:
            await changed.wait()
            changed.clear()
            if store.link.state is not state:
                state = _tell_link(store, state, as_json=as_json)
            if store.link.state is LinkState.LIVE:
                scene = Scene(store.snapshot, store.clock())
                before = [
                    _tell_changes(subject, scene, seen, as_json=as_json)
                    for subject, seen in zip(subjects, before, strict=True)
                ]
    finally:
        feeding.cancel()
        await asyncio.wait([feeding])  # until then the service counts us among those who need it


def _tell_link(store: Store, before: LinkState, *, as_json: bool) -> LinkState:
    link = store.link
    if not as_json and link.state in {LinkState.STALE, LinkState.REFUSED} and link.error is not None:
        print(_("Not live: {why}", why=link.error), flush=True)
    if not as_json and link.state is LinkState.LIVE and before is LinkState.STALE:
        print(_("Live again."), flush=True)
    return link.state


def _tell_changes(
    subject: Subject, scene: Scene, before: Mapping[str, Any] | None, *, as_json: bool
) -> Mapping[str, Any]:
    things = subject.things(scene)
    if before is None:
        shown = [things[thing_id] for thing_id in subject.at_first(scene)]
    else:
        shown = [thing for thing_id, thing in things.items() if before.get(thing_id) != thing]
    for thing in shown:
        if as_json:
            tell(thing)
        else:
            print(f"{scene.time(scene.now)}  {subject.line(thing, scene)}", flush=True)
    for thing_id in (before or {}).keys() - things.keys():
        if as_json:
            tell({"removed": thing_id})
        else:
            said = subject.line((before or {})[thing_id], scene)
            print(f"{scene.time(scene.now)}  " + _("gone: {what}", what=said), flush=True)
    return things
