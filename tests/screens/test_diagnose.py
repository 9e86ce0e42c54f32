from collections.abc import Callable
from pathlib import Path

from console.domain.checks import CheckRun, CheckRunPatch, CheckState
from console.domain.devices import NewEnrolment
from console.domain.diagnosis.evidence import Question
from console.domain.diagnosis.result import Complaint, Depth
from console.domain.errors import ConsoleError
from console.domain.tokens import Principal, TokenRole
from console.wire import paths
from tests.screens.conftest import Console, LiveConsole, until
from tests.screens.scripted import (
    BACK_TO_THE_MONITOR,
    FAULT,
    PICTURE,
    STEPS,
    TO_THE_HEADSET,
    WELL,
    Script,
    script,
)
from tests.screens.test_devices import informed, joined
from tests.town import TOWN

__all__ = ["script"]


async def test_a_complaint_becomes_a_verdict_with_its_mend(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(FAULT)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "A fault (certain)")
        await opened.sees(pilot, "PLAYED")
        await opened.sees(pilot, "Mend  Make this the speaker in use: Jabra Evolve 20")
        await opened.sees(pilot, "Also  The speaker is turned down. (possible)")
    assert [plan.complaint for plan in told.plans] == [Complaint.CANNOT_HEAR]


async def test_what_is_heard_and_how_far_the_test_is_can_be_seen_while_it_runs(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(WELL)
    told.go_on.clear()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "a")
        await opened.sees(pilot, "-38 dBFS")
        await opened.sees(pilot, "Step 2 of 2")
        told.go_on.set()
        await opened.sees(pilot, "All is well.")


async def test_a_question_is_answered_by_a_key(console: Callable[..., Console], script: Callable[..., Script]) -> None:
    opened, told = console(), script(FAULT)
    told.question = (Question.HEARD_CHIME, "HDMI monitor")
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "Did you hear the chime from HDMI monitor?")
        await opened.sees(pilot, "The chime has been played.")
        await opened.press(pilot, "n")
        await opened.sees(pilot, "A fault")
    assert told.answers == [False]


async def test_a_chime_is_seen_while_it_is_played(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(WELL)
    told.go_on.clear()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "((( o )))  The chime is playing.")
        told.go_on.set()
        await opened.sees(pilot, "All is well.")
        assert "((( o )))" not in opened.text()


async def test_esc_ends_a_test_and_says_so(console: Callable[..., Console], script: Callable[..., Script]) -> None:
    opened, told = console(), script(WELL)
    told.go_on.clear()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "a")
        await opened.sees(pilot, "The test runs.")
        await opened.press(pilot, "escape")
        await opened.sees(pilot, "The test was stopped.")
        assert "Enter Test" in opened.text()
    assert told.ended == ["cancelled"]


async def test_enter_mends_after_asking_and_tests_again_by_itself(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(FAULT, WELL)
    async with opened.app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "Enter Mend")
        await opened.press(pilot, "enter")
        await opened.sees(pilot, "It changes this machine only")
        assert told.applied == []
        await opened.press(pilot, "enter")
        await opened.sees(pilot, "All is well.")
    assert told.applied == [TO_THE_HEADSET]
    assert len(told.plans) == 2


async def test_a_mend_that_is_not_wanted_changes_nothing(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(FAULT)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "Enter Mend")
        await opened.press(pilot, "enter", "escape")
        await opened.sees(pilot, "Enter Mend")
    assert told.applied == []
    assert len(told.plans) == 1


async def test_a_mend_is_taken_back_and_the_machine_tested_again(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(FAULT, WELL, FAULT)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "Enter Mend")
        await opened.press(pilot, "enter", "enter")
        await opened.sees(pilot, "All is well.")
        await opened.press(pilot, "u")
        await opened.sees(pilot, "Take this back?")
        await opened.press(pilot, "enter")
        await opened.sees(pilot, "A fault")
    assert told.applied == [TO_THE_HEADSET, BACK_TO_THE_MONITOR]
    assert len(told.plans) == 3


