"""Requests and answers: the one place that knows the HTTP library. Refusals and failures come out as ConsoleError."""

import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx
import msgspec

from console import words
from console.domain.errors import ConsoleError, reason
from console.wire.problems import Problem, as_error
from console.words import _, marked

T = TypeVar("T")
PATIENCE = httpx.Timeout(30.0, connect=5.0)


class Busy(ConsoleError):
    """The service asks to be left alone for so many seconds."""

    def __init__(self, refusal: ConsoleError, retry_after: float) -> None:
        super().__init__(refusal.title, refusal.detail, refusal.hint, code=refusal.code)
        self.retry_after = retry_after


class Http:
    """A connection to one service with one token."""

    def __init__(
        self,
        url: str,
        token: str | None,
        transport: httpx.AsyncBaseTransport | None = None,
        certificate: str | None = None,
    ) -> None:
        headers = {"Accept-Language": words.language(), "Accept": "application/json, application/problem+json"}
        self.trust = _trusted(url, certificate)
        self.client = httpx.AsyncClient(
            headers=headers,
            timeout=PATIENCE,
            transport=transport,
            trust_env=False,
            verify=self.trust,
        )
        self.point_at(url, token)

    def point_at(self, url: str, token: str | None, certificate: str | None = None) -> None:
        """Ask this service from here on."""
        if certificate is not None:
            self.trust.load_verify_locations(cadata=certificate)
        self.url = url.rstrip("/")
        self.client.base_url = checked(self.url)
        if token:
            self.client.headers["Authorization"] = f"Bearer {_sendable(token)}"

    async def ask(
        self,
        method: str,
        path: str,
        answer: type[T],
        *,
        body: msgspec.Struct | None = None,
        params: Mapping[str, Any] | None = None,
        version: int | None = None,
        raw: bytes | None = None,
        content_type: str = "application/json",
        patience: httpx.Timeout = PATIENCE,
    ) -> T:
        """Ask once and return the answer as its type. version: the one that was seen, for a change."""
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        content = raw if raw is not None else None if body is None else msgspec.json.encode(body)
        if content is not None:
            headers["Content-Type"] = content_type
        try:
            response = await self.client.request(
                method, path, content=content, params=_present(params), headers=headers, timeout=patience
            )
        except httpx.HTTPError as failure:
            raise unreachable(self.url, failure) from failure
        return answered(response, answer)

    async def close(self) -> None:
        """Let the connection go."""
        await self.client.aclose()


def public_trust() -> ssl.SSLContext:
    """Return whoever this machine trusts, also by SSL_CERT_FILE."""
    context = httpx.create_ssl_context(trust_env=False)  # the library's list: a machine may have none of its own
    context.load_default_certs()
    return context


def _trusted(url: str, certificate: str | None) -> ssl.SSLContext:
    """Return whom to believe: that certificate alone, or whoever this machine trusts (also by SSL_CERT_FILE)."""
    if certificate is None and url.startswith("https"):
        return public_trust()
    # Without TLS nobody need be believed: reading the trusted certificates takes longer than a request.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if certificate is not None:
        context.load_verify_locations(cadata=certificate)
    return context


def checked(url: str) -> httpx.URL:
    """Return the address in its parts; raise invalid for what no service can have."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise _not_an_address(url) from error
    if parsed.scheme not in {"http", "https"} or not parsed.host or (parsed.port or 0) > 65535:
        raise _not_an_address(url)
    return parsed


def _sendable(token: str) -> str:
    if not all("!" <= letter <= "~" for letter in token):
        # What it is instead is not said: it is a secret, or a part of one.
        raise ConsoleError(
            _("That is not a token."), "", _("Copy the whole token again, from where it was made."), code="unauthorized"
        )
    return token


def _not_an_address(url: str) -> ConsoleError:
    return ConsoleError(
        _("That is not a service's address."), url, _("Write it like https://video.town.example."), code="invalid"
    )


def _present(params: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (params or {}).items() if value is not None}


def answered(response: httpx.Response, answer: type[T]) -> T:
    """Return what a response carries; raise what it refuses."""
    if response.is_success:
        if answer is type(None):
            return None
        try:
            return msgspec.json.decode(response.content, type=answer)
        except msgspec.DecodeError as error:
            raise _strange(response) from error
    refusal = _refusal(response)
    rest = seconds_asked(response.headers.get("Retry-After", ""), datetime.now(UTC))
    raise refusal if rest is None else Busy(refusal, rest)


def _refusal(response: httpx.Response) -> ConsoleError:
    try:
        return as_error(msgspec.json.decode(response.content, type=Problem))
    except msgspec.DecodeError:
        return _strange(response)


def seconds_asked(retry_after: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, section 10.2.3), which names them or a date."""
    if retry_after.isascii() and retry_after.isdecimal():
        return float(retry_after)
    try:
        date = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds())


def _strange(response: httpx.Response) -> ConsoleError:
    return ConsoleError(
        _("The answer is not from a Bedside service, or from one of another version."),
        f"HTTP {response.status_code}",
        _("See that the address is right and that both sides are up to date."),
        code="strange-answer",
    )


def unreachable(url: str, failure: httpx.HTTPError) -> ConsoleError:
    """Return why the service could not be asked, certificate trouble told apart."""
    trouble = next((one for one in _causes(failure) if isinstance(one, ssl.SSLCertVerificationError)), None)
    if trouble is not None:
        return ConsoleError(
            _("The service's certificate is not trusted by this machine."),
            _untrusted(trouble),
            _("See the certificate's name, its date and who signed it."),
            code="tls-untrusted",
        )
    return ConsoleError(
        _("The service at {url} does not answer.", url=url),
        _why(failure),
        _("See that it runs and that this machine reaches it."),
        code="unreachable",
    )


def _why(failure: httpx.HTTPError) -> str:
    """Say by its kind why there was no answer: the libraries' own sentences are for programmers."""
    if isinstance(failure, httpx.TimeoutException):
        return _("It took too long to answer.")
    for cause in _causes(failure):
        if isinstance(cause, OSError) and (said := reason(cause)):
            return said
    if isinstance(failure, httpx.ConnectError):
        return _("The connection could not be made.")
    return _("The connection was cut off.")


def _untrusted(trouble: ssl.SSLCertVerificationError) -> str:
    return _(_UNTRUSTED.get(trouble.verify_code, ""))


# By the codes of OpenSSL's x509_vfy.h.
_SIGNED_BY_NOBODY_KNOWN = marked("It was signed by nobody whom this machine knows.")
_OUT_OF_DATE = marked("It has expired, or is not valid yet.")
_ANOTHER_NAME = marked("It was made for another address.")
_UNTRUSTED = {
    **dict.fromkeys((2, 18, 19, 20, 21), _SIGNED_BY_NOBODY_KNOWN),
    **dict.fromkeys((9, 10), _OUT_OF_DATE),
    **dict.fromkeys((62, 64), _ANOTHER_NAME),
}


def _causes(failure: BaseException) -> Iterator[BaseException]:
    """Yield a failure and what it came from, of several at once the first."""
    cause: BaseException | None = failure
    while cause is not None:
        yield cause
        cause = cause.exceptions[0] if isinstance(cause, BaseExceptionGroup) else cause.__cause__ or cause.__context__
