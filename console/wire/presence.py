"""Who needs a service just now: asked before it is stopped."""

from console.domain.noun import Noun


class Presence(Noun, frozen=True, kw_only=True):
    """Counts of open consoles (streams of people's tokens), workstations online, and seats waiting or joined."""

    consoles: int = 0
    agents: int = 0
    seats: int = 0

    @property
    def anybody(self) -> bool:
        """Whether somebody would lose something if the service stopped."""
        return self.consoles + self.agents + self.seats > 0
