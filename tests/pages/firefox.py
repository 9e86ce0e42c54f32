"""One page of a real Firefox, driven by the program beside this file."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

FIREFOX = "/usr/bin/firefox-esr"
DRIVER = Path(__file__).with_name("firefox.mjs")
LONGEST_LINE = 1_000_000


class Firefox:
    """The page. Each order fails with what the browser says, or when it has waited for too long."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def _do(self, order: str, **how: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"order": order, **how}).encode() + b"\n")
        line = await self._process.stdout.readline()
        answer = json.loads(line) if line else {"failure": "Firefox has ended"}
        assert "failure" not in answer, f"{order} {how}: {answer['failure']}"
        return answer["value"]

    async def open(self, url: str) -> None:
        """Go to an address."""
        await self._do("open", url=url)

    async def click(self, selector: str) -> None:
        """Press what is there."""
        await self._do("click", selector=selector)

    async def type(self, selector: str, text: str) -> None:
        """Type letter by letter."""
        await self._do("type", selector=selector, text=text)

    async def see(self, selector: str) -> None:
        """Wait until it is there."""
        await self._do("see", selector=selector)

    async def until(self, source: str, value: Any = None) -> None:
        """Wait until a function of the page answers yes."""
        await self._do("until", source=source, value=value)

    async def evaluate(self, source: str, value: Any = None) -> Any:
        """Return what a function of the page answers."""
        return await self._do("evaluate", source=source, value=value)

    async def picture(self, path: Path, width: int, height: int) -> None:
        """Keep a picture of the page."""
        await self._do("picture", path=str(path), width=width, height=height)

    async def reload(self) -> None:
        """Load the page again."""
        await self._do("reload")

    async def troubles(self) -> list[str]:
        """Return the errors that the page did not catch."""
        told: list[str] = await self._do("troubles")
        return told


@asynccontextmanager
async def firefox(folder: Path, sound: Mapping[str, str]) -> AsyncIterator[Firefox]:
    """A fresh Firefox with its own profile, ended with the context.

    sound: the environment of an audio server; without one its sound system stands still, even for what it hears.
    """
    process = await asyncio.create_subprocess_exec(
        "node",
        str(DRIVER),
        FIREFOX,
        str(folder),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **sound},
        limit=LONGEST_LINE,
    )
    try:
        yield Firefox(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
