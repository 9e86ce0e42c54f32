"""Writes docs/api.md from the API's own document: `make docs`."""

import asyncio
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx

from console.service.app import create_app
from console.service.backend import Backend
from console.service.clock import machine_clock
from console.service.database import Database
from console.service.migrating import bring_up_to_date
from console.wire import paths

_PAGE = re.compile(r"Page_.*\.(\w+)_$")
ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "api.md"
INTRODUCTION = """\
# The service's API

Written by `make docs` from the service's own OpenAPI document, which it answers at `/api/v1/openapi.json` without
a token.

- **Who asks**: `Authorization: Bearer TOKEN`. A token belongs to one organisation and has a role: admin, support,
  viewer, employee (own calls), agent (a workstation's), scrape (figures).
- **Lists**: `{"items": [...], "next": cursor or null}`; `?limit=` up to 1,000, `?cursor=` goes on after a page.
- **Times**: RFC 3339, in UTC. Ids: UUID version 7, they sort by the time they were made.
- **Changes**: every thing has a `version`, which is its `ETag`. A `PATCH` needs `If-Match`: without it 428, after
  somebody else's change 412, whatever else is wrong with it.
- **Refusals**: `application/problem+json` (RFC 9457) with `title`, `detail` and `hint`, in the language of
  `Accept-Language` (en, fi, sv); `type` ends with a stable code. 429 and 503 say `Retry-After`.
- **Events**: `GET /api/v1/events` streams server-sent events. `change` carries `{"id", "at", "topic", "items",
  "removed"}`: the things as they are now, and the ids of those that are gone. Whoever may read things of a topic at all
  hears all of its `removed`, also of what was never theirs to see: nobody knows any more whose it was, and an id tells
  only when a thing was made. `reload`: what was missed can't be told, read anew. `clock`: the service's time. `stop`:
  it goes down, or the token is good no more. `Last-Event-ID` goes on after an event; events are kept for 24 hours.
- **Signalling**: `/api/v1/echo` is a WebSocket for a test of the way that a call's sound takes. One JSON message a
  frame, `kind` names it: `ping` is answered by `pong`, `prepare` by `prepared`, `offer` (`sdp`, with all candidates) by
  the `answer` of a peer that sends back what it hears until the socket closes; what can't be done by `refusal` with a
  `problem`. The same token as elsewhere, by everybody but `scrape`; the socket closes when it is good no more.
"""


async def _document() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bedside.sqlite3"
        bring_up_to_date(url)
        database = Database(url)
        backend = Backend(database, machine_clock)
        transport = httpx.ASGITransport(create_app(backend))  # type: ignore[arg-type]  # the same protocol, typed otherwise
        async with httpx.AsyncClient(transport=transport, base_url="http://it") as client:
            document: dict[str, Any] = (await client.get(paths.OPENAPI)).raise_for_status().json()
        database.close()
    return document


def page(document: Mapping[str, Any]) -> str:
    """Return the page: an overview, each route by its tag, each noun with its fields."""
    return "\n".join([INTRODUCTION, "## Routes", *_routes(document), "", "## Nouns", *_nouns(document)]) + "\n"


def _routes(document: Mapping[str, Any]) -> Iterator[str]:
    by_tag: dict[str, list[str]] = {}
    for path, operations in sorted(document["paths"].items()):
        for method, operation in operations.items():
            by_tag.setdefault(operation.get("tags", ["service"])[0], []).append(_route(method, path, operation))
    for tag in sorted(by_tag):
        yield f"\n### {tag}\n\n| route | what it does | takes | answers |\n|---|---|---|---|"
        yield from by_tag[tag]


def _route(method: str, path: str, operation: Mapping[str, Any]) -> str:
    says = " ".join(str(operation.get("description") or operation.get("summary", "")).split())
    takes = [f"`{parameter['name']}`" for parameter in operation.get("parameters", []) if parameter["in"] != "path"]
    body = operation.get("requestBody", {}).get("content", {})
    takes += [_shape(content["schema"]) for content in body.values()]
    return f"| `{method.upper()} {path}` | {says} | {', '.join(takes) or '-'} | {', '.join(_answers(operation))} |"


def _answers(operation: Mapping[str, Any]) -> Iterator[str]:
    for status, response in sorted(operation["responses"].items()):
        contents = response.get("content", {})
        shape = next((_shape(content["schema"]) for content in contents.values() if "schema" in content), "")
        yield f"{status} {shape}".strip() if int(status) < 400 else status


def _shape(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if (page_of := _PAGE.match(name)) is not None:
            return f"page of {_link(page_of[1])}"
        return _link(name)
    if "anyOf" in schema or "oneOf" in schema:
        return " or ".join(_shape(part) for part in schema.get("anyOf", schema.get("oneOf", [])))
    if schema.get("type") == "array":
        kinds = dict.fromkeys(_shape(part) for part in schema.get("prefixItems", [schema.get("items") or {}]))
        return f"list of {' or '.join(kinds)}"
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        return " / ".join(f"`{value}`" for value in values[:12]) + (" ..." if len(values) > 12 else "")
    kind = schema.get("type", "anything")
    return str(schema.get("format", kind)) if isinstance(kind, str) else " or ".join(kind)


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _nouns(document: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in sorted(document["components"]["schemas"].items()):
        if _PAGE.match(name):
            continue
        yield f"\n### {name}\n\n{_paragraph(schema.get('description', ''))}"
        fields = schema.get("properties", {})
        if fields:
            yield "\n| field | kind | needed |\n|---|---|---|"
        for field, kind in fields.items():
            yield f"| `{field}` | {_shape(kind)} | {'yes' if field in schema.get('required', []) else ''} |"
        if "enum" in schema:
            yield "\n" + _shape(schema)


def _paragraph(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    PAGE.write_text(page(asyncio.run(_document())), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
