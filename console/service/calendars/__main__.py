"""The child process that reads and expands calendars: a request on stdin, an answer on stdout, then it is gone."""

import sys

import msgspec

from console import words
from console.domain.errors import ConsoleError
from console.service.calendars.expanding import expand
from console.service.calendars.protocol import Answer, Failure, Read, Request
from console.service.calendars.reading import read
from console.service.limits import limit

MOST_MEMORY = 1 << 30
MOST_SECONDS = 60


def main() -> None:
    """Answer one request."""
    limit(memory=MOST_MEMORY, seconds=MOST_SECONDS)
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    words.use(request.language)
    sys.stdout.buffer.write(msgspec.msgpack.encode(_answer(request)))


def _answer(request: Request) -> Answer:
    try:
        if isinstance(request, Read):
            return read(request.data, request.timezone)
        return expand(request.wanted)
    except ConsoleError as error:
        return Failure(title=error.title, detail=error.detail, hint=error.hint, code=error.code)


if __name__ == "__main__":
    main()
