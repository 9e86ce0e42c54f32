"""Devices: workstations and what they hear and speak with."""

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType

from console.domain.devices import NewEnrolment, Workstation, WorkstationPatch
from console.domain.diagnosis.evidence import Earlier
from console.domain.diagnosis.report import markdown
from console.domain.diagnosis.result import Complaint, Depth
from console.domain.organisations import OrganisationPatch
from console.domain.tokens import TokenRole
from console.domain.visibility import ADMINS, HELPERS
from console.presentation.checks import baseline, not_needed, offered_baseline, runs_of
from console.presentation.devices import DEVICES, owner
from console.presentation.diagnosis.complaints import COMPLAINTS
from console.presentation.naming import people, person
from console.presentation.parsing import day
from console.screens import asking_users
from console.screens.list_screen import DIAGNOSE_KEY, FILTER_KEY, ListScreen
from console.screens.town import TownScreen
from console.widgets.dialog import Tell
from console.widgets.form import Form, FormField
from console.words import _, marked


class DevicesScreen(ListScreen[Workstation]):
    """Lets workstations join, says whose they are, records that staff were informed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        DIAGNOSE_KEY,
        Binding("k", "check", marked("Check"), tooltip=marked("Ask the workstation's user for a test with sound")),
        Binding("b", "baseline", marked("Baseline"), tooltip=marked("Hold later tests against the latest good one")),
        Binding("r", "report", marked("Report"), tooltip=marked("Copy the latest test as a report for a ticket")),
        Binding("n", "new", marked("New"), tooltip=marked("Make a code that lets a workstation join"), show=False),
        Binding("e", "edit", marked("Edit"), tooltip=marked("Change the selected workstation"), show=False),
        Binding("i", "inform", marked("Informed"), tooltip=marked("Record that staff were informed"), show=False),
        Binding("f", "next_view", marked("View"), tooltip=marked("Show another part of the list"), show=False),
        FILTER_KEY,
    ]

    ALLOWED: ClassVar[Mapping[str, frozenset[TokenRole]]] = {
        "new": HELPERS,
        "edit": HELPERS,
        "inform": ADMINS,
        "check": HELPERS,
        "baseline": HELPERS,
    }

    listing = DEVICES

    def action_new(self) -> None:
        """Ask for the workstation that a code is for."""
        note = _("The code works once. Whose workstation it is, support and admins see.")
        self.app.push_screen(Form(_("A code for a workstation"), note, self._fields("", ""), self._enrol))

    async def _enrol(self, values: Mapping[str, str]) -> None:
        account_id, place_id = self._owner(values["owner"])
        new = NewEnrolment(name=values["name"] or "-", account_id=account_id, place_id=place_id)
        enrolment = await self.around.client.enrol(new)
        command = f"bedside agent --service {self.around.client.url} --enrol {enrolment.code}"
        until = self.around.scene.moment(enrolment.expires_at)
        text = _("Type this on the workstation, once, before {time}:", time=until) + f"\n\n{command}"
        self.call_later(self.app.push_screen, Tell(new.name, text, command))

    def action_edit(self) -> None:
        """Change the name of the selected workstation, or whose it is."""
        machine = self.selected
        if machine is None:
            return

        async def change(values: Mapping[str, str]) -> None:
            client = self.around.client
            account_id, place_id = self._owner(values["owner"])
            patch = WorkstationPatch(name=values["name"] or "-", account_id=account_id, place_id=place_id)
            after = await client.change_workstation(machine, patch)
            before = WorkstationPatch(name=machine.name, account_id=machine.account_id, place_id=machine.place_id)
            self.done(_("{name} was changed.", name=after.name), lambda: client.change_workstation(after, before))

        whose = owner(machine, self.around.scene)
        note = _("Support and admins see these.")
        self.app.push_screen(Form(machine.name, note, self._fields(machine.name, whose), change))

    def action_inform(self) -> None:
        """Record on which day the staff were informed of what workstations report."""
        scene = self.around.scene
        organisation = scene.snapshot.organisation
        if organisation is None:
            return

        async def record(values: Mapping[str, str]) -> None:
            patch = OrganisationPatch(staff_informed_on=day(values["day"], self.around.scene))
            await self.around.client.change_organisation(organisation, patch)
            self.done(_("Recorded. Workstations can join."))

        known = organisation.staff_informed_on or scene.today
        field = FormField(name="day", label=_("Informed on"), value=f"{known.day}.{known.month}.{known.year}")
        note = _(
            "Before a workstation joins, its users must have been told what it reports, as the law asks. "
            "The day is recorded with your name; admins see it in the log."
        )
        self.app.push_screen(Form(_("Staff were informed"), note, [field], record))

    def action_check(self) -> None:
        """Have the selected workstation tested, if its user agrees; cancel a test that is under way."""
        machine = self.selected
        if machine is None:
            return
        run = asking_users.under_way(machine, self.around.scene)
        if run is not None:
            self.carry_out(asking_users.cancel(self, machine, run))
            return

        async def ask(values: Mapping[str, str]) -> None:
            await asking_users.ask(self, machine, Complaint(values["complaint"]), Depth(values["depth"]))

        options = [(str(complaint), _(words)) for complaint, words in COMPLAINTS.items()]
        depths = [(str(Depth.QUICK), _("quick, some seconds")), (str(Depth.FULL), _("full, becomes the baseline"))]
        fields = [
            FormField(name="complaint", label=_("Complaint"), options=options),
            FormField(name="depth", label=_("Test"), options=depths),
        ]
        asks = _(
            "A page on {name} asks its user, with your name. No answer within a minute is a no.", name=machine.name
        )
        note = f"{asks} {not_needed(machine, self.around.scene)}".strip()
        self.app.push_screen(Form(_("Test {name}", name=machine.name), note, fields, ask))

    def action_baseline(self) -> None:
        """Hold later tests of the selected workstation against its latest good full one."""
        machine = self.selected
        if machine is None:
            return
        offered = offered_baseline(runs_of(machine, self.around.scene))
        if offered is None:
            self.notify(_("There is no good full test yet. Press k to ask for one."), severity="warning")
            return
        self.carry_out(self._set_baseline(machine, offered))

    async def _set_baseline(self, machine: Workstation, offered: Earlier) -> None:
        figures = baseline(offered, self.around.scene).value.text
        seen = _("Later tests are held against it; support and admins see it.")
        if not await self.confirmed(_("Make this the baseline?"), f"{machine.name}: {figures}\n\n{seen}"):
            return
        client = self.around.client
        after = await client.change_workstation(machine, WorkstationPatch(baseline=offered))
        before = WorkstationPatch(baseline=machine.baseline)
        self.done(_("{name} has a new baseline.", name=machine.name), lambda: client.change_workstation(after, before))

    def action_report(self) -> None:
        """Copy the latest test of the selected workstation, as a report for a ticket."""
        machine = self.selected
        runs = runs_of(machine, self.around.scene) if machine is not None else []
        tested = next((run.diagnosis for run in runs if run.diagnosis is not None), None)
        if machine is None or tested is None:
            self.notify(_("There is no test of it yet."), severity="warning")
            return
        self.app.copy_to_clipboard(markdown(tested, subject=machine.name))
        self.notify(_("The report is copied: paste it into the ticket."))

    async def action_diagnose(self) -> None:
        """Go and test the selected workstation, by whoever may."""
        machine = self.selected
        await super().action_diagnose()
        if machine is not None and isinstance(self.app.screen, TownScreen):
            self.app.screen.go_to(machine.id)

    def _fields(self, name: str, whose: str) -> list[FormField]:
        scene = self.around.scene
        offered = [*people(scene), *(place.name for place in scene.snapshot.places.values())]
        return [
            FormField(name="name", label=_("Name"), value=name, placeholder="PC-0231"),
            FormField(
                name="owner", label=_("Whose"), value=whose, suggestions=offered, placeholder=_("a person or a place")
            ),
        ]

    def _owner(self, typed: str) -> tuple[str | None, str | None]:
        scene = self.around.scene
        if typed in ("", "-"):
            return None, None
        place = next(
            (each for each in scene.snapshot.places.values() if each.name.casefold() == typed.casefold()), None
        )
        return (None, place.id) if place is not None else (person(typed, scene).id, None)


SCREEN = DevicesScreen
