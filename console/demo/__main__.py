"""`python -m console.demo HOME LANGUAGE`: performs in a demonstration's home for as long as whoever started it lives.

Its standard input is a pipe that nobody writes to: it ends with the process that holds the other end.
"""

import asyncio
import os
import sys
import threading
from pathlib import Path

from console import words
from console.demo.company import perform
from console.service import logs


def main() -> None:
    """Perform until the service or the parent is gone."""
    logs.configure(sys.stderr)
    words.use(sys.argv[2])
    asyncio.run(_while_parent_lives(Path(sys.argv[1])))


async def _while_parent_lives(home: Path) -> None:
    performing = asyncio.create_task(perform(home), name="perform")
    orphaned = asyncio.create_task(_parent_is_gone(), name="parent")
    done, pending = await asyncio.wait({performing, orphaned}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    for task in done:
        task.result()


async def _parent_is_gone() -> None:
    loop = asyncio.get_running_loop()
    gone = asyncio.Event()

    def wait() -> None:
        # Read past Python's own buffer: its lock, held by this thread, would spoil the interpreter's end.
        os.read(sys.stdin.fileno(), 1)
        loop.call_soon_threadsafe(gone.set)

    threading.Thread(target=wait, daemon=True, name="parent").start()
    await gone.wait()


if __name__ == "__main__":
    main()
