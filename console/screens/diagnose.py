"""Diagnose: a complaint becomes a test of this machine, its result a mend, and the mend is tested by itself."""

from collections.abc import Coroutine, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from console.diagnostics.bench import Plan
from console.diagnostics.mending import Case
from console.diagnostics.reporting import default_folder, write
from console.domain.checks import CheckRun
from console.domain.devices import Workstation
from console.domain.diagnosis import wording
from console.domain.diagnosis.causes import Cause
from console.domain.diagnosis.report import markdown
from console.domain.diagnosis.result import Complaint, Diagnosis, depth_for
from console.domain.tokens import TokenRole
from console.domain.visibility import HELPERS
from console.presentation.cell import Cell, Line, Tone
from console.presentation.detail import Detail, field
from console.presentation.devices import owner, state
from console.presentation.diagnosis import chain, elsewhere, live, verdict
from console.presentation.diagnosis.complaints import COMPLAINTS, KEYS
from console.presentation.diagnosis.sight import Sight
from console.presentation.scene import Scene
from console.screens import asking_users
from console.screens.commands import Command
from console.screens.examination import Examination
from console.screens.surroundings import Surroundings
from console.screens.town import TownScreen
from console.widgets.bar import Bar
from console.widgets.chooser import Chooser, Option
from console.widgets.detail_pane import DetailPane
from console.widgets.form import Form, FormField
from console.widgets.lines import Lines
from console.widgets.menu import Menu
from console.widgets.preview import Preview
from console.words import LANGUAGES, _, language, marked

AFTER_A_TEST = frozenset({"retest", "language", "copy", "report", "ticket"})


