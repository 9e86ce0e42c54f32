"""The two things an agent asks of the service: to trade its code, and to take a report."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx
import msgspec

from console.domain.devices import AgentIdentity, Redemption, Report
from console.domain.errors import ConsoleError
from console.wire import paths
from console.wire.problems import Problem, as_error
from console.words import _

ANSWER_WITHIN = 15.0


class NotTaken(ConsoleError):
    """The service did not take it. status: of HTTP, 0 without an answer. rest: seconds it asks to be left alone."""

    status: int = 0
    rest: float | None = None


class Service:
    """The service as the agent knows it."""

    def __init__(self) -> None:
        self._http = httpx.AsyncClient(timeout=ANSWER_WITHIN)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def redeem(self, url: str, code: str) -> AgentIdentity:
        """Trade the one-time code for a token; raise NotTaken for a code that is not valid."""
        answer = await self._post(url + paths.REDEMPTIONS, msgspec.json.encode(Redemption(code=code)))
        return msgspec.json.decode(answer.content, type=AgentIdentity)

    async def report(self, url: str, workstation_id: str, token: str, report: Report) -> None:
        """Hand a report over; raise NotTaken if the service has not taken it."""
        await self._post(f"{url}{paths.WORKSTATIONS}/{workstation_id}/reports", msgspec.json.encode(report), token)

    async def _post(self, url: str, body: bytes, token: str | None = None) -> httpx.Response:
        headers = {"Content-Type": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        try:
            answer = await self._http.post(url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotTaken(
                _("The service can't be reached."),
                str(error) or type(error).__name__,
                _("See that its address is right and that this machine is on the network."),
                code="unreachable",
            ) from error
        if not answer.is_success:
            raise _refusal(answer)
        return answer


def _refusal(answer: httpx.Response) -> NotTaken:
    try:
        told = as_error(msgspec.json.decode(answer.content, type=Problem))
    except msgspec.DecodeError:  # a proxy's own page, say
        told = ConsoleError(_("The service answered with an error."), f"HTTP {answer.status_code}")
    refusal = NotTaken(told.title, told.detail, told.hint, code=told.code)
    refusal.status = answer.status_code
    refusal.rest = rest_asked(answer.headers.get("Retry-After"), datetime.now(UTC))
    return refusal


def rest_asked(retry_after: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, section 10.2.3): seconds, or a date."""
    if retry_after is None:
        return None
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except ValueError:
        return None
