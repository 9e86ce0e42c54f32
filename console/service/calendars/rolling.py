"""Series keep rolling: each day the calls of one day more are made."""

import msgspec

from console.domain.organisations import Organisation
from console.domain.tokens import Principal
from console.service import reading
from console.service.backend import Backend, itself
from console.service.calendars import worker
from console.service.calendars.applying import calls_of, carry_out
from console.service.calendars.keeping import due, forget_past, keep
from console.service.calendars.model import Expanded, KeptSeries, Wanted, Window
from console.service.calendars.news import News
from console.service.calendars.parts import parts
from console.service.calendars.planning import Plan
from console.service.calendars.windows import window
from console.service.resources import ACCOUNTS, ORGANISATIONS
from console.service.transaction import Transaction

SERIES_AT_A_TIME = 200


async def roll(backend: Backend) -> None:
    """Extend the series of every organisation. To be called once a day at least."""
    for organisation in await backend.read(lambda connection: reading.every(connection, ORGANISATIONS)):
        await extend(backend, organisation)


async def extend(backend: Backend, organisation: Organisation) -> int:
    """Make the calls of an organisation's series up to today +400 days; return how many were made.

    A second time on the same day it finds nothing to do. Series with nothing more to come go with their last call.
    """
    actor = itself(organisation.id)
    span = window(backend.clock(), organisation.timezone)
    await backend.write(actor, forget_past)
    waiting = await backend.read(lambda connection: due(connection, organisation.id, span.end))
    made = 0
    for start in range(0, len(waiting), SERIES_AT_A_TIME):
        made += await _extend(backend, actor, waiting[start : start + SERIES_AT_A_TIME], span)
    return made


async def _extend(backend: Backend, actor: Principal, series: list[KeptSeries], span: Window) -> int:
    wanted = [Wanted(text=one.text, window=_gap(one, span)) for one in series]
    expansion = await worker.expand(wanted, backend.stopping)
    found = [(one, more) for one, more in zip(series, expansion.series, strict=True) if more is not None]
    made = 0
    for part in parts(found, lambda one: len(one[1].occurrences)):
        made += await backend.write(actor, lambda change: _apply(change, part, span))  # noqa: B023
    return made


def _gap(series: KeptSeries, span: Window) -> Window:
    # A service that was off for months makes up for what it would have made, from 30 days ago.
    return Window(start=max(series.expanded_until or span.start, span.start), end=span.end)


def _apply(change: Transaction, found: list[tuple[KeptSeries, Expanded]], span: Window) -> int:
    current = {series.id: series for series in due(change.connection, change.principal.organisation_id, span.end)}
    made, rolled = 0, list[News]()
    for series, expanded in found:
        if current.get(series.id) != series:
            continue  # a new calendar has overtaken it
        if not change.get(ACCOUNTS, series.host_id).active:
            continue  # made up for once the account is on again
        known = {call.recurrence_id for call in calls_of(change, series)}
        fresh = tuple(one for one in expanded.occurrences if not one.cancelled and one.recurrence_id not in known)
        carry_out(change, series, Plan(create=fresh))
        made += len(fresh)
        until = span.end if expanded.more else None
        rolled.append(News(before=series, after=msgspec.structs.replace(series, expanded_until=until)))
    keep(change, rolled)
    return made