class DiagnoseScreen(TownScreen):
    """Asks what is wrong, tests, shows where the sound stops, mends and tests again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "mend", marked("Mend"), tooltip=marked("Mend what was found, and test again")),
        Binding("enter", "test", marked("Test"), tooltip=marked("Test the selected complaint")),
        Binding("y", "answer(True)", marked("Yes")),
        Binding("n", "answer(False)", marked("No")),
        Binding("t", "retest", marked("Retest"), tooltip=marked("Run the same test again")),
        Binding("l", "language", marked("Language"), tooltip=marked("The language of the sentence to say")),
        Binding("y", "copy", marked("Copy"), tooltip=marked("Copy the sentence to say")),
        Binding("r", "report", marked("Report"), tooltip=marked("Write the result to files")),
        Binding("k", "ticket", marked("Ticket"), tooltip=marked("Copy the result for a ticket")),
        Binding("w", "machine", marked("Machine"), tooltip=marked("Choose the machine to test"), show=False),
        Binding("escape", "stop", marked("Stop"), tooltip=marked("Stop the test")),
        *(
            Binding(key, f"complain({complaint.value!r})", COMPLAINTS[complaint], show=False)
            for key, complaint in KEYS.items()
        ),
    ]
    ALLOWED: ClassVar[Mapping[str, frozenset[TokenRole]]] = {"machine": HELPERS}
    DEFAULT_CSS = """
    DiagnoseScreen {
        #upper { height: 8; }
        #chain { height: 2; }
        #complaints { width: 26; height: 1fr; }
        #live { width: 1fr; height: 1fr; }
        #preview { width: 26; height: 1fr; }
        #verdict { height: 1fr; }
        &.-wide #complaints { width: 40; }
        &.-wide #preview { width: 66; }
        &.-high.-picture #upper { height: 26; }
    }
    """

    def __init__(self, mode: str, around: Surroundings) -> None:
        super().__init__(mode, around)
        self.examination = Examination(_now, self._seen)
        self._speaking = language()
        self._choosing = True
        self._due = False
        self._elsewhere = ""
        self._run_seen: CheckRun | None = None

    def compose_body(self) -> ComposeResult:
        """Put the complaints beside what is live; below them the chain and the verdict."""
        yield Bar(id="subject")
        with Horizontal(id="upper"):
            options = [(key, _(COMPLAINTS[complaint])) for key, complaint in KEYS.items()]
            yield Menu(_("What is wrong?"), options, id="complaints")
            yield Lines(id="live")
            yield Preview(id="preview")
        yield Lines(id="chain")
        yield DetailPane(id="verdict")

    def on_mount(self) -> None:
        """Let the keys work on the complaints."""
        self._menu.focus()

    @property
    def _menu(self) -> Menu:
        return self.query_one("#complaints", Menu)

    @property
    def _machine(self) -> Workstation | None:
        """The workstation that is tested, None: this machine."""
        return self.around.scene.snapshot.workstations.get(self._elsewhere)

    @property
    def _asked_for(self) -> CheckRun | None:
        machine = self._machine
        return elsewhere.latest(machine, self.around.scene) if machine is not None else None

    @property
    def _sight(self) -> Sight:
        return self.examination.sight if self._machine is None else elsewhere.sight(self._asked_for)

    @property
    def _found(self) -> Diagnosis | None:
        return self._sight.diagnosis

    @property
    def _subject(self) -> str:
        return self._machine.name if self._machine is not None else _("this machine")

    # Drawing

    def _seen(self) -> None:
        """Draw soon, however much is told until then, and only what is looked at."""
        if not self._due and not self._hidden:
            self._due = True
            self.call_later(self._draw_soon)

    def _draw_soon(self) -> None:
        self._due = False
        if self.is_mounted and not self._hidden:
            self._draw_test()
            self.refresh_bindings()

    def draw_body(self, scene: Scene, waiting: str) -> None:
        """Show the test as it is now: ages go on while nothing else changes."""
        self._draw_test()
        if (run := self._asked_for) != self._run_seen:
            self._run_seen = run
            self.refresh_bindings()

    def _draw_test(self) -> None:
        sight, now = self._sight, _now()
        links = live.chain_of(sight)
        self.query_one("#subject", Bar).show([*self._heading(), *self._devices()], self._way_elsewhere())
        self.query_one("#live", Lines).show(partial(live.lines, sight))
        self.set_class(sight.picture is not None, "-picture")
        self.query_one("#preview", Preview).show(sight.picture)
        self.query_one("#chain", Lines).show(lambda width, _height: chain.lines(links, now, width))
        self.query_one("#verdict", DetailPane).show(self._verdict(now))

    def _heading(self) -> Iterable[Cell]:
        machine = self._machine
        if machine is None:
            return [Cell(_("Testing this machine"))]
        return elsewhere.heading(machine, self._asked_for, self.around.scene)

    def _way_elsewhere(self) -> Line:
        if not self.check_action("machine", ()):
            return []
        return [Cell("w", Tone.KEY), Cell(f" {_('another machine')}", Tone.QUIET)]

    def _devices(self) -> Iterable[Cell]:
        found = self._found
        for endpoint in (found.input, found.output) if found is not None else ():
            if endpoint is not None:
                yield Cell(f"  {endpoint.label}", Tone.QUIET)

    def _verdict(self, now: datetime) -> Detail:
        examination, machine = self.examination, self._machine
        if (found := self._found) is not None:
            recovery = examination.case.recovery if machine is None and examination.case is not None else ""
            return verdict.detail(found, now, self._speaking, recovery)
        if machine is not None:
            return elsewhere.without_result(machine, self._asked_for, self.around.scene)
        if examination.sight.running:
            return Detail(_("The test runs."), [field("", _("Esc stops it. What is heard is not kept."))])
        if examination.stopped:
            return Detail(_("The test was stopped."), [field("", _("Enter or a letter begins another."))])
        return Detail(_("Nothing has been tested yet."), [field("", _("Choose what is wrong: Enter or its letter."))])

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits: answers to a question, mends of a fault, complaints while nothing runs."""
        sight = self._sight
        if action == "answer":
            return sight.asked is not None
        if action in {"stop", "complain"}:
            return sight.running is (action == "stop")
        if action in {"mend", "test"}:
            here = self._machine is None
            mends = here and self.examination.mendable is not None and not self._choosing
            return not sight.running and mends is (action == "mend")
        if action == "machine" and self.examination.sight.running:
            return False
        if action in AFTER_A_TEST:
            return sight.diagnosis is not None
        return super().check_action(action, parameters)

    @on(Menu.Moved)
    def _moved(self) -> None:
        self._choosing = True
        self.refresh_bindings()

    def commands(self) -> Iterable[Command]:
        """Offer every complaint in words."""
        for complaint, title in COMPLAINTS.items():
            yield Command(_("Test: {complaint}", complaint=_(title)), partial(self.action_complain, complaint))

    def action_complain(self, complaint: str) -> None:
        """Test what is wrong."""
        self._menu.choose(list(COMPLAINTS).index(Complaint(complaint)))
        self.action_test()

    def action_test(self) -> None:
        """Test the selected complaint."""
        complaint = list(COMPLAINTS)[self._menu.chosen]
        if (machine := self._machine) is not None:
            self._ask(machine, complaint)
            return
        plan = Plan(complaint=complaint, depth=depth_for(complaint), person=True)
        self._run(self.examination.begin(plan, self.around.client))

    def action_retest(self) -> None:
        """Run the same test again."""
        machine, run = self._machine, self._asked_for
        if machine is not None and run is not None:
            self._ask(machine, run.complaint or Complaint.EVERYTHING)
            return
        self._run(self.examination.test())

    def action_stop(self) -> None:
        """Stop the test and its sound; one that runs elsewhere is taken back."""
        machine, run = self._machine, self._asked_for
        if machine is not None and run is not None:
            self.carry_out(asking_users.cancel(self, machine, run))
            return
        self.workers.cancel_group(self, "test")

    def action_answer(self, yes: bool) -> None:
        """Answer what is asked."""
        self.examination.answer(yes)

    def _run(self, test: Coroutine[Any, Any, None]) -> None:
        self._choosing = False
        self.run_worker(self._carried_out(test), group="test", exclusive=True)

    # Another machine

    def action_machine(self) -> None:
        """Choose the machine to test: a workstation, or this one again."""
        here = Option("", _("this machine"), "", "")
        scene = self.around.scene
        machines = [
            Option("", f"{machine.name} {owner(machine, scene)}", state(machine, scene).text, machine.id)
            for machine in elsewhere.offered(scene)
        ]

        def search(typed: str) -> list[Option]:
            return [option for option in (here, *machines) if typed.casefold() in option.text.casefold()]

        chooser = Chooser(_("Which machine?"), _("Name, or whose it is"), _("No workstation is called that."), search)
        self.app.push_screen(chooser, self._chosen)

    def _chosen(self, option: Option | None) -> None:
        if option is not None:
            self.go_to(str(option.value))

    def go_to(self, thing_id: str) -> None:
        """Test this workstation from now on, by whoever may; an empty id is this machine."""
        if self.check_action("machine", ()):
            self._elsewhere = thing_id
            self._choosing = True
            self.draw()
            self.refresh_bindings()

    def begin_anew(self) -> None:
        """Forget the workstation: it may tell of somebody."""
        self._elsewhere = ""
        super().begin_anew()

    def _ask(self, machine: Workstation, complaint: Complaint) -> None:
        self.carry_out(asking_users.ask(self, machine, complaint, depth_for(complaint)))

    # Mending

    def action_mend(self) -> None:
        """Mend what was found, after asking."""
        if (cause := self.examination.mendable) is not None:
            self._run(self._mend(cause))

    async def _mend(self, cause: Cause) -> None:
        case = self.examination.case
        assert case is not None
        changes = _("It changes this machine only, for all programs on it. u takes it back.")
        if not await self.confirmed(_("Mend this?"), f"{wording.mend(cause)}\n\n{changes}"):
            return
        await case.mend(cause)
        self.done(wording.mend(cause), partial(self._take_back, case))
        await self.examination.test()

    async def _take_back(self, case: Case) -> None:
        """Take the case's latest mend back. What is on the screen by now may be another case, or another machine."""
        await case.take_back()
        if case is self.examination.case and self._machine is None:
            self.action_retest()

    # What is done with a result

    def action_language(self) -> None:
        """Say the sentence in the next language."""
        self._speaking = LANGUAGES[(LANGUAGES.index(self._speaking) + 1) % len(LANGUAGES)]
        self._draw_test()

    def action_copy(self) -> None:
        """Copy the sentence to say."""
        found = self._found
        sentence = wording.say(found.causes[0], self._speaking) if found is not None and found.causes else ""
        if not sentence:
            self.notify(_("There is no sentence to say, so nothing was copied."), severity="warning")
            return
        self.app.copy_to_clipboard(sentence)
        self.notify(_("Copied: {what}", what=sentence), markup=False)

    def action_ticket(self) -> None:
        """Copy the report as it is put into a ticket."""
        if (found := self._found) is not None:
            self.app.copy_to_clipboard(markdown(found, subject=self._subject))
            self.notify(_("The report was copied."))

    def action_report(self) -> None:
        """Write the report where it is wanted."""
        found = self._found
        if found is None:
            return

        async def keep(values: Mapping[str, str]) -> None:
            text, _data = await write(found, Path(values["folder"] or "."), subject=self._subject)
            self.app.copy_to_clipboard(str(text))
            self.done(_("Written, and its name copied: {file}", file=text))

        note = _("Two files: one to read, one for programs. There are no names of people in them, and no recordings.")
        place = FormField(name="folder", label=_("Folder"), value=str(default_folder()))
        self.app.push_screen(Form(_("Write the report"), note, [place], keep))


def _now() -> datetime:
    return datetime.now(UTC)


SCREEN = DiagnoseScreen
