"""What can be done: by a key, by the command line, from help. One list for all of them."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from textual.app import App
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input

from console.widgets.chooser import Option
from console.widgets.footer import key_name
from console.words import _

BY_THEMSELVES = frozenset(
    binding.description
    for kind in (ScrollableContainer, Screen, Input)
    for binding in kind.BINDINGS
    if isinstance(binding, Binding)
)
"""What Textual's panes and fields do without us, such as "Scroll Left": in English only, and looked up by nobody."""


class Command(NamedTuple):
    """Something that can be done. key: the key that does it too, or an empty text."""

    title: str
    run: Callable[[], Awaitable[object] | None]
    key: str = ""


def bound(screen: Screen[Any]) -> list[Command]:
    """Return what the keys of a screen do now."""
    commands: dict[str, Command] = {}
    # What the footer shows first; how to move about is known to most.
    for active in sorted(screen.active_bindings.values(), key=lambda each: not each.binding.show):
        binding = active.binding
        ours = binding.description and binding.description not in BY_THEMSELVES and not binding.system
        if active.enabled and ours:
            run = partial(_run, screen.app, binding.action, active.node)
            commands.setdefault(
                binding.action, Command(_(binding.tooltip or binding.description), run, key_name(binding))
            )
    return list(commands.values())


async def _run(app: App[Any], action: str, node: DOMNode) -> None:
    await app.run_action(action, node)


def matching(commands: Iterable[Command], typed: str) -> Sequence[Option]:
    """Return the commands that fit what was typed, those that begin with it first."""
    words = typed.casefold().split()
    fitting = [each for each in commands if all(word in f"{each.title} {each.key}".casefold() for word in words)]
    fitting.sort(key=lambda each: not each.title.casefold().startswith(typed.casefold().strip()))
    return [Option(each.key, each.title, "", each) for each in fitting]
