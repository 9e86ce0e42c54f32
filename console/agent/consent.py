"""Asks the workstation's user: a page of this machine's own, opened once in their browser, with a yes and a no.

The page comes from a server on the loopback address that lives for the question only. Whoever opens it first has it:
its answer must bring the secret that only that page holds, which is in no address and no argument of a program. The
page stays connected while the question lives, and says so when it is over.
"""

import asyncio
import hmac
import secrets
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from console.agent.consent_page import (
    AskingPage,
    answered_page,
    asking_page,
    taken_page,
    unanswered_end,
    withdrawn_end,
)
from console.domain.diagnosis.result import Complaint
from console.domain.errors import ConsoleError
from console.words import _, language, use

LONGEST_ANSWER = 1_000
"""Bytes of the form that a page sends."""
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


async def ask(
    who: str, complaint: Complaint, seconds: float, show: Callable[[str], bool] = webbrowser.open
) -> bool | None:
    """Ask whether a test may be made; None: no answer in time. Raise ConsoleError if it can't be asked.

    Cancelling takes the question back, and the page says so.
    who: the helper's name. complaint: what is tested. show: opens an address in front of the user and tells whether
    that could be done.
    """
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    with _served(asking_page(who, complaint, seconds), answer) as question:
        try:
            async with asyncio.timeout(seconds):
                # Some browsers come back only when they are closed: they are not waited for.
                showing = asyncio.ensure_future(asyncio.to_thread(show, question.address))
                await asyncio.wait({showing, answer}, return_when=asyncio.FIRST_COMPLETED)
                if not answer.done() and not showing.result():
                    raise ConsoleError(_("The question could not be shown on this workstation."), code="unable")
                return await answer
        except TimeoutError:
            question.end = unanswered_end()
            return None


@contextmanager
def _served(page: AskingPage, answer: "asyncio.Future[bool]") -> Iterator["_Question"]:
    server = _Question(page, answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Question(ThreadingHTTPServer):
    """One question. secret: what an answer must bring. over: set once it is; end: what its page says then."""

    daemon_threads = True

    def __init__(self, page: AskingPage, answer: "asyncio.Future[bool]") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.secret = secrets.token_urlsafe(24)
        self.page = page
        self.end = withdrawn_end()
        self.over = threading.Event()
        self.language = language()
        self._loop = asyncio.get_running_loop()
        self._answer = answer
        self._opening = threading.Lock()

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.server_port}/"

    def open(self) -> bool:
        """Give the page away; only once."""
        return self._opening.acquire(blocking=False)

    def take(self, yes: bool) -> None:
        """Take the answer; the first one counts."""
        self._loop.call_soon_threadsafe(self._settle, yes)

    def _settle(self, yes: bool) -> None:
        if not self._answer.done():
            self._answer.set_result(yes)


class _Handler(BaseHTTPRequestHandler):
    server: _Question
    timeout = 10.0

    def do_GET(self) -> None:
        """Give the page away, to the first who opens it."""
        use(self.server.language)
        if not self._is_here() or self.path != "/":
            self._say(HTTPStatus.NOT_FOUND, taken_page())
        elif self.server.open():
            self._ask()
        else:
            self._say(HTTPStatus.GONE, taken_page())

    def _ask(self) -> None:
        """Send the page, and its end once the question is over; a browser that has left hears no end."""
        self._begin(HTTPStatus.OK)
        with suppress(ConnectionError):
            self.wfile.write(self.server.page(self.server.secret).encode())
            self.server.over.wait()
            self.wfile.write(self.server.end.encode())

    def do_POST(self) -> None:
        """Take the answer that the page sends."""
        use(self.server.language)
        form = parse_qs(self.rfile.read(min(LONGEST_ANSWER, self._length())).decode("ascii", "replace"))
        secret, word = form.get("secret", [""])[0], form.get("answer", [""])[0]
        if not self._is_here() or not hmac.compare_digest(secret.encode(), self.server.secret.encode()):
            self._say(HTTPStatus.FORBIDDEN, taken_page())
            return
        self._say(HTTPStatus.OK, answered_page(yes=word == "yes"))
        self.server.take(word == "yes")

    def _is_here(self) -> bool:
        # Another site's name that was made to point at this machine is refused.
        return self.headers.get("Host", "") == f"127.0.0.1:{self.server.server_port}"

    def _length(self) -> int:
        length = self.headers.get("Content-Length", "0")
        return int(length) if length.isdecimal() else 0

    def _say(self, status: HTTPStatus, page: str) -> None:
        self._begin(status)
        self.wfile.write(page.encode())

    def _begin(self, status: HTTPStatus) -> None:
        """Send the headers; the page ends with the connection."""
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on standard error."""
