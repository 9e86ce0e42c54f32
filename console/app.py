"""The console: paints its frame first, then imports the rest and opens the service."""

import argparse
import asyncio
import importlib
import os
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen

from console.screens import SCREENS, preferences
from console.screens.starting import Starting
from console.widgets.themes import THEMES
from console.widgets.type_ahead import TypeAheadApp
from console.words import _, marked

if TYPE_CHECKING:
    from console.screens.commands import Command
    from console.screens.window import Window
    from console.session import Session

# Imported after the first paint, in a thread, so that the keys work meanwhile.
LATER = ("console.session", "console.screens.window", "console.screens.leaving", *(entry.module for entry in SCREENS))


class Bedside(TypeAheadApp[int]):
    """The program's window. Before there is a service it only starts; then it hands on to its `Window`."""

    TITLE = "Bedside"
    # Textual's own colour of what stands in an empty field is too faint; without colours a field would not be seen.
    CSS = """
    Input > .input--placeholder, Input > .input--suggestion { color: $tone-quiet; }
    Input:nocolor { text-style: underline; }
    Input:nocolor > .input--cursor { text-style: reverse; }
    """
    ENABLE_COMMAND_PALETTE = False  # Textual's own speaks English only: its key opens the console's
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(entry.key, f"show({entry.mode!r})", entry.title, show=False) for entry in SCREENS),
        Binding("0", "find", marked("Find"), tooltip=marked("Find a person, a call or a device"), show=False),
        Binding("u", "take_back", marked("Undo"), tooltip=marked("Take back what was done last"), show=False),
        Binding("v", "present", marked("Present"), tooltip=marked("Show only the selected person, or all"), show=False),
        Binding("question_mark", "help", marked("Help"), tooltip=marked("Keys and commands")),
        Binding("colon", "command", marked("Command"), tooltip=marked("Type a command")),
        Binding("f1", "help", marked("Help"), show=False),
        Binding("f2,ctrl+p", "command", marked("Command"), show=False),
        Binding("q", "leave", marked("Quit"), show=False),
        Binding("ctrl+c", "leave", marked("Quit"), show=False, system=True),
        Binding("ctrl+q", "leave", marked("Quit"), show=False, priority=True, system=True),
    ]

    def __init__(
        self, connect: "Callable[[], Awaitable[Session]]", preferences_path: Path, *, demonstration: bool = False
    ) -> None:
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = preferences.theme(preferences_path)
        self.window: Window | None = None
        self._preferences_path = preferences_path
        self._connect = connect
        self._demonstration = demonstration
        self._session: Session | None = None
        self._leaving = False

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the variables of the console's own themes, which the style sheets use."""
        return THEMES[0].variables

    def get_default_screen(self) -> Screen[Any]:
        """Paint this first."""
        return Starting(demonstration=self._demonstration)

    # Starting

    def on_mount(self) -> None:
        """Start everything else once the frame has been painted."""
        self.screen.call_after_refresh(self.action_begin)

    def action_begin(self) -> None:
        """Import what the first paint did not need, and open the service."""
        self.run_worker(self._open(), name="open", exclusive=True)

    async def _open(self) -> None:
        await asyncio.to_thread(_import_the_rest)
        from console.domain.errors import ConsoleError
        from console.screens.window import Window

        starting = self.screen
        assert isinstance(starting, Starting)
        starting.begun()
        try:
            self._session = await self._connect()
        except ConsoleError as error:
            starting.failed(error.title, error.detail, error.hint)
            return
        self.window = Window(self, self._session, self._own_commands, demonstration=self._demonstration)
        if self._leaving:
            await self.action_leave()
        else:
            await self.window.open()

    # What works on every screen once there is a service

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Until there is a service, one can only quit."""
        return self.window is not None or action not in {"show", "find", "take_back", "present", "help", "command"}

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is at the keys: lists hold still then."""
        if self.window is not None and isinstance(event, _AT_THE_KEYS):
            self.window.around.stillness.touch()
        await super().on_event(event)

    async def action_show(self, mode: str) -> None:
        """Show a screen."""
        await self.switch_mode(mode)

    async def action_find(self) -> None:
        """Find any person, call or device."""
        if self.window is not None:
            await self.window.find()

    async def action_help(self) -> None:
        """Show what can be done here; Enter does it."""
        if self.window is not None:
            await self.window.help()

    async def action_command(self) -> None:
        """Let a command be typed."""
        if self.window is not None:
            await self.window.command()

    def action_take_back(self) -> None:
        """Take back what was done last."""
        if self.window is not None:
            self.window.take_back()

    def action_present(self) -> None:
        """Show only the selected person, because somebody looks on; or everything again."""
        if self.window is not None:
            self.window.present()

    async def action_leave(self) -> None:
        """Quit; ask first where somebody would lose something."""
        if self._session is None:
            self._leave_early()
            return
        from console.screens.leaving import leave

        self.run_worker(leave(self, self._session), name="leave", group="leave", exclusive=True)

    def _leave_early(self) -> None:
        # A service that is being started is waited for, so that it can be stopped again; who is in a hurry asks twice.
        opening = any(worker.name == "open" and worker.is_running for worker in self.workers)
        if not opening or self._leaving:
            self.exit(0)
        self._leaving = True

    # Themes

    def choose_theme(self, name: str) -> None:
        """Use a theme from now on, and the next time."""
        self.theme = name
        preferences.remember_theme(self._preferences_path, name)

    def _own_commands(self) -> "list[Command]":
        from console.screens.commands import Command

        names = {"dark": _("Theme: dark"), "light": _("Theme: light"), "contrast": _("Theme: high contrast")}
        return [Command(title, partial(self.choose_theme, name)) for name, title in names.items()]


_AT_THE_KEYS = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp, events.Paste)


def _import_the_rest() -> None:
    for module in LATER:
        importlib.import_module(module)


def open_console(options: argparse.Namespace, start_with: Sequence[str] = ()) -> int:
    """Open the console on what the options name and return its exit status. start_with: options of a new service."""

    async def connect() -> "Session":
        from console.session import connect

        return await connect(options, start_with)

    return show(connect)


def show(connect: "Callable[[], Awaitable[Session]]", *, demonstration: bool = False) -> int:
    """Open the console on a session that is opened once the frame is painted, and return its exit status."""
    app = Bedside(connect, preferences.default_path(), demonstration=demonstration)
    status = app.run()
    return status if status is not None else app.return_code or 0
