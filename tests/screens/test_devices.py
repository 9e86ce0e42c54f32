from collections.abc import Callable
from datetime import date

from console.client.service import ServiceClient
from console.domain.checks import CheckRun, CheckRunPatch, CheckState, NewCheckRun
from console.domain.devices import CheckOutcome, NewEnrolment, Report, Workstation
from console.domain.diagnosis.causes import Cause, Certainty, Code
from console.domain.diagnosis.evidence import Earlier
from console.domain.diagnosis.result import Depth, Diagnosis
from console.domain.organisations import OrganisationPatch
from console.wire import paths
from tests.screens.conftest import Console, LiveConsole, until
from tests.town import MACHINE, NOW, scene


async def informed(live: LiveConsole) -> None:
    organisation = await live.others.organisation()
    await live.others.change_organisation(organisation, OrganisationPatch(staff_informed_on=date(2026, 1, 5)))


async def machines(live: LiveConsole) -> list[Workstation]:
    return [each async for page in live.others.every(Workstation, paths.WORKSTATIONS) for each in page]


async def test_an_admin_records_that_staff_were_informed(live: LiveConsole) -> None:
    async with live.app.run_test(size=(100, 30), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "4")
        await live.sees(pilot, "Press i to record")
        await live.press(pilot, "i", "home", *["delete"] * 10, *"5.1.2026", "enter")
        await live.sees(pilot, "Recorded. Workstations can join.")
    assert (await live.others.organisation()).staff_informed_on == date(2026, 1, 5)


async def test_a_code_is_refused_before_staff_were_informed(live: LiveConsole) -> None:
    async with live.app.run_test(size=(100, 30)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "4", "n", *"PC-0231", "enter")
        await live.sees(pilot, "!! ")


async def test_a_code_is_told_once_with_what_to_type_and_lets_a_workstation_join(live: LiveConsole) -> None:
    await informed(live)
    async with live.app.run_test(size=(120, 30), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "4", "n", *"PC-0231", "enter")
        await live.sees(pilot, "Type this on the workstation, once")
        await live.press(pilot, "y")
        command = live.app.clipboard
        assert command.startswith(f"bedside agent --service {live.others.url} --enrol ")
        await live.press(pilot, "escape")
        identity = await live.others.redeem(command.split()[-1])
        await until(pilot, lambda: identity.workstation_id in live.store.snapshot.workstations)
        await live.sees(pilot, "PC-0231")
        await live.sees(pilot, "waiting for its")


async def test_an_admin_says_whose_a_workstation_is(live: LiveConsole) -> None:
    await informed(live)
    async with live.app.run_test(size=(120, 30), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "4", "n", *"PC-0231", "enter")
        await live.sees(pilot, "Type this")
        await live.press(pilot, "y", "escape")
        await live.others.redeem(live.app.clipboard.split()[-1])
        await live.sees(pilot, "PC-0231")
        await live.press(pilot, "e", "end", *"-B", "enter")
        await live.sees(pilot, "PC-0231-B was changed.")
    assert [machine.name for machine in await machines(live)] == ["PC-0231-B"]


async def test_what_can_not_be_heard_stands_first(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "4")
        await opened.sees(pilot, ">!  PC-0232 ")


async def test_microphone_speaker_and_latest_change_are_columns_where_there_is_room(
    console: Callable[..., Console],
) -> None:
    opened = console()
    async with opened.app.run_test(size=(220, 40)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "4")
        heading = opened.text().splitlines()[3]
        for title in ("Microphone", "Speaker", "Last seen", "Latest change"):
            assert title in heading
        await opened.sees(pilot, "08:55 Jabra Evolve 20 gone")


def test_the_town_of_the_tests_has_every_kind_of_trouble() -> None:
    assert len(scene().snapshot.workstations) == 6


async def joined(live: LiveConsole) -> tuple[ServiceClient, str]:
    """Let a workstation join and return its agent's view of the service, and its id."""
    await informed(live)
    enrolment = await live.others.enrol(NewEnrolment(name="PC-0231"))
    identity = await live.others.redeem(enrolment.code)
    agent = ServiceClient(live.others.url, identity.token)
    await agent.report(identity.workstation_id, Report(at=NOW, life="a", machine=MACHINE))
    return agent, identity.workstation_id


async def test_a_workstations_user_is_asked_and_what_was_found_is_shown_and_becomes_the_baseline(
    live: LiveConsole,
) -> None:
    agent, workstation_id = await joined(live)
    earlier = Earlier(at=NOW, input_label="Jabra 20", output_label="Jabra 20", level=-22.0)
    muted = Cause(code=Code.MICROPHONE_MUTED, certainty=Certainty.CERTAIN, subject="Jabra 20")
    diagnosis = Diagnosis(verdict=CheckOutcome.FAULT, at=NOW, seconds=3.0, causes=(muted,))
    async with live.app.run_test(size=(160, 50), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "4", "k")
        await live.sees(pilot, "within a minute is a no.")
        await live.press(pilot, "tab", "right", "enter")
        await live.sees(pilot, "its user is asked")
        run = (await agent.page(CheckRun, paths.CHECKS)).items[0]
        assert (run.workstation_id, run.depth) == (workstation_id, Depth.FULL)
        running = await agent.change_check(run, CheckRunPatch(state=CheckState.RUNNING))
        done = CheckRunPatch(state=CheckState.DONE, diagnosis=diagnosis, baseline=earlier)
        await agent.change_check(running, done)
        await live.sees(pilot, "The microphone is muted.")
        await live.press(pilot, "r")
        assert "microphone-muted" in live.app.clipboard
        await live.press(pilot, "b")
        await live.sees(pilot, "-22 dBFS")
    await agent.close()


async def test_a_test_that_nobody_has_agreed_to_yet_is_cancelled_by_the_same_key(live: LiveConsole) -> None:
    agent, workstation_id = await joined(live)
    await live.others.ask_for_check(NewCheckRun(workstation_id=workstation_id))
    async with live.app.run_test(size=(160, 50), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "4", "k")
        await live.sees(pilot, "Cancel this test?")
        await live.press(pilot, "enter")
        await live.sees(pilot, "withdrawn")
    assert (await agent.page(CheckRun, paths.CHECKS)).items[0].state is CheckState.CANCELLED
    await agent.close()
