"""What is painted first, while everything else is still being imported and the service is found or started."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from console.presentation.cell import Line
from console.presentation.heading import program
from console.screens.frame import Frame
from console.words import _, marked


class Starting(Frame):
    """An empty body that says it is starting, or why it could not."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "again", marked("Retry"))]
    DEFAULT_CSS = """
    Starting #starting { height: 1fr; padding: 1 4; content-align: center middle; text-align: center; }
    """

    def __init__(self, *, demonstration: bool = False) -> None:
        super().__init__()
        self._demonstration = demonstration

    def heading(self) -> Line:
        """Say from the first moment that what comes is a demonstration, where it is one."""
        return program(demonstration=self._demonstration)

    def compose_body(self) -> ComposeResult:
        """Say that the console is starting."""
        yield Static(_("Starting."), id="starting", markup=False)

    def begun(self) -> None:
        """Say that the service is looked for."""
        self.query_one("#starting", Static).update(_("Looking for the service."))
        self.remove_class("-failed")
        self.refresh_bindings()

    def failed(self, *sentences: str) -> None:
        """Say why there is no service, and what to do."""
        self.query_one("#starting", Static).update("\n\n".join(each for each in sentences if each))
        self.add_class("-failed")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to try again only after it failed."""
        return self.has_class("-failed") if action == "again" else True

    async def action_again(self) -> None:
        """Try again."""
        await self.run_action("app.begin")
