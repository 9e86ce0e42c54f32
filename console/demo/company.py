"""The company that performs in a home: founds its town if need be and plays its days, one company at a time."""

import asyncio
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from console.client import embedded
from console.client.service import ServiceClient
from console.demo import keeping
from console.demo.founding import found
from console.demo.keeping import Demonstration
from console.demo.pace import ServicePace
from console.demo.playing import ENDED, opened
from console.demo.town import plan
from console.domain.errors import ConsoleError
from console.wire.run_file import RunFile

LOCK = "demonstration.lock"


async def perform(home: Path) -> None:
    """Perform in a home for ever, in whatever service it has. While another company does, wait for it to leave.

    A service that was killed is started anew by a console, which finds it gone: the days go on there.
    """
    while True:
        async with keeping.held(home / LOCK):
            demonstration, run = keeping.read(home), await embedded.find(home)
            if demonstration is not None and run is not None:
                await _perform_until_it_is_gone(home, demonstration, run)
        await asyncio.sleep(keeping.LOOK_AGAIN)


async def _perform_until_it_is_gone(home: Path, demonstration: Demonstration, run: RunFile) -> None:
    try:
        await _perform(home, demonstration, run)
    except ConsoleError as error:
        if error.code not in ENDED:
            raise


async def _perform(home: Path, demonstration: Demonstration, run: RunFile) -> None:
    town = plan(demonstration.seed)
    owner = embedded.client_of(run)
    pace = ServicePace((await owner.health()).clock)
    doors = partial(ServiceClient, run.url)
    if demonstration.first_day is None:
        demonstration = await found(owner, doors, town)
        keeping.write(home, demonstration)
        keeping.write_staff_list(home, town.own.employees)
    play = await opened(doors, town, demonstration, pace)

    def note(played_until: datetime) -> None:
        keeping.write(home, msgspec.structs.replace(demonstration, played_until=played_until))

    try:
        await play.for_ever(note)
    finally:
        await play.close()
        await owner.close()
