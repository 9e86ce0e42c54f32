"""A connection to the service that this workstation is enrolled with."""

from console.agent.files import AgentFiles, Identity
from console.client.service import ServiceClient
from console.domain.errors import ConsoleError
from console.wire import run_file
from console.words import _


class Connection:
    """One user's: whoever needs the service at the same time as another has a connection of its own.

    identity: as whom the agent is known there, None before the first use and once the workstation is not enrolled.
    """

    def __init__(self, files: AgentFiles) -> None:
        self._files = files
        self.identity: Identity | None = None
        self._where: tuple[Identity, str, str | None] | None = None
        self._client: ServiceClient | None = None

    def known(self) -> Identity:
        """Return who the agent is now: it may have been enrolled anew. Raise ConsoleError where it is not enrolled."""
        self.identity = self._files.identity()
        if self.identity is None:
            raise ConsoleError(_("This workstation is not enrolled any more."), hint=how_to_enrol())
        return self.identity

    def is_enrolled_anew(self) -> bool:
        """Tell whether the agent is another one than at the last use."""
        return self._files.identity() != self.identity

    async def open(self, identity: Identity) -> ServiceClient:
        """Return the service as this agent sees it. Raise ConsoleError where its home's own is not running."""
        where = (identity, *_address(self._files, identity))
        if self._client is None or self._where != where:
            await self.close()
            self._where = where
            self._client = ServiceClient(where[1], identity.token, certificate=where[2])
        return self._client

    async def close(self) -> None:
        """Let it go."""
        if self._client is not None:
            await self._client.close()
            self._client = None


def how_to_enrol() -> str:
    """Return what to do where the agent has no token, or none that counts."""
    return _("Ask for a code, which is made in Devices, and run: bedside agent --enrol")


def _address(files: AgentFiles, identity: Identity) -> tuple[str, str | None]:
    """Return where the service answers, and its certificate where that is known."""
    if identity.service_url:
        return identity.service_url, None
    running = run_file.read(files.home)
    if running is None:
        raise ConsoleError(_("The service of this home is not running."))
    return running.url, running.certificate
