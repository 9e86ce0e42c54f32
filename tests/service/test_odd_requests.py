"""Requests that no honest client sends: each is refused in good order, and the service goes on."""

import http.client
import json
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.conftest import ServiceProcess

PATIENCE = 30
JSON = {"Content-Type": "application/json"}
NAME = b'{"userName": "a", "displayName": %s, "email": "a@b"}'

BODIES = {
    "lone surrogate": NAME % rb'"\ud800"',
    "surrogates the wrong way round": NAME % rb'"\udc00\ud800"',
    "NUL": NAME % rb'"a\u0000b"',
    "raw NUL": NAME % b'"a\x00b"',
    "not UTF-8": NAME % b'"\xff\xfe"',
    "a surrogate in UTF-8": NAME % b'"\xed\xa0\x80"',
    "a number for a name": NAME % b"1",
    "a huge number": NAME % (b"9" * 10_000),
    "a number beyond all": NAME % b"1e99999",
    "not a number": NAME % b"NaN",
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "half of it": b'{"userName": "a"',
    "two of them": NAME % b'"a"' + NAME % b'"a"',
    "deep": b"[" * 100_000,
    "deep in a field": NAME % (b"[" * 100_000 + b"]" * 100_000),
    "an unknown field": b'{"userName": "a", "displayName": "a", "email": "a@b", "role": "admin", "owner": true}',
    "a role that tokens alone have": b'{"userName": "a", "displayName": "a", "email": "a@b", "role": "agent"}',
    "another encoding": NAME.decode().encode("utf-16"),
}
PATHS = [
    "/api/v1/accounts?cursor=%00",
    "/api/v1/accounts?cursor=%ed%a0%80",
    "/api/v1/accounts?q=%ff",
    "/api/v1/accounts?q=" + "%25" * 200,
    "/api/v1/accounts?limit=0",
    "/api/v1/accounts?limit=1001",
    "/api/v1/accounts?limit=" + "9" * 5_000,
    "/api/v1/accounts?limit=1e3",
    "/api/v1/accounts?limit=1&limit=2",
    "/api/v1/accounts/%00",
    "/api/v1/accounts/%2e%2e%2f",
    "/api/v1/accounts/..%2f..%2fetc%2fpasswd",
    "/api/v1/accounts/" + "a" * 8_000,
    "/api/v1/calls?from=now",
    "/api/v1/calls?from=0001-01-01T00:00:00%2B14:00&to=9999-12-31T23:59:59-14:00",
    "/api/v1/calls?status=running,,",
    "/api/v1/calls?host=%00",
    "/api/v1/alerts?state=OPEN",
    "/api/v1/audit?subject=%f0%9f%92%a9",
    "//api/v1/accounts",
    "/%",
]
HEADERS = [
    {"If-Match": "W/1"},
    {"If-Match": '"' + "9" * 400 + '"'},
    {"If-Match": '"1", "2"'},
    {"If-Match": "\xff"},
    {"Accept-Language": "\xff" * 500},
    {"Accept-Language": "zz-\x7f"},
    {"Last-Event-ID": "\xff"},
    {"Host": "a b"},
    {"Content-Type": "text/plain"},
    {"Content-Encoding": "gzip"},
    {"X-Forwarded-For": "nobody"},
    {"Cookie": "=;;=\xff"},
]
TOKENS = ["", "Bearer", "Bearer ", "Basic YTpi", "bearer \xff", "Bearer " + "x" * 8_000, "Bearer a b", "Bearer \x7f"]


class Raw:
    """Requests as they are, past a client library that would set them right."""

    def __init__(self, service: ServiceProcess) -> None:
        self._place = urlsplit(service.url).netloc
        self._token = f"Bearer {service.token}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection(self._place, timeout=PATIENCE)
        given = {"Authorization": self._token, **headers}
        connection.putrequest(method, path, skip_host="Host" in given)
        for name, value in given.items():
            connection.putheader(name, value.encode("latin-1"))
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        found = answer.status, answer.getheader("Content-Type") or "", answer.read()
        connection.close()
        return found


def is_in_good_order(answer: tuple[int, str, bytes]) -> bool:
    """Tell whether it is an answer, or a refusal in the form of a problem (or of the server, of what is no HTTP)."""
    status, kind, body = answer
    if status < 400 or body == b"Invalid HTTP request received.":
        return True
    return status < 500 and kind == "application/problem+json" and json.loads(body)["status"] == status


def test_odd_requests_are_refused_in_good_order_and_the_service_goes_on(serve: Callable[..., ServiceProcess]) -> None:
    raw = Raw(serve())
    bodies = {name: raw.ask("POST", "/api/v1/accounts", body, **JSON) for name, body in BODIES.items()}
    paths = {path: raw.ask("GET", path) for path in PATHS}
    headers = {
        repr(given): raw.ask("PATCH", "/api/v1/organisation", b'{"name": "x"}', **{**JSON, **given})
        for given in HEADERS
    }
    tokens = {token: raw.ask("GET", "/api/v1/accounts", Authorization=token) for token in TOKENS}

    everything = {**bodies, **paths, **headers, **tokens}
    assert {name: answer for name, answer in everything.items() if not is_in_good_order(answer)} == {}
    assert {name for name, answer in bodies.items() if answer[0] != 400} == set()
    assert {answer[0] for answer in tokens.values()} <= {400, 401}
    status, _kind, body = raw.ask("GET", "/api/v1/accounts")
    assert (status, json.loads(body)["items"]) == (200, [])


def test_body_that_is_too_large_is_refused(serve: Callable[..., ServiceProcess]) -> None:
    raw = Raw(serve())

    status, kind, _body = raw.ask("POST", "/api/v1/accounts", b" " * (21 * 1024 * 1024), **JSON)

    assert (status, kind) == (413, "application/problem+json")
