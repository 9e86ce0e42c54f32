"""What a screen is given: the town and how to ask its service, and what is shared between screens."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from console.client.service import ServiceClient
from console.presentation.scene import Scene
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


@dataclass(frozen=True)
class Surroundings:
    """One for all screens."""

    session: Session
    stillness: Stillness = field(default_factory=Stillness)
    take_back: TakeBack = field(default_factory=TakeBack)

    @property
    def client(self) -> ServiceClient:
        """What can be asked of the service."""
        return self.session.client

    @property
    def scene(self) -> Scene:
        """The town as it is known, now."""
        return Scene(self.session.store.snapshot, self.session.store.clock())
