"""One of a few values, chosen with the arrow keys or by its first letter."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widget import Widget

from console.words import marked


class Choice(Widget, can_focus=True):
    """Shows the chosen value between two arrows. options: value and what it is called."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", marked("Next"), show=False),
        Binding("left", "turn(-1)", marked("Previous"), show=False),
    ]
    DEFAULT_CSS = """
    Choice {
        height: 1;
        width: 1fr;
        background: $panel;
        padding: 0 1;
        &:focus { background: $cursor; color: $cursor-text; }
        &:nocolor:focus { text-style: reverse; }
    }
    """

    chosen: reactive[int] = reactive(0)

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options = options
        values = [each for each, _name in options]
        self.set_reactive(Choice.chosen, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._options[self.chosen][0] if self._options else ""

    def render(self) -> str:
        """Show what is chosen."""
        return f"< {self._options[self.chosen][1] if self._options else '-'} >"

    def action_turn(self, by: int) -> None:
        """Choose the next or the previous one."""
        if self._options:
            self.chosen = (self.chosen + by) % len(self._options)

    def on_click(self) -> None:
        """Choose the next one."""
        self.action_turn(1)

    def on_key(self, event: events.Key) -> None:
        """Choose the next one that begins with the letter."""
        letter = (event.character or "").casefold()
        if not letter.strip() or not letter.isprintable():
            return
        event.stop()
        event.prevent_default()
        order = [*range(self.chosen + 1, len(self._options)), *range(self.chosen + 1)]
        found = next((n for n in order if self._options[n][1].casefold().startswith(letter)), None)
        if found is not None:
            self.chosen = found

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters choose: they do nothing else here."""
        return bool(character and character.isprintable())
