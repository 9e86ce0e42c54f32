"""A calendar file becomes calls."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection, func, select

from console.domain.accounts import Account
from console.domain.calls import ImportResult
from console.domain.errors import ConsoleError
from console.domain.noun import casefolded, new_id
from console.domain.tokens import Principal
from console.service import reading, schema
from console.service.backend import Backend
from console.service.calendars import worker
from console.service.calendars.applying import calls_of, carry_out
from console.service.calendars.keeping import keep, kept_series
from console.service.calendars.model import CalendarFile, Expanded, Expansion, KeptSeries, Occurrence, Wanted, Window
from console.service.calendars.news import Hosts, News, updated
from console.service.calendars.parts import parts
from console.service.calendars.planning import plan
from console.service.calendars.windows import window
from console.service.resources import ACCOUNTS, ORGANISATIONS
from console.service.transaction import Transaction
from console.wire.events import Topic
from console.words import _


class Town(msgspec.Struct, frozen=True, kw_only=True):
    """What an import has to know of the organisation before it looks at the file."""

    timezone: str
    hosts: Hosts
    kept: Mapping[str, KeptSeries]


class Sorted(msgspec.Struct, frozen=True, kw_only=True):
    """The series of a file: those with news, those without, and how many are no calls of ours."""

    news: tuple[News, ...]
    same: tuple[KeptSeries, ...]
    private: int
    no_host: int


class Readings(msgspec.Struct, frozen=True, kw_only=True):
    """What the calendar said the last time and says now, by the series' id."""

    before: Mapping[str, Expanded]
    after: Mapping[str, Expanded]
    refusals: Expansion

    def size(self, one: News) -> int:
        """Return how many calls a series is about."""
        return max(len(self.of(self.before, one)), len(self.of(self.after, one)))

    @staticmethod
    def of(reading: Mapping[str, Expanded], one: News) -> Sequence[Occurrence]:
        """Return the occurrences of a series by one of the readings."""
        return reading.get(one.after.id, Expanded()).occurrences


