"""A small form: a few fields, and what the service says to them. It stays open until the service has said yes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, Static

from console.domain.errors import ConsoleError
from console.widgets.choice import Choice
from console.widgets.dialog import Dialog
from console.widgets.footer import Footer
from console.words import marked


@dataclass(frozen=True, kw_only=True)
class FormField:
    """What is asked. options: the only values there are (value and name). suggestions: what is offered in typing."""

    name: str
    label: str
    value: str = ""
    placeholder: str = ""
    options: Sequence[tuple[str, str]] = ()
    suggestions: Sequence[str] = ()


Submit = Callable[[Mapping[str, str]], Awaitable[None]]


class Form(Dialog[bool]):
    """Asks for some fields and hands them on. What is refused is said under them, and nothing typed is lost."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority, so that who types fast, or pastes several fields, has each letter in its field.
        Binding("enter", "submit", marked("Save"), priority=True),
        Binding("tab", "app.focus_next", marked("Next"), key_display="Tab", priority=True),
        Binding("down", "app.focus_next", marked("Next"), show=False, priority=True),
        Binding("up,shift+tab", "app.focus_previous", marked("Previous"), show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Form {
        .row { height: auto; }
        .label { width: 18; color: $tone-quiet; }
        Input { width: 1fr; height: 1; border: none; background: $panel; padding: 0 1; }
        Input:focus { border: none; background-tint: $foreground 8%; }
        #note { color: $tone-quiet; margin-bottom: 1; }
        #refusal { color: $tone-urgent; margin-top: 1; display: none; }
        #refusal.-shown { display: block; }
    }
    """

    def __init__(self, title: str, note: str, fields: Sequence[FormField], submit: Submit) -> None:
        super().__init__(title)
        self._note = note
        self._fields = fields
        self._submit = submit
        self._busy = False

    def compose(self) -> ComposeResult:
        """Put a field a line, what it means above, what was refused below."""
        with Vertical(id="box") as box:
            box.border_title = self._title.replace("[", "\\[")
            yield Static(self._note, id="note", markup=False)
            for each in self._fields:
                with Horizontal(classes="row"):
                    yield Label(each.label, classes="label", markup=False)
                    yield _entry(each)
            yield Static("", id="refusal", markup=False)
        yield Footer()

    @property
    def values(self) -> dict[str, str]:
        """What was entered, by field."""
        entered: dict[str, str] = {}
        for each in self._fields:
            entry = self.query_one(f"#{each.name}")
            entered[each.name] = entry.value.strip() if isinstance(entry, Input | Choice) else ""
        return entered

    def action_submit(self) -> None:
        """Hand the fields on; close when they were taken."""
        if not self._busy:
            self._busy = True
            self.run_worker(self._hand_on(), exit_on_error=True)

    async def _hand_on(self) -> None:
        try:
            await self._submit(self.values)
        except ConsoleError as error:
            self._refuse(error)
        else:
            self.dismiss(True)
        finally:
            self._busy = False

    def _refuse(self, error: ConsoleError) -> None:
        refusal = self.query_one("#refusal", Static)
        refusal.update("!! " + " ".join(part for part in (error.title, error.detail, error.hint) if part))
        refusal.add_class("-shown")


def _entry(field: FormField) -> Input | Choice:
    if field.options:
        return Choice(field.options, field.value, id=field.name)
    suggester = SuggestFromList(field.suggestions, case_sensitive=False) if field.suggestions else None
    return Input(field.value, placeholder=field.placeholder, suggester=suggester, id=field.name)
