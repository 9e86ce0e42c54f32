"""Child programs that may hang, crash and want gigabytes over a stranger's file: they end, the service does not."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence


async def asked(command: Sequence[str], request: bytes, *, within: float, stopping: asyncio.Event) -> bytes | None:
    """Return what a program answers to one request on its standard input.

    None where it failed, took longer than `within` seconds, or the service stops. It never outlives the asking.
    """
    # What a traceback says can quote the file, and so a name: it goes nowhere.
    child = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    talk = asyncio.create_task(child.communicate(request))
    stop = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({talk, stop}, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        if stop.done() or not talk.done():
            return None
        return talk.result()[0] if child.returncode == 0 else None
    finally:
        stop.cancel()
        talk.cancel()
        if child.returncode is None:  # too late, or nobody waits for it any more
            child.kill()
            await child.wait()
