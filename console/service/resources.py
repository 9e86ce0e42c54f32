"""Resources: which noun lives in which table, and how rows become nouns and nouns rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Column, Insert, Row, Table, Update, bindparam, insert, update

from console.domain.accounts import Account
from console.domain.alerts import Alert
from console.domain.audit import AuditEntry
from console.domain.browser_checks import BrowserCheck
from console.domain.calls import Call
from console.domain.checks import CheckRun
from console.domain.desks import Desk
from console.domain.devices import Workstation
from console.domain.noun import Noun, casefolded
from console.domain.organisations import Organisation, Service, Unit
from console.domain.places import Place, Room
from console.domain.tokens import Token
from console.service import schema
from console.wire.events import Topic

N = TypeVar("N", bound=Noun)


@dataclass(frozen=True, eq=False)
class Resource(Generic[N]):
    """A noun and its table. derived: columns that are computed from the noun, such as search keys."""

    topic: Topic
    kind: type[N]
    table: Table
    derived: Callable[[N], Mapping[str, object]] = lambda _noun: {}

    # The statements are made once: building one anew took longer than running it.

    @cached_property
    def columns(self) -> list[Column[Any]]:
        """The columns that are fields of the noun."""
        return [column for column in self.table.columns if column.name in self.kind.__struct_fields__]

    @cached_property
    def inserting(self) -> Insert:
        """The statement that adds rows."""
        return insert(self.table)

    @cached_property
    def updating(self) -> Update:
        """The statement that changes the row `seen_id`, if it is still of `seen_version`."""
        at = (self.table.c.id == bindparam("seen_id"), self.table.c.version == bindparam("seen_version"))
        return update(self.table).where(*at)

    @cached_property
    def _stored(self) -> list[str]:
        return [column.name for column in self.columns]

    def noun(self, row: Row[Any]) -> N:
        """Return the noun in a row of these columns."""
        return self.kind(**row._mapping)

    def row(self, noun: N) -> dict[str, object]:
        """Return what to store for a noun."""
        return {**{name: getattr(noun, name) for name in self._stored}, **self.derived(noun)}


def _folded_name(noun: Room | Place | Desk | Service) -> Mapping[str, object]:
    return {"folded": casefolded(noun.name)}


def unit_key(department: str, name: str) -> str:
    """Return the key by which a unit is the same, however it is written."""
    return f"{casefolded(department)}\n{casefolded(name)}"


def _account_keys(account: Account) -> Mapping[str, object]:
    return {
        "folded_user_name": casefolded(account.user_name),
        "folded_email": casefolded(account.email),
        "search": casefolded(
            account.display_name,
            account.user_name,
            account.email,
            account.external_id,
            account.department,
            account.unit,
        ),
    }


ORGANISATIONS = Resource(Topic.ORGANISATION, Organisation, schema.organisation)
UNITS = Resource(Topic.UNIT, Unit, schema.unit, lambda unit: {"folded": unit_key(unit.department, unit.name)})
SERVICES = Resource(Topic.SERVICE, Service, schema.service, _folded_name)
ACCOUNTS = Resource(Topic.ACCOUNT, Account, schema.account, _account_keys)
ROOMS = Resource(Topic.ROOM, Room, schema.room, _folded_name)
PLACES = Resource(Topic.PLACE, Place, schema.place, _folded_name)
DESKS = Resource(Topic.DESK, Desk, schema.desk, _folded_name)
CALLS = Resource(Topic.CALL, Call, schema.call)
WORKSTATIONS = Resource(Topic.WORKSTATION, Workstation, schema.workstation)
CHECKS = Resource(Topic.CHECK, CheckRun, schema.check)
BROWSER_CHECKS = Resource(Topic.BROWSER_CHECK, BrowserCheck, schema.browser_check)
ALERTS = Resource(Topic.ALERT, Alert, schema.alert)
AUDIT = Resource(Topic.AUDIT, AuditEntry, schema.audit)
TOKENS = Resource(Topic.TOKEN, Token, schema.token)

ALL: tuple[Resource[Any], ...] = (
    ORGANISATIONS,
    UNITS,
    SERVICES,
    ACCOUNTS,
    ROOMS,
    PLACES,
    DESKS,
    CALLS,
    WORKSTATIONS,
    CHECKS,
    BROWSER_CHECKS,
    ALERTS,
    AUDIT,
    TOKENS,
)
KINDS: Mapping[Topic, type[Noun]] = {resource.topic: resource.kind for resource in ALL}
DECODERS: Mapping[Topic, msgspec.json.Decoder[tuple[Noun, ...]]] = {
    resource.topic: msgspec.json.Decoder(tuple[resource.kind, ...])  # type: ignore[name-defined]
    for resource in ALL
}
"""What reads the things of a stored event."""
