"""Finds any person, call or device by a few letters."""

from collections.abc import Iterator
from typing import NamedTuple

from console.presentation import calls
from console.presentation.devices import owner
from console.presentation.scene import UNKNOWN, Scene
from console.words import _

MOST = 50


class Found(NamedTuple):
    """A thing that was found: the screen's mode and the id that show it, what kind it is, its name, a note."""

    mode: str
    id: str
    kind: str
    name: str
    note: str


def find(scene: Scene, typed: str) -> list[Found]:
    """Return the things whose names have all the words in them, those that begin with the text first."""
    words = typed.casefold().split()
    if not words:
        return []
    start = typed.casefold().strip()
    hits: list[Found] = []
    for found in _everything(scene):
        text = f"{found.name} {found.note}".casefold()
        if all(word in text for word in words):
            hits.append(found)
            if len(hits) >= MOST * 4:
                break
    hits.sort(key=lambda found: not found.name.casefold().startswith(start))
    return hits[:MOST]


def _everything(scene: Scene) -> Iterator[Found]:
    snapshot = scene.snapshot
    person, call_, device = _("person"), _("call"), _("device")
    for account in snapshot.accounts.values():
        yield Found(
            "accounts", account.id, person, account.display_name, f"{account.unit or ''}  {account.user_name}".strip()
        )
    for call in sorted(snapshot.calls.values(), key=lambda call: abs(call.dtstart - scene.now)):
        about = (scene.service(call.service_id, call.department), scene.where(call.room_id, call.place_id))
        note = ", ".join(each for each in about if each != UNKNOWN)
        yield Found("calls", call.id, call_, calls.title(call, scene), note)
    for machine in snapshot.workstations.values():
        yield Found("devices", machine.id, device, machine.name, owner(machine, scene))