async def test_a_mend_of_an_earlier_complaint_is_taken_back_for_real(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(FAULT, WELL, WELL)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "Enter Mend")
        await opened.press(pilot, "enter", "enter")
        await opened.sees(pilot, "All is well.")
        await opened.press(pilot, "d")
        await until(pilot, lambda: len(told.plans) == 3)
        await opened.sees(pilot, "All is well.")
        await opened.press(pilot, "u")
        await opened.sees(pilot, "Take this back?")
        await opened.press(pilot, "enter")
        await until(pilot, lambda: told.applied == [TO_THE_HEADSET, BACK_TO_THE_MONITOR])
    assert len(told.plans) == 3


async def test_enter_tests_again_once_another_complaint_is_chosen(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(FAULT, WELL)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "Enter Mend")
        await opened.press(pilot, "down")
        await opened.sees(pilot, "Enter Test")
        await opened.press(pilot, "enter")
        await opened.sees(pilot, "All is well.")
    assert [plan.complaint for plan in told.plans] == [Complaint.CANNOT_HEAR, Complaint.BROKEN_SOUND]


async def test_the_sentence_is_said_and_copied_in_each_language(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, _told = console(), script(FAULT)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "Say   en “")
        await opened.press(pilot, "l")
        await opened.sees(pilot, "Say   fi “Siirrän äänen toiseen laitteeseen.")
        await opened.press(pilot, "y")
        await until(pilot, lambda: opened.app.clipboard.startswith("Siirrän äänen toiseen laitteeseen."))
        await opened.press(pilot, "l")
        await opened.sees(pilot, "Say   sv “")


async def test_a_test_that_can_not_begin_says_why(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened = console()
    script(ConsoleError("There is no microphone called Boom.", "There are: Jabra.", "Name one of these."))
    async with opened.app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "a")
        await opened.sees(pilot, "There is no microphone called Boom.")
        await opened.sees(pilot, "Enter Test")


async def test_a_test_goes_on_while_another_screen_is_shown(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(WELL)
    told.go_on.clear()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "a")
        await opened.sees(pilot, "The test runs.")
        await opened.press(pilot, "1")
        told.go_on.set()
        await opened.press(pilot, "7")
        await opened.sees(pilot, "All is well.")
    assert told.ended == []


async def test_what_the_camera_sees_is_drawn_and_gone_with_the_test(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(WELL)
    told.told = (*STEPS, PICTURE)
    told.go_on.clear()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "e")
        await opened.sees(pilot, "▀▀")
        told.go_on.set()
        await opened.sees(pilot, "All is well.")
        assert "▀" not in opened.text()


async def test_d_on_today_and_on_devices_leads_here(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, _told = console(), script(WELL)
    async with opened.app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "d")
        await opened.sees(pilot, "7*Diagnose")
        await opened.press(pilot, "4", "d")
        await opened.sees(pilot, "7*Diagnose")
        await opened.sees(pilot, "Testing PC-0232")


async def test_every_complaint_can_be_tested_by_its_words(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(WELL)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "colon", *"echo", "enter")
        await opened.sees(pilot, "All is well.")
    assert [plan.complaint for plan in told.plans] == [Complaint.ECHO]


async def test_what_a_quick_test_would_miss_is_tested_thoroughly(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, told = console(), script(WELL)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7")
        for tested, key in enumerate("acg"):
            await opened.press(pilot, key)
            await until(pilot, lambda: len(told.plans) > tested and not opened.text().count("Esc Stop"))  # noqa: B023
    assert [plan.depth for plan in told.plans] == [Depth.QUICK, Depth.FULL, Depth.FULL]


async def test_the_report_is_copied_for_a_ticket_and_written_where_it_is_wanted(
    console: Callable[..., Console], script: Callable[..., Script], tmp_path: Path
) -> None:
    opened, _told = console(), script(FAULT)
    async with opened.app.run_test(size=(100, 30), notifications=True) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "A fault")
        await opened.press(pilot, "k")
        await until(pilot, lambda: "wrong-speaker" in opened.app.clipboard)
        await opened.press(pilot, "r", "ctrl+u", *str(tmp_path / "reports"), "enter")
        await until(pilot, lambda: (tmp_path / "reports").exists() and len(list((tmp_path / "reports").iterdir())) == 2)
        await until(pilot, lambda: opened.app.clipboard.endswith(".md"))
    assert "wrong-speaker" in Path(opened.app.clipboard).read_text(encoding="utf-8")


