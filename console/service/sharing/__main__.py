"""The child process that reads and draws documents: a request on stdin, an answer on stdout, then it is gone."""

import sys

import msgspec
from PIL import Image, TiffImagePlugin, WebPImagePlugin  # noqa: F401 - nothing can be imported later

from console.service.limits import limit, shut_in
from console.service.sharing.drawing import answered
from console.service.sharing.protocol import Request

MOST_MEMORY = 1 << 30
MOST_SECONDS = 10


def main() -> None:
    """Answer one request."""
    limit(memory=MOST_MEMORY, seconds=MOST_SECONDS)
    Image.preinit()
    shut_in()
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answered(request)))


if __name__ == "__main__":
    main()
