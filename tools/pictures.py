"""Takes the pictures of the README and the quick start from a demonstration that really runs: `make pictures`."""

import argparse
import asyncio
import re
import tempfile
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from console import words
from console.app import Bedside
from console.demo import opening
from console.session import Session, connect
from console.state.store import LinkState

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
WIDE, NARROW = (132, 40), (80, 24)
TEST_TAKES = 12.0
"""Seconds. The test is of the machine that takes the picture: its microphone should be muted, to have a fault."""
PICTURES = (
    ("today", "en", WIDE, "1"),
    ("accounts", "en", WIDE, "2"),
    ("calls", "en", WIDE, "3"),
    ("devices", "en", WIDE, "4"),
    ("diagnose", "en", WIDE, "7d"),
    ("today-narrow", "fi", NARROW, "1"),
    ("alerts-narrow", "sv", NARROW, "5"),
)
# The fonts that a picture asks for would come from somebody's server; any monospaced one will do.
_FONT_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


async def _take(name: str, language: str, size: tuple[int, int], keys: str) -> None:
    words.use(language)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "demo"
        options = argparse.Namespace(home=home, service=None)
        session: Session | None = None

        async def open_session() -> Session:
            nonlocal session
            await opening.begin(home, 1, 1.0)
            session = await connect(options, opening.service_options(1.0))
            return session

        app = Bedside(open_session, Path(folder) / "console.json")
        async with app.run_test(size=size) as pilot:
            while session is None and app.is_running:
                await pilot.pause(0.1)
            assert session is not None, "the demonstration could not be opened"
            with opening.company(home):
                await _settled(pilot, session)
                await pilot.press(*keys)
                await pilot.pause(TEST_TAKES if keys.startswith("7") else 1.0)
                picture = _FONT_FACES.sub("", app.export_screenshot(title="Bedside"))
            await session.close(stop=True)
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")
    print(f"docs/pictures/{name}.svg")


async def _settled(pilot: Pilot[Any], session: Session) -> None:
    """Wait until the town is founded, its first guests wait, and what pops up has gone."""
    store = session.store
    while store.link.state is not LinkState.LIVE or not any(
        alert.kind == "host-absent" for alert in store.snapshot.alerts.values()
    ):
        await pilot.pause(0.2)
    await pilot.pause(12.0)


async def _all() -> None:
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        await _take(*picture)


if __name__ == "__main__":
    asyncio.run(_all())
