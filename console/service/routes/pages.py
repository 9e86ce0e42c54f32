"""The pages that employees and citizens use: files beside this package, under a policy that lets nothing else in."""

import re
from functools import cache
from importlib import resources

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from console import words
from console.service.pages.words import PHRASES
from console.service.reading import not_found
from console.wire import paths
from console.words import _

KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-cache",
}


@get([paths.CALL_PAGE, f"{paths.CALL_PAGE}/{{seat_id:str}}"], opt={"open": True}, include_in_schema=False)
async def call_page() -> Response[bytes]:
    """Answer the page of a call. Whose it is, only the fragment or the cookie knows."""
    return _file("call.html")


@get(paths.ACCESSIBILITY_PAGE, opt={"open": True}, include_in_schema=False)
async def accessibility_page() -> Response[bytes]:
    """Answer the accessibility statement."""
    return _file("accessibility.html")


@get(paths.FEEDBACK_PAGE, opt={"open": True}, include_in_schema=False)
async def feedback_page() -> Response[bytes]:
    """Answer the form for what somebody wants to say of the pages."""
    return _file("feedback.html")


@get(paths.CHECK_PAGE, opt={"open": True}, include_in_schema=False)
async def check_page() -> Response[bytes]:
    """Answer the page on which a browser's devices are checked."""
    return _file("checking.html")


@get(f"{paths.PAGES}/{{name:str}}", opt={"open": True}, include_in_schema=False)
async def page_file(name: FromPath[str]) -> Response[bytes]:
    """Answer a page's script, style or picture."""
    return _file(name)


@get(f"{paths.PAGES}/words/{{language:str}}", opt={"open": True}, include_in_schema=False)
async def page_words(language: FromPath[str]) -> Response[bytes]:
    """Answer what the pages say in a language."""
    if language not in words.LANGUAGES:
        raise not_found()
    words.use(language)
    said = msgspec.json.encode({key: _(phrase) for key, phrase in PHRASES.items()})
    return Response(said, media_type="application/json", headers=HEADERS)


def _file(name: str) -> Response[bytes]:
    kind = KINDS.get(name[name.rfind(".") :])
    if kind is None or name not in _names():
        raise not_found()
    return Response(_content(name), media_type=f"{kind}; charset=utf-8", headers=HEADERS)


@cache
def _names() -> frozenset[str]:
    return frozenset(entry.name for entry in resources.files("console.service.pages").iterdir())


@cache
def _content(name: str) -> bytes:
    """Return a file; where a page says `<!-- part.html -->`, that part stands, because several pages have it."""
    content = (resources.files("console.service.pages") / name).read_bytes()
    return re.sub(rb"<!-- (\w+\.html) -->\n", lambda part: _content(part[1].decode()), content)


handlers = [call_page, check_page, accessibility_page, feedback_page, page_file, page_words]