async def test_what_came_of_a_mend_is_said(console: Callable[..., Console], script: Callable[..., Script]) -> None:
    opened, _told = console(), script(FAULT, WELL)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7", "b")
        await opened.sees(pilot, "Enter Mend")
        await opened.press(pilot, "enter", "enter")
        await opened.sees(pilot, "All is well again, 0 s.")


async def test_another_machine_is_tested_after_its_users_yes_and_seen_like_this_one(
    live: LiveConsole, script: Callable[..., Script]
) -> None:
    agent, workstation_id = await joined(live)
    told = script(WELL)
    async with live.app.run_test(size=(80, 24), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "7")
        await live.sees(pilot, "w another machine")
        await live.press(pilot, "w", *"0231", "enter")
        await live.sees(pilot, "Testing PC-0231")
        await live.sees(pilot, "Nobody has asked for a test")
        await live.press(pilot, "b")
        await live.sees(pilot, "Its user is asked on their screen.")
        await live.sees(pilot, "Step 1 of 2")
        run = (await agent.page(CheckRun, paths.CHECKS)).items[0]
        assert (run.workstation_id, run.complaint) == (workstation_id, Complaint.CANNOT_HEAR)
        running = await agent.change_check(run, CheckRunPatch(state=CheckState.RUNNING))
        await live.sees(pilot, "Step 2 of 2")
        await agent.change_check(running, CheckRunPatch(state=CheckState.DONE, diagnosis=FAULT))
        await live.sees(pilot, "A fault (certain)")
        await live.sees(pilot, "Mend  Make this the speaker in use: Jabra Evolve 20")
        assert "Enter Mend" not in live.text()
        await live.press(pilot, "k")
        await until(pilot, lambda: "PC-0231" in live.app.clipboard)
        await live.press(pilot, "t")
        await live.sees(pilot, "Step 1 of 2")
        await live.press(pilot, "escape", "enter")
        await live.sees(pilot, "withdrawn")
        await live.press(pilot, "w", "enter")
        await live.sees(pilot, "Testing this machine")
        await live.press(pilot, "a")
        await live.sees(pilot, "All is well.")
    assert [plan.complaint for plan in told.plans] == [Complaint.CANNOT_BE_HEARD]
    await agent.close()


async def test_a_workstation_that_can_not_be_asked_says_why(live: LiveConsole, script: Callable[..., Script]) -> None:
    await informed(live)
    enrolment = await live.others.enrol(NewEnrolment(name="PC-0299"))
    await live.others.redeem(enrolment.code)
    async with live.app.run_test(size=(80, 24), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "7", "w", *"0299", "enter", "g")
        await live.sees(pilot, "This workstation is offline")


async def test_who_may_not_ask_is_offered_this_machine_alone(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    viewer = Principal(token_id="token", organisation_id=TOWN, name="Viewer", role=TokenRole.VIEWER)
    opened, _told = console(me=viewer), script(WELL)
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "7")
        await opened.sees(pilot, "Testing this machine")
        assert "another machine" not in opened.text()
        await opened.press(pilot, "4", "d")
        await opened.sees(pilot, "Testing this machine")


async def test_presenting_forgets_the_other_machine(
    console: Callable[..., Console], script: Callable[..., Script]
) -> None:
    opened, _told = console(), script(WELL)
    async with opened.app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "4", "d")
        await opened.sees(pilot, "Testing PC-0232")
        await opened.press(pilot, "1", "v")
        await opened.press(pilot, "7")
        await opened.sees(pilot, "Testing this machine")
