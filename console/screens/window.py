"""The window once there is a service: keeps the screen that is shown up to date, rings, and asks what to do."""

import gc
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from importlib import import_module

from textual.app import App

from console.domain.errors import ConsoleError
from console.presentation.alerts import title
from console.presentation.finding import Found, find
from console.presentation.ringing import Ringing
from console.screens import SCREENS, Entry
from console.screens.commands import Command, bound, matching
from console.screens.surroundings import Session, Surroundings
from console.screens.town import TownScreen, tell_error
from console.state.store import Link, LinkState
from console.widgets import desktop
from console.widgets.chooser import Chooser, Option
from console.words import _, plural


class Window:
    """Owned by the app. commands: what the app itself offers, besides what its keys do."""

    def __init__(
        self,
        app: App[int],
        session: Session,
        commands: Callable[[], Sequence[Command]],
        *,
        demonstration: bool = False,
    ) -> None:
        self.app = app
        self.around = Surroundings(session, demonstration)
        self._commands = commands
        self._made: list[TownScreen] = []
        self._ringing = Ringing()
        self._due = False
        self._settled = False
        self._told: ConsoleError | None = None

    async def open(self) -> None:
        """Show the first screen, and from then on what changes."""
        for entry in SCREENS:
            self.app.add_mode(entry.mode, partial(self._make, entry))
        self.around.session.store.subscribe(self.changed)
        self.app.set_interval(1.0, self._tick)
        await self.app.switch_mode(SCREENS[0].mode)

    def _make(self, entry: Entry) -> TownScreen:
        screen: TownScreen = import_module(entry.module).SCREEN(entry.mode, self.around)
        self._made.append(screen)
        return screen

    # Keeping up

    @property
    def shown(self) -> TownScreen | None:
        """The screen that is shown, be it behind a dialog."""
        base = self.app.screen_stack[0]
        return base if isinstance(base, TownScreen) else None

    def changed(self) -> None:
        """Draw soon, however often this is called until then; ring for what is new."""
        if not self._due:
            self._due = True
            self.app.call_later(self._drawn)
        link = self.around.session.store.link
        if link.state is LinkState.LIVE:
            self._settle()
            self._ring()
        self._tell(link)

    def _settle(self) -> None:
        # What has been loaded stays for good. A full garbage collection would look at all of it, again and again, for
        # 50 ms each time with 10,000 accounts, while somebody waits for a key.
        if not self._settled:
            self._settled = True
            gc.freeze()

    def _tell(self, link: Link) -> None:
        """Tell once of what is wrong with the connection; the header goes on saying since when."""
        error, told = link.error, self._told
        self._told = error
        if error is not None and (told is None or told.code != error.code) and self.shown is not None:
            tell_error(self.shown, error)

    def _drawn(self) -> None:
        self._due = False
        self.draw()

    def _tick(self) -> None:
        if self.around.session.store.link.state is LinkState.LIVE:
            self._ring()
        self.draw()

    def draw(self) -> None:
        """Show what is known now; hidden screens do nothing, nor do those that are being taken down."""
        if self.app.is_running and self.shown is not None and self.shown.is_mounted:
            self.shown.draw()

    def _ring(self) -> None:
        """Tell of the worst that is new, and how much more there is."""
        town = self.around.town
        news = self._ringing.news(town, self.around.stillness.clock())
        if not news:
            return
        seen = news[0].id in self.around.scene.snapshot.alerts
        text = title(news[0], town) if seen else _("Something else needs help; v shows it.")
        if more := len(news) - 1:
            text += ", " + plural("and {n} more", "and {n} more", more)
        self.app.bell()
        self.app.notify(text, title=_("Needs help"), severity="warning", markup=False)
        self.app.run_worker(desktop.notify(self.app, "Bedside", text), group="desktop", exit_on_error=False)

    # Asking what to do

    def commands(self) -> list[Command]:
        """Return everything that can be done here."""
        screen = self.app.screen
        special = screen.commands() if isinstance(screen, TownScreen) else ()
        return [*bound(screen), *special, *self._commands()]

    async def help(self) -> None:
        """Show all keys and commands; Enter does one."""
        await self._choose_command(_("Help: keys and commands. Type to search, Enter does it."))

    async def command(self) -> None:
        """Let a command be typed."""
        await self._choose_command(_("Command"))

    async def _choose_command(self, heading: str) -> None:
        offered = self.commands()
        chooser = Chooser(heading, _("What to do"), _("Nothing is called that."), partial(matching, offered))
        await self.app.push_screen(chooser, self._do)

    async def _do(self, option: Option | None) -> None:
        if option is not None and isinstance(option.value, Command):
            done = option.value.run()
            if isinstance(done, Awaitable):
                await done

    async def find(self) -> None:
        """Find any person, call or device; Enter goes there."""

        def search(typed: str) -> list[Option]:
            found = find(self.around.scene, typed)
            return [Option(each.kind, each.name, each.note, each) for each in found]

        empty = _("Type a few letters of a person, a call or a device.")
        chooser = Chooser(_("Find"), _("Name, unit, time or service"), empty, search)
        await self.app.push_screen(chooser, self._go)

    async def _go(self, option: Option | None) -> None:
        if option is None or not isinstance(option.value, Found):
            return
        await self.app.switch_mode(option.value.mode)
        if self.shown is not None:
            self.shown.go_to(option.value.id)

    # Taking back, leaving

    def take_back(self) -> None:
        """Take back what was done last, if it can be."""
        if self.shown is not None:
            self.shown.carry_out(self._take_back(self.shown))

    async def _take_back(self, screen: TownScreen) -> None:
        offer = self.around.take_back
        if offer.undo is None:
            screen.notify(_("There is nothing to take back."))
            return
        if await screen.confirmed(_("Take this back?"), offer.said):
            undo, offer.undo = offer.undo, None
            await undo()
            screen.notify(_("Taken back: {what}", what=offer.said), markup=False)

    # Presenting

    def present(self) -> None:
        """Show nothing but the person of the selected thing, for somebody looks on; or everything again."""
        if self.around.presenting.only is not None:
            self._present(None)
        elif self.shown is not None and (person := self.shown.selected_person()) is not None:
            self._present(person)
            self.app.notify(_("v shows everything again."), title=_("Only this person is shown."))
        else:
            self.app.notify(_("Select a person first, or something of theirs."), severity="warning")

    def _present(self, only: str | None) -> None:
        self.app.clear_notifications()
        self.around.take_back.forget()
        self.around.presenting.show(only)
        for screen in self._made:
            screen.begin_anew()
