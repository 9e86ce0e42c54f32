"""What a screen is given: the town and how to ask its service, and what is shared between screens."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from console.client.service import ServiceClient
from console.presentation.cell import Cell
from console.presentation.presenting import alone
from console.presentation.scene import Scene
from console.state.snapshot import Snapshot
from console.state.store import Store
from console.widgets.stillness import Stillness


class Session(Protocol):
    """An open session with a service."""

    @property
    def client(self) -> ServiceClient:
        """What can be asked."""
        ...

    @property
    def store(self) -> Store:
        """What is known."""
        ...


@dataclass
class TakeBack:
    """The latest act that can be taken back. said: what was done."""

    said: str = ""
    undo: Callable[[], Awaitable[object]] | None = None

    def offer(self, said: str, undo: Callable[[], Awaitable[object]]) -> None:
        """Remember how to take this back; what was before can't be any more."""
        self.said, self.undo = said, undo

    def forget(self) -> None:
        """Offer nothing any more."""
        self.said, self.undo = "", None


class Presenting:
    """Whom alone the screens show, because somebody looks on: an account's id, None for the whole town."""

    def __init__(self) -> None:
        self.only: str | None = None
        self._town = self._alone = Snapshot()

    def shown(self, town: Snapshot) -> Snapshot:
        """Return what is shown of the town; the same picture for the same town."""
        if self.only is None:
            return town
        if town is not self._town:
            self._town, self._alone = town, alone(town, self.only)
        return self._alone

    def show(self, only: str | None) -> None:
        """Show only this person from now on, or the whole town."""
        self.only = only
        self._town = self._alone = Snapshot()


@dataclass
class InCall:
    """The call that this console takes part in. sign: whether it is heard there, None for no call."""

    sign: Cell | None = None


@dataclass(frozen=True)
class Surroundings:
    """One for all screens. demonstration: the town is known to be one, before anything of it has been loaded."""

    session: Session
    demonstration: bool = False
    stillness: Stillness = field(default_factory=Stillness)
    take_back: TakeBack = field(default_factory=TakeBack)
    presenting: Presenting = field(default_factory=Presenting)
    in_call: InCall = field(default_factory=InCall)

    @property
    def client(self) -> ServiceClient:
        """What can be asked of the service."""
        return self.session.client

    @property
    def scene(self) -> Scene:
        """What may be seen of the town, now."""
        shown = self.presenting.shown(self.session.store.snapshot)
        return Scene(shown, self.session.store.clock(), self.presenting.only)

    @property
    def town(self) -> Scene:
        """The whole town as it is known, now, whoever looks on."""
        return Scene(self.session.store.snapshot, self.session.store.clock())