async def import_calendar(
    backend: Backend, principal: Principal, data: bytes, *, host: str | None, take_all: bool
) -> ImportResult:
    """Read a calendar file into calls. Raises ConsoleError where nothing could be done.

    It is written a part at a time, each with its series, so that others can write in between. An import that was cut
    off goes on the next time: what was kept then is no news.
    """
    town = await backend.read(lambda connection: _town(connection, principal, host, take_all))
    file = await worker.read(data, town.timezone, backend.stopping)
    span = window(backend.clock(), town.timezone)
    found = _sorted(backend, file, town, span)
    readings = await _readings(backend, found.news, span)
    counts = await backend.read(lambda connection: _count(connection, principal, found.same, span))
    for part in parts(found.news, readings.size):
        counts += await backend.write(principal, lambda change: _apply(change, part, readings, span))  # noqa: B023
    return ImportResult(
        created=counts["created"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        cancelled=counts["cancelled"],
        skipped_private=found.private,
        skipped_no_host=found.no_host,
        skipped_all_day=file.skipped_all_day,
        refused=file.refused + readings.refusals.refused,
        warnings=(*file.warnings, *readings.refusals.warnings),
    )


def _town(connection: Connection, principal: Principal, host: str | None, take_all: bool) -> Town:
    organisation = reading.stored(connection, ORGANISATIONS, principal.organisation_id, principal.organisation_id)
    own = schema.account.c.organisation_id == principal.organisation_id
    accounts = reading.every(connection, ACCOUNTS, own, schema.account.c.active)
    return Town(
        timezone=organisation.timezone,
        hosts=Hosts(
            by_mail={casefolded(account.email): account.id for account in accounts},
            named=_named(accounts, host).id if host else None,
            anyone=_anyone(principal, host) if take_all else None,
        ),
        kept={series.uid: series for series in kept_series(connection, principal.organisation_id)},
    )


def _named(accounts: Sequence[Account], name: str) -> Account:
    for account in accounts:
        if name == account.id or casefolded(name) == casefolded(account.user_name):
            return account
    raise ConsoleError(
        _("There is no account {name} that could host calls.", name=name),
        "",
        _("See that the user name is right and that the account is not off."),
        code="conflict",
    )


def _anyone(principal: Principal, host: str | None) -> str | None:
    if host is None and principal.account_id is None:
        raise ConsoleError(
            _("It is not known who hosts the events that are nobody's."),
            _("This token belongs to no account."),
            _("Say whose calls they are, with --host USERNAME."),
            code="conflict",
        )
    return principal.account_id


def _sorted(backend: Backend, file: CalendarFile, town: Town, span: Window) -> Sorted:
    news, same, private, no_host = list[News](), list[KeptSeries](), 0, 0
    for series in file.series:
        kept = town.kept.get(series.uid)
        host_id = town.hosts.of(series, kept)
        if kept is None and (series.cancelled or (series.ends is not None and series.ends <= span.start)):
            continue  # nothing of it was here or will be
        if series.private:
            private += 1
        elif host_id is None:
            no_host += 1
        elif (after := updated(series, kept, host_id, new_id(backend.clock()))) == kept:
            same.append(kept)
        else:
            news.append(News(before=kept, after=after))
    return Sorted(news=tuple(news), same=tuple(same), private=private, no_host=no_host)


async def _readings(backend: Backend, news: Sequence[News], span: Window) -> Readings:
    last = [one.before for one in news if one.before and not one.before.cancelled]
    now = [one.after for one in news if not one.after.cancelled]
    before = await _expanded(
        backend, {series.id: Wanted(text=series.text, window=_past(series, span)) for series in last}
    )
    after = await _expanded(backend, {series.id: Wanted(text=series.text, window=span) for series in now})
    return Readings(before=before[0], after=after[0], refusals=after[1])


def _past(series: KeptSeries, span: Window) -> Window:
    # What lies beyond was not made then, so that it is new now.
    return Window(start=span.start, end=max(series.expanded_until or span.end, span.start))


async def _expanded(backend: Backend, wanted: Mapping[str, Wanted]) -> tuple[dict[str, Expanded], Expansion]:
    expansion = await worker.expand(tuple(wanted.values()), backend.stopping)
    by_id = {name: one for name, one in zip(wanted, expansion.series, strict=True) if one is not None}
    return by_id, expansion


def _count(connection: Connection, principal: Principal, same: Sequence[KeptSeries], span: Window) -> Counter[str]:
    table = schema.call.c
    query = (
        select(table.series_id, func.count().label("number"))
        .where(table.organisation_id == principal.organisation_id, table.series_id.is_not(None))
        .where(table.dtend > span.start, table.dtstart < span.end)
        .group_by(table.series_id)
    )
    calls = {row.series_id: row.number for row in connection.execute(query)}
    return Counter(unchanged=sum(calls.get(series.id, 0) for series in same))


def _apply(change: Transaction, news: Sequence[News], readings: Readings, span: Window) -> Counter[str]:
    _refuse_stale(change, news)
    counts, done = Counter[str](), list[News]()
    for one in news:
        after = Expanded() if one.after.cancelled else readings.after.get(one.after.id)
        if after is None:
            continue  # refused
        if one.before is None and not after.occurrences and not after.more:
            continue  # all of it is long over
        todo = plan(
            calls_of(change, one.after) if one.before else [],
            readings.of(readings.before, one),
            after.occurrences,
            host_id=one.after.host_id,
            insist=one.insist,
        )
        carry_out(change, one.after, todo)
        counts += Counter(
            created=len(todo.create),
            changed=len(todo.change),
            cancelled=len(todo.cancel),
            unchanged=todo.unchanged,
        )
        until = span.end if after.more else None
        done.append(News(before=one.before, after=msgspec.structs.replace(one.after, expanded_until=until)))
    keep(change, done)
    change.audit(Topic.CALL, "imported", change.principal.organisation_id, after=dict(counts))
    return counts


def _refuse_stale(change: Transaction, news: Sequence[News]) -> None:
    these = schema.series.c.uid.in_([one.after.uid for one in news])
    kept = {series.uid: series for series in kept_series(change.connection, change.principal.organisation_id, these)}
    if any(kept.get(one.after.uid) != one.before for one in news):
        raise ConsoleError(
            _("Somebody else imported the same events in the meantime."),
            "",
            _("Import the file again."),
            code="conflict",
        )
