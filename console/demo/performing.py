"""Performs the acts of a day through the public API, as those would who do them."""

from collections.abc import Mapping
from datetime import timedelta

from console.client.service import ServiceClient
from console.demo.acts import (
    Act,
    Arrives,
    CallsOff,
    GivesUp,
    MachineBecomes,
    Progresses,
    Serves,
    StaffsDesk,
    TakesSeat,
)
from console.demo.fleet import Fleet
from console.demo.office import Office
from console.demo.schedule import CallKey
from console.demo.tuulikoski import DESK, JOINT_SERVICE_POINT
from console.domain.accounts import Account, AccountPatch
from console.domain.calls import Call, CallPatch, CallStatus, NewCall, SeatPatch
from console.domain.desks import Desk, DeskPatch, WaitPatch, WaitState
from console.wire import paths

DESK_CALL = timedelta(minutes=10)


class Performer:
    """Does what an act says. offices: by the userName of those who work there; own: the town's."""

    def __init__(self, own: Office, offices: Mapping[str, Office], fleet: Fleet) -> None:
        self._own = own
        self._offices = offices
        self._fleet = fleet
        self._waits: dict[int, str] = {}

    async def perform(self, act: Act) -> None:
        """Perform an act."""
        match act:
            case TakesSeat():
                await self._take_seat(act)
            case CallsOff():
                await self._call_off(act)
            case Serves():
                await self._serve(act)
            case Arrives():
                desk = await self._own.client.wait(self._own.desks[DESK])
                self._waits[act.guest] = desk.waits[-1].id
            case GivesUp():
                await self._end_wait(self._waits.pop(act.guest), WaitPatch(state=WaitState.LEFT))
            case StaffsDesk():
                await self._staff_desk(act)
            case Progresses():
                await self._progress(act)
            case MachineBecomes():
                await self._fleet.becomes(act.machine, act.condition)

    def _call(self, key: CallKey) -> tuple[ServiceClient, Call]:
        office = self._offices[key.host]
        return office.client, office.calls[key]

    async def _take_seat(self, act: TakesSeat) -> None:
        client, call = self._call(act.call)
        seat = next(seat for seat in call.seats if (seat.role, seat.number) == (act.role, act.number))
        await client.change_seat(call.id, seat.id, SeatPatch(state=act.state, at=act.at))

    async def _call_off(self, act: CallsOff) -> None:
        client, call = self._call(act.call)
        now = await client.one(Call, paths.CALLS, call.id)
        await client.change_call(now, CallPatch(status=CallStatus.CANCELLED))

    async def _serve(self, act: Serves) -> None:
        wait_id = self._waits.pop(act.guest)
        service = self._own.services[JOINT_SERVICE_POINT]
        call = await self._own.add(NewCall(host=act.host, dtstart=act.at, dtend=act.at + DESK_CALL, service_id=service))
        await self._end_wait(wait_id, WaitPatch(state=WaitState.SERVED, call_id=call.id))

    async def _end_wait(self, wait_id: str, patch: WaitPatch) -> None:
        await self._own.client.end_wait(self._own.desks[DESK], wait_id, patch)

    async def _staff_desk(self, act: StaffsDesk) -> None:
        staff = tuple(self._own.accounts[user_name] for user_name in act.staff)
        desk = await self._own.client.one(Desk, paths.DESKS, self._own.desks[DESK])
        await self._own.client.change_desk(desk, DeskPatch(is_open=act.open, staffed_by=staff))

    async def _progress(self, act: Progresses) -> None:
        client = self._own.client
        account = await client.one(Account, paths.ACCOUNTS, self._own.accounts[act.user_name])
        signed_in = account.signed_in_at or act.at
        await client.change_account(account, AccountPatch(onboarding_stage=act.stage, signed_in_at=signed_in))
