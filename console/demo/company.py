"""The company that performs in a home: founds its town if need be and plays its days, one company at a time."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

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
FROM_THE_FIRST = datetime.min.replace(tzinfo=UTC)


async def perform(home: Path) -> None:
    """Perform in a home until its service is gone. While another company does, wait for it to leave."""
    async with keeping.held(home / LOCK):
        demonstration, run = keeping.read(home), await embedded.find(home)
        if demonstration is not None and run is not None:
            try:
                await _perform(home, demonstration, run)
            except ConsoleError as error:
                if error.code not in ENDED:
                    raise


async def _perform(home: Path, demonstration: Demonstration, run: RunFile) -> None:
    town = plan(demonstration.seed)
    owner = ServiceClient(run.url, run.admin_token)
    pace = ServicePace((await owner.health()).clock)
    doors = partial(ServiceClient, run.url)
    since = pace.now()
    if demonstration.first_day is None:
        demonstration = await found(owner, doors, town)
        keeping.write(home, demonstration)
        keeping.write_staff_list(home, town.own.employees)
        since = FROM_THE_FIRST
    play = await opened(doors, town, demonstration, pace, since)
    try:
        await play.for_ever()
    finally:
        await play.close()
        await owner.close()
