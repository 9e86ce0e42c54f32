"""The last line: the keys that do something here."""

from typing import Any

from textual import events
from textual.binding import Binding
from textual.screen import Screen

from console.presentation.cell import Cell, Line, Tone
from console.widgets.bar import Bar
from console.words import _

MOST_KEYS = 8
MOST_CHARACTERS = 8

KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "ctrl+q": "Ctrl+Q",
}


class Footer(Bar):
    """Shows the bindings that are in force, those of the focused thing first."""

    DEFAULT_CSS = """
    Footer { dock: bottom; background: $panel; }
    """

    def on_mount(self) -> None:
        """Draw anew whenever other keys are in force."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)
        self._bindings_updated(self.screen)

    def on_resize(self, event: events.Resize) -> None:
        """Draw closer together where there is little room."""
        self._bindings_updated(self.screen)

    def _bindings_updated(self, screen: Screen[Any]) -> None:
        if self.is_attached and self.screen is self.app.screen:
            shown = bindings_shown(screen)
            width = sum(len(key_name(binding)) + len(_(binding.description)) + 3 for binding in shown)
            self.show(_keys(shown, "  " if width <= self.size.width else " "))


def bindings_shown(screen: Screen[Any]) -> list[Binding]:
    """Return the bindings that a screen's footer shows, in their order, each action once."""
    shown: dict[str, Binding] = {}
    for active in screen.active_bindings.values():
        if active.binding.show and active.enabled:
            shown.setdefault(active.binding.action, active.binding)
    # What Enter does comes first, whoever binds it; what Esc does last.
    return sorted(shown.values(), key=lambda each: (each.key == "escape") - (each.key == "enter"))[:MOST_KEYS]


def key_name(binding: Binding) -> str:
    """Return a key as people know it."""
    return binding.key_display or KEY_NAMES.get(binding.key, binding.key)


def _keys(bindings: list[Binding], gap: str) -> Line:
    cells: list[Cell] = []
    for binding in bindings:
        key = key_name(binding)
        action = f"app.simulate_key({binding.key!r})"
        cells += [Cell(key, Tone.KEY, action), Cell(f" {_(binding.description)}{gap}", Tone.NORMAL, action)]
    return cells
