"""Founds the town: what stands before the day begins, made through the public API."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from console.client.service import ServiceClient
from console.demo.keeping import Demonstration
from console.demo.machines import Condition, PlannedMachine
from console.demo.office import Office, open_office
from console.demo.town import PlannedAccount, PlannedOrganisation, Town
from console.demo.tuulikoski import ADMINISTRATION, DESK, PLACES, ROOMS, TIMEZONE
from console.domain.accounts import AccountPatch, NewAccount
from console.domain.desks import NewDesk
from console.domain.devices import AgentIdentity, Check, CheckOutcome, NewEnrolment, Workstation, WorkstationPatch
from console.domain.organisations import OrganisationPatch, local
from console.domain.places import NewRoom
from console.domain.tokens import NewToken, TokenRole
from console.wire import paths
from console.words import _

Doors = Callable[[str], ServiceClient]
"""Returns the service's client for a token."""

INFORMED_BEFORE = timedelta(days=30)


async def found(owner: ServiceClient, doors: Doors, town: Town) -> Demonstration:
    """Found the town and its neighbours; return what must be remembered of it."""
    now = (await owner.health()).clock.now
    first_day = local(now, TIMEZONE).date()
    await owner.change_organisation(
        await owner.organisation(),
        OrganisationPatch(name=town.own.name, timezone=TIMEZONE, staff_informed_on=first_day - INFORMED_BEFORE),
    )
    own = await owner.create_token(NewToken(name=_("Demonstration"), role=TokenRole.ADMIN))
    tokens = {town.own.name: own.secret or ""}
    for neighbour in town.organisations[1:]:
        founded = await owner.create_organisation(neighbour.makeup.organisation)
        tokens[neighbour.name] = founded.token.secret or ""
    clients = {name: doors(secret) for name, secret in tokens.items()}
    await asyncio.gather(*(_furnish(clients[one.name], one, now) for one in town.organisations))
    await _furnish_town(clients[town.own.name])
    agents = await _enrol(await open_office(clients[town.own.name], now), town.machines, now)
    for client in clients.values():
        await client.close()
    return Demonstration(seed=town.seed, first_day=first_day, tokens=tokens, agents=agents)


async def _furnish(client: ServiceClient, organisation: PlannedOrganisation, now: datetime) -> None:
    """Make what every organisation has, each kind in its order."""
    for unit in organisation.units:
        await client.create_unit(unit)
    for service in organisation.makeup.services:
        await client.create_service(service)
    for planned in organisation.accounts:
        await _account(client, planned, now)


async def _account(client: ServiceClient, planned: PlannedAccount, now: datetime) -> None:
    employee, progress = planned.employee, planned.progress
    account = await client.create_account(
        NewAccount(
            user_name=employee.user_name,
            display_name=employee.name,
            email=employee.email,
            external_id=employee.number,
            department=employee.department,
            unit=employee.unit,
            role=progress.role,
        )
    )
    if progress.signed_in is not None:
        patch = AccountPatch(
            onboarding_stage=progress.stage,
            active=progress.active,
            signed_in_at=now - progress.signed_in,
            last_used_at=None if progress.used is None else now - progress.used,
        )
        await client.change_account(account, patch)


async def _furnish_town(client: ServiceClient) -> None:
    for room in ROOMS:
        await client.create_room(NewRoom(name=room))
    for place in PLACES:
        await client.create_place(place)
    await client.create_desk(NewDesk(name=DESK, department=ADMINISTRATION))


async def _enrol(office: Office, machines: Sequence[PlannedMachine], now: datetime) -> dict[str, AgentIdentity]:
    """Enrol the workstations the way their agents are: each trades its one-time code for its identity."""
    agents = {}
    for machine in machines:
        enrolment = await office.client.enrol(
            NewEnrolment(
                name=machine.name,
                account_id=office.accounts[machine.user_name] if machine.user_name else None,
                place_id=office.places[machine.place] if machine.place else None,
            )
        )
        agents[machine.name] = await office.client.redeem(enrolment.code)
        if machine.condition in _CHECKED:
            await _record_check(office.client, agents[machine.name].workstation_id, machine, now)
    return agents


async def _record_check(client: ServiceClient, workstation_id: str, machine: PlannedMachine, now: datetime) -> None:
    outcome, causes = _CHECKED[machine.condition]
    check = Check(at=now - timedelta(seconds=machine.started), outcome=outcome, causes=causes)
    workstation = await client.one(Workstation, paths.WORKSTATIONS, workstation_id)
    await client.change_workstation(workstation, WorkstationPatch(latest_check=check))


_CHECKED: dict[Condition, tuple[CheckOutcome, tuple[str, ...]]] = {
    Condition.SPEAKERPHONE: (CheckOutcome.HEALTHY, ()),
    Condition.MONITOR_SPEAKER: (CheckOutcome.FAULT, ("wrong-speaker",)),
    Condition.NO_MICROPHONE: (CheckOutcome.FAULT, ("no-microphone",)),
    Condition.AUDIO_DOWN: (CheckOutcome.UNABLE, ()),
    Condition.NO_CAMERA: (CheckOutcome.UNSURE, ("no-camera", "camera-taken")),
}
