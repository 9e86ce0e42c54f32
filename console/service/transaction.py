"""A change: what is written, its events and its audit rows, together or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Insert, insert, update
from sqlalchemy.exc import IntegrityError

from console.domain.audit import AuditEntry
from console.domain.errors import ConsoleError
from console.domain.noun import Noun, Thing, new_id
from console.domain.tokens import Principal
from console.domain.visibility import owner_field, public
from console.service import schema
from console.service.reading import not_found, stored
from console.service.resources import AUDIT, Resource
from console.wire.events import Topic
from console.wire.page import MOST_ITEMS
from console.words import _

N = TypeVar("N", bound=Thing)
ANY_VERSION = -1
_TELL = insert(schema.event)


class Committed(Noun, frozen=True, kw_only=True):
    """An event as it was committed, with the things themselves: who hears of it decides what of them is told."""

    id: int
    at: datetime
    organisation_id: str
    topic: Topic
    items: tuple[Noun, ...] = ()
    removed: tuple[str, ...] = ()


class Transaction:
    """Writes for one principal at one moment. Every write is heard of and audited by the way it is made."""

    def __init__(self, connection: Connection, principal: Principal, now: datetime) -> None:
        self.connection = connection
        self.principal = principal
        self.now = now
        self._changes: list[tuple[Topic, Thing | str]] = []
        self._handed_over: list[tuple[Topic, str]] = []

    def get(self, resource: Resource[N], thing_id: str) -> N:
        """Return a thing of the principal's organisation as it is stored; raise not-found."""
        return stored(self.connection, resource, self.principal.organisation_id, thing_id)

    def seen(self, resource: Resource[N], thing_id: str, version: int) -> N:
        """Return a thing as `get` does, for a change; raise precondition-failed where it is not as its writer saw it.

        It comes before everything that can be wrong with the change: that was thought of another thing.
        """
        thing = self.get(resource, thing_id)
        if version not in {ANY_VERSION, thing.version}:
            raise _moved_on()
        return thing

    def refer(self, resource: Resource[N], thing_id: str | None) -> None:
        """Raise conflict where a thing that is referred to is not the organisation's own."""
        if thing_id is None:
            return
        try:
            self.get(resource, thing_id)
        except ConsoleError as error:
            raise dangling() from error

    def insert(self, resource: Resource[N], *things: N, audited: bool = True, **extra: object) -> None:
        """Add things. extra: columns that are no field, the same for all. Raise conflict where one is there already."""
        if not things:
            return
        try:
            self._add(resource.inserting, [{**resource.row(thing), **extra} for thing in things])
        except IntegrityError as error:
            raise conflict(error) from error
        for thing in things:
            self._changes.append((resource.topic, thing))
            if audited:
                self.audit(resource.topic, "created", thing.id, after=_told(thing))

    def _add(self, inserting: Insert, rows: list[dict[str, object]]) -> None:
        # One row is not sent as a batch of one: that costs more.
        self.connection.execute(inserting, rows[0] if len(rows) == 1 else rows)

    def update(
        self,
        resource: Resource[N],
        before: N,
        changes: Mapping[str, object],
        *,
        version: int = ANY_VERSION,
        action: str = "changed",
        audited: bool = True,
        extra: Mapping[str, object] | None = None,
    ) -> N:
        """Change fields of a thing that was just read and return it as it is then; nothing is written for no change.

        version: the one that the writer saw; when it has moved on, raise precondition-failed. The check is in the
        UPDATE itself, so that of two writers one is refused. extra: columns that are no field.
        """
        seen: int = before.version if version == ANY_VERSION else version
        differing = {name: value for name, value in changes.items() if getattr(before, name) != value}
        if not differing and not extra and seen == before.version:
            return before
        after = msgspec.structs.replace(before, **differing, version=seen + 1)
        self._write(resource, after, seen, extra or {})
        if differing:
            self._changes.append((resource.topic, after))
            if owner_field(resource.kind) in differing:
                self._handed_over.append((resource.topic, after.id))
            if audited:
                self._audit_difference(resource.topic, action, before, after, differing)
        return after

    def note(
        self,
        resource: Resource[N],
        thing: N,
        changes: Mapping[str, object],
        *,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Write what nobody needs to hear of: the thing keeps its version, and there is no event and no audit row."""
        row = resource.row(msgspec.structs.replace(thing, **changes))
        where = resource.table.c.id == row.pop("id")
        self.connection.execute(update(resource.table).where(where).values(**row, **(extra or {})))

    def _write(self, resource: Resource[N], after: N, seen: int, extra: Mapping[str, object]) -> None:
        row = {**resource.row(after), **extra, "seen_id": after.id, "seen_version": seen}
        try:
            written = self.connection.execute(resource.updating, row)
        except IntegrityError as error:
            raise conflict(error) from error
        if written.rowcount == 0:
            raise _moved_on()

    def _audit_difference(self, topic: Topic, action: str, before: N, after: N, names: Mapping[str, object]) -> None:
        old, new = _told(before), _told(after)
        keys = [_wire_name(before, name) for name in names]
        self.audit(
            topic,
            action,
            after.id,
            before={key: old[key] for key in keys if key in old},
            after={key: new[key] for key in keys if key in new},
        )

    def audit(
        self,
        topic: Topic,
        verb: str,
        subject_id: str,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str | None = None,
    ) -> None:
        """Put an act on record. insert and update do it by themselves."""
        entry = AuditEntry(
            id=new_id(self.now),
            organisation_id=self.principal.organisation_id,
            at=self.now,
            actor=self.principal.name,
            actor_id=self.principal.account_id or self.principal.token_id,
            action=f"{topic}.{verb}",
            subject_id=subject_id,
            before=before,
            after=after,
            reason=reason,
        )
        self.connection.execute(AUDIT.inserting, AUDIT.row(entry))
        self._changes.append((Topic.AUDIT, entry))

    def remove(self, resource: Resource[N], thing: N, *, audited: bool = True) -> None:
        """Take a thing away."""
        found = self.connection.execute(resource.table.delete().where(resource.table.c.id == thing.id))
        if found.rowcount == 0:
            raise not_found()
        self._changes.append((resource.topic, thing.id))
        if audited:
            self.audit(resource.topic, "removed", thing.id, before=_told(thing))

    def events(self) -> list[Committed]:
        """Write the events of this change, one a topic and chunk, so that many things are few events.

        What was handed from one account to another is first told as gone: its former owner may not see more of it.
        """
        return [*self._by_topic(self._handed_over), *self._by_topic(self._changes)]

    def _by_topic(self, changes: Sequence[tuple[Topic, Thing | str]]) -> list[Committed]:
        ordered = sorted(changes, key=lambda change: change[0])
        return [
            self._event(topic, things[start : start + MOST_ITEMS])
            for topic, group in groupby(ordered, key=lambda change: change[0])
            if (things := [thing for _topic, thing in group])
            for start in range(0, len(things), MOST_ITEMS)
        ]

    def _event(self, topic: Topic, things: list[Thing | str]) -> Committed:
        latest = {thing.id: thing for thing in things if isinstance(thing, Thing)}
        items = tuple(latest.values())
        removed = tuple(thing for thing in things if isinstance(thing, str))
        result = self.connection.execute(
            _TELL,
            {
                "organisation_id": self.principal.organisation_id,
                "at": self.now,
                "topic": topic,
                "items": msgspec.json.encode(items).decode(),
                "removed": removed,
            },
        )
        assert result.inserted_primary_key is not None
        return Committed(
            id=result.inserted_primary_key[0],
            at=self.now,
            organisation_id=self.principal.organisation_id,
            topic=topic,
            items=items,
            removed=removed,
        )


def _moved_on() -> ConsoleError:
    return ConsoleError(
        _("Somebody else changed this in the meantime."),
        "",
        _("Look at it as it is now and change it again."),
        code="precondition-failed",
    )


def dangling() -> ConsoleError:
    """Return what a reference to nothing means."""
    return ConsoleError(
        _("It refers to something that is not here."), "", _("Load the list again and choose anew."), code="conflict"
    )


def conflict(error: IntegrityError) -> ConsoleError:
    """Return what a broken uniqueness or reference means, naming the field where SQLite does."""
    text = str(error.orig)
    if "foreign key" in text.lower():
        return dangling()
    for sign, words in {
        "folded_user_name": _("That user name is taken already."),
        "folded_email": _("That e-mail address belongs to another account."),
        "external_id": _("That employee number belongs to another account."),
        "folded": _("There is one of that name already."),
    }.items():
        if sign in text:
            return ConsoleError(words, "", _("Choose another, or change the one that is there."), code="conflict")
    return ConsoleError(
        _("That can't be kept beside what is there."), "", _("Look at the list again."), code="conflict"
    )


def _told(thing: Noun) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(public(thing))
    return told


def _wire_name(thing: Noun, field: str) -> str:
    return thing.__struct_encode_fields__[thing.__struct_fields__.index(field)]
