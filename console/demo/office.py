"""An organisation as the demonstration works in it: its client, and the ids of what is known by name."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from console.client.service import ServiceClient, window
from console.demo.schedule import CallKey, PlannedCall
from console.domain.accounts import Account
from console.domain.calls import Call, NewCall
from console.domain.desks import Desk
from console.domain.noun import Thing
from console.domain.organisations import Service
from console.domain.places import Place, Room
from console.wire import paths

T = TypeVar("T", bound=Thing)
N = TypeVar("N", Service, Room, Place, Desk)
CALLS_BACK = timedelta(hours=24)
CALLS_AHEAD = timedelta(days=14)


@dataclass(eq=False)
class Office:
    """accounts: ids by userName. calls: as they were when they were booked, for their seats."""

    client: ServiceClient
    accounts: dict[str, str]
    services: dict[str, str]
    rooms: dict[str, str]
    places: dict[str, str]
    desks: dict[str, str]
    calls: dict[CallKey, Call] = field(default_factory=dict)

    async def book(self, call: PlannedCall) -> None:
        """Book a planned call, unless it is booked already."""
        if call.key not in self.calls:
            await self.add(
                NewCall(
                    host=call.host,
                    dtstart=call.dtstart,
                    dtend=call.dtend,
                    service_id=self.services[call.service],
                    room_id=self.rooms[call.room] if call.room else None,
                    place_id=self.places[call.place] if call.place else None,
                    guests=len(call.guest_names),
                    guest_names=call.guest_names,
                )
            )

    async def add(self, new: NewCall) -> Call:
        """Make a call and know it from then on."""
        call = await self.client.create_call(new)
        self.calls[CallKey(new.host, new.dtstart)] = call
        return call


async def open_office(client: ServiceClient, now: datetime) -> Office:
    """Read what an organisation has, calls around now only."""
    accounts = {one.user_name: one.id for one in await _all(client, Account, paths.ACCOUNTS)}
    office = Office(
        client,
        accounts,
        services=await _ids(client, Service, paths.SERVICES),
        rooms=await _ids(client, Room, paths.ROOMS),
        places=await _ids(client, Place, paths.PLACES),
        desks=await _ids(client, Desk, paths.DESKS),
    )
    user_names = {account_id: user_name for user_name, account_id in accounts.items()}
    for call in await _all(client, Call, paths.CALLS, **window(now, CALLS_BACK, CALLS_AHEAD)):
        if host := user_names.get(call.host_id):
            office.calls[CallKey(host, call.dtstart)] = call
    return office


async def _ids(client: ServiceClient, kind: type[N], path: str) -> dict[str, str]:
    return {one.name: one.id for one in await _all(client, kind, path)}


async def _all(client: ServiceClient, kind: type[T], path: str, **params: str) -> list[T]:
    return [one async for page in client.every(kind, path, **params) for one in page]
