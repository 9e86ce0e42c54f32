"""The last line: the keys that do something here."""

from typing import Any

from textual import events
from textual.binding import Binding
from textual.screen import Screen

from console.presentation.cell import Cell, Line, Tone, plain
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
            self.show(fitting(bindings_shown(screen), self.size.width))


def bindings_shown(screen: Screen[Any]) -> list[Binding]:
    """Return the bindings that a screen's footer shows, in their order, each action once."""
    shown: dict[str, Binding] = {}
    for active in screen.active_bindings.values():
        if active.binding.show and active.enabled:
            shown.setdefault(active.binding.action, active.binding)
    # What Enter does comes first, whoever binds it; what Esc does last.
    kept = sorted(shown.values(), key=lambda each: (each.key == "escape") - (each.key == "enter"))
    while len(kept) > MOST_KEYS and (last := _first_to_give_way(kept)):
        kept.remove(last)
    return kept


def fitting(bindings: list[Binding], width: int) -> Line:
    """Return the keys as they are shown in so many columns: closer together, and fewer, where there is little room.

    The last of a screen's own keys give way first; help tells of them. Every label that is shown is whole.
    """
    lines = [_keys(bindings, "  ")]
    kept = list(bindings)
    lines.append(_keys(kept, " "))
    while last := _first_to_give_way(kept):
        kept.remove(last)
        lines.append(_keys(kept, " "))
    return next((line for line in lines if len(plain(line)) <= width), lines[-1])


def _first_to_give_way(bindings: list[Binding]) -> Binding | None:
    """Return the last that a person can miss: help tells of it, and how to go on and to leave is still there."""
    return next((one for one in reversed(bindings) if one.action not in _STAYING and one.key not in _STAYING), None)


_STAYING = frozenset({"help", "command", "leave", "enter", "escape"})


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
