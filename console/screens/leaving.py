"""Leaving: the home's own service stops with its last console, unless somebody would lose something."""

from contextlib import suppress
from typing import Protocol

from textual.app import App

from console.domain.errors import ConsoleError
from console.widgets.chooser import Chooser, Option
from console.wire.presence import Presence
from console.words import _, plural


class Leavable(Protocol):
    """A session that can be left."""

    async def needed_by(self) -> Presence:
        """Return who else would lose something if the service stopped now."""
        ...

    async def close(self, *, stop: bool) -> None:
        """Let the service go; stop it, if it is this home's own."""
        ...


async def leave(app: App[int], session: Leavable) -> None:
    """Quit, after asking where that could stop somebody's service."""
    try:
        needed_by = await session.needed_by()
    except ConsoleError:
        needed_by = Presence()  # it has gone by itself: nothing is left to be stopped
    stop = not needed_by.anybody
    if not stop and not needed_by.consoles:
        answer: Option | None = await app.push_screen_wait(_question(needed_by))
        if answer is None:
            return
        stop = answer.value is True
    with suppress(ConsoleError):  # it has gone by itself
        await session.close(stop=stop)
    app.exit(0)


def _question(needed_by: Presence) -> Chooser:
    who = ", ".join(
        said
        for n, said in (
            (needed_by.seats, plural("{n} person in a call", "{n} people in calls", needed_by.seats)),
            (needed_by.agents, plural("{n} workstation", "{n} workstations", needed_by.agents)),
        )
        if n
    )
    options = [
        Option("", _("Quit, and leave the service running"), "", False),
        Option("", _("Quit, and stop the service"), _("they lose it"), True),
    ]
    return Chooser(_("Connected: {who}", who=who), _("What to do"), "", lambda typed: options)
