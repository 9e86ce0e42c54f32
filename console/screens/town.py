"""The base of every screen over the town: it draws when it is shown, and does nothing while it is hidden."""

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from console.domain.errors import ConsoleError
from console.domain.tokens import Principal, TokenRole
from console.presentation import status
from console.presentation.cell import Cell, Line
from console.presentation.detail import Detail, text
from console.presentation.scene import Scene
from console.screens.commands import Command
from console.screens.frame import Frame, find_key, tab_line
from console.screens.surroundings import Surroundings
from console.widgets.bar import Bar
from console.widgets.dialog import Confirm
from console.words import _, marked


class TownScreen(Frame):
    """A screen over the town. The window calls `draw` when something may be new and this screen is the one shown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "copy", marked("Copy"), show=False)]
    # Textual declares these two as variables of instances.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-high")]  # noqa: RUF012

    # Who may do what the keys of a screen do; what is not here, everybody may.
    ALLOWED: ClassVar[Mapping[str, frozenset[TokenRole]]] = {}

    def __init__(self, mode: str, around: Surroundings) -> None:
        super().__init__(mode)
        self.around = around
        self._hidden = True
        self._me: Principal | None = None

    # Drawing

    def heading(self) -> Line:
        """Say whose town this is, and first whether this console is heard in a call."""
        heading = status.heading(self.around.scene, demonstration=self.around.demonstration)
        sign = self.around.in_call.sign
        return heading if sign is None else [sign, Cell("  "), *heading]

    def on_screen_suspend(self) -> None:
        """Note that nobody looks any more; behind a dialog the screen is still seen."""
        self._hidden = self.app.current_mode != self.mode

    def on_screen_resume(self) -> None:
        """Catch up with what happened while the screen was hidden."""
        if self._hidden:
            self._hidden = False
            self.catch_up()
        self.draw()

    def catch_up(self) -> None:
        """Forget what was held still: nobody was looking."""

    def begin_anew(self) -> None:
        """Show the town as if for the first time, also while hidden: nothing of what was shown may be seen again."""
        self.catch_up()
        self.draw()

    def draw(self) -> None:
        """Show the town as it is known now."""
        scene, link = self.around.scene, self.around.session.store.link
        if scene.snapshot.me != self._me:
            self._me = scene.snapshot.me
            self.refresh_bindings()
        self.query_one("#header", Bar).show(self.heading(), status.freshness(scene, link))
        self.query_one("#tabs", Bar).show(tab_line(self.mode, status.counts(scene), self.size.width), find_key())
        self.draw_body(scene, status.waiting(scene, link))

    def draw_body(self, scene: Scene, waiting: str) -> None:
        """Show what stands between. waiting: what is said while nothing has come yet."""

    # What can be done here

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nobody what the service would refuse them."""
        return self._me is None or self._me.role in self.ALLOWED.get(action, {self._me.role})

    def commands(self) -> Iterable[Command]:
        """Return what can be done on this screen besides what its keys do."""
        return ()

    def go_to(self, thing_id: str) -> None:
        """Select a thing of this screen."""

    def selected_person(self) -> str | None:
        """Return the id of the account that the selected thing belongs to."""
        return None

    def selected_detail(self) -> Detail | None:
        """Return what is known of what is selected, for copying."""
        return None

    def action_copy(self) -> None:
        """Copy what is known of the selected thing, through the terminal, to the clipboard."""
        detail = self.selected_detail()
        if detail is None:
            self.notify(_("Nothing is selected, so nothing was copied."), severity="warning")
            return
        self.app.copy_to_clipboard(text(detail))
        self.notify(_("Copied: {what}", what=detail.title), markup=False)

    # Asking the service

    def carry_out(self, wish: Coroutine[Any, Any, None]) -> None:
        """Do something that asks the service; tell when it was refused. One thing at a time."""
        self.run_worker(self._carried_out(wish), group="wishes")

    async def _carried_out(self, wish: Awaitable[None]) -> None:
        try:
            await wish
        except ConsoleError as error:
            tell_error(self, error)

    async def confirmed(self, title: str, question: str) -> bool:
        """Ask before something is changed; the question names who will see what."""
        answer: bool | None = await self.app.push_screen_wait(Confirm(title, question))
        return answer is True

    def done(self, said: str, undo: Callable[[], Awaitable[object]] | None = None) -> None:
        """Say what was done, once the service has said so, and how it is taken back."""
        if undo is None:
            self.notify(said, markup=False)
        else:
            self.around.take_back.offer(said, undo)
            self.notify(f"{said} {_('u takes it back.')}", markup=False)


def tell_error(screen: Frame, error: ConsoleError) -> None:
    """Tell of an error: what happened, and what to do."""
    told = " ".join(part for part in (error.detail, error.hint) if part)
    screen.notify(told or error.title, title=error.title if told else "", severity="error", timeout=12, markup=False)
