"""The base of what asks something in front of a screen, and the three plain ones: confirm, tell, and explain."""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from console.widgets.footer import Footer
from console.words import marked

R = TypeVar("R")


class Dialog(ModalScreen[R]):
    """A titled box in the middle. Esc leaves it with nothing done."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", marked("Back"))]
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        #box {
            width: 64;
            max-width: 94%;
            height: auto;
            max-height: 90%;
            padding: 1 2;
            border: round $tone-key;
            border-title-style: bold;
            background: $background;
            overflow-y: auto;
        }
    }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Put the box in the middle and its keys on the last line."""
        box = Vertical(*self.content(), id="box")
        box.border_title = self._title.replace("[", "\\[")
        yield box
        yield Footer()

    def content(self) -> "list[Static]":
        """Return what stands in the box."""
        return []

    def action_leave(self) -> None:
        """Leave with nothing done."""
        self.dismiss(None)


class Confirm(Dialog[bool]):
    """Asks before something is changed, and says who will see what."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "confirm", marked("Do it")),
        Binding("y", "confirm", marked("Yes"), show=False),
        Binding("n", "leave", marked("No"), show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = text

    def content(self) -> list[Static]:
        """Say what will happen."""
        return [Static(self._text, markup=False)]

    def action_confirm(self) -> None:
        """Say yes."""
        self.dismiss(True)


class Tell(Dialog[None]):
    """Says something that is said this once, until it is closed. copied: what `y` copies."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", marked("Copy")),
        Binding("enter,escape", "leave", marked("Close")),
    ]

    def __init__(self, title: str, text: str, copied: str = "") -> None:
        super().__init__(title)
        self._text = text
        self._copied = copied

    def content(self) -> list[Static]:
        """Say it."""
        return [Static(self._text, markup=False)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to copy only where there is something to copy."""
        return bool(self._copied) if action == "copy" else True

    def action_copy(self) -> None:
        """Copy it to the clipboard of the terminal."""
        self.app.copy_to_clipboard(self._copied)
        self.notify(self._copied, markup=False)
