"""`python -m call_faults`: the same losses, with the library as it is and repaired, and what is kept of the call."""

import asyncio
import sys

from call_faults.call import Counts, WiredCall, call_of_its_own
from call_faults.wire import Wire

SECONDS = 20.0
"""At each loss: some 1000 packets of sound."""
RECOVERS_WITHIN = 2.0
LOOKS_FOR = 3.0
LOSSES = (0.0, 0.05, 0.20, 0.0)
STOCK = "call_faults.stock"
HEADINGS = (
    "lost each way",
    "sound: stock",
    "repaired",
    "ratio",
    "wanted",
    "picture: stock",
    "repaired",
    "ratio",
    "wanted",
    "",
)
WIDTHS = (14, 13, 9, 6, 7, 15, 9, 6, 7, 3)
WANTED = ((0.98, 0.9), (0.95, 0.80), (0.65, 0.01), (0.98, 0.9))
"""At each loss: the shares of the sound, and of the picture's rate at no loss, that the repaired program keeps."""


class Kept:
    """What came at a loss, of what was sent. sound: share. picture: frames a second, and share of those at no loss."""

    def __init__(self, counts: Counts, usual: "Kept | None") -> None:
        self.sound = counts.sound / counts.sound_sent
        self.picture = counts.picture / (counts.sound_sent / 50)
        self.picture_share = 1.0 if usual is None else self.picture / usual.picture


async def main() -> int:
    """Print the table; return 1 where the repaired program keeps less than it should."""
    stock = await _kept(STOCK)
    repaired = await _kept(None)
    print(_line(HEADINGS))
    print(_line(["-" * width for width in WIDTHS]))
    missed = 0
    for number, loss in enumerate(LOSSES):
        sound, picture = WANTED[number]
        before, after = stock[number], repaired[number]
        met = after.sound >= sound and after.picture_share >= picture
        missed += not met
        name = f"{loss:.0%}" if number < len(LOSSES) - 1 else f"back at {loss:.0%}"
        cells = [name, f"{before.sound:.0%}", f"{after.sound:.0%}", _ratio(after.sound, before.sound), f"{sound:.0%}"]
        cells += [f"{before.picture:.1f}/s", f"{after.picture:.1f}/s", _ratio(after.picture, before.picture)]
        print(_line([*cells, f"{picture:.0%}", "yes" if met else "NO"]))
    return int(missed > 0)


async def _kept(program: str | None) -> list[Kept]:
    wire = Wire()
    kept: list[Kept] = []
    async with call_of_its_own(wire, program) as call:
        await _settled(call)
        for number, loss in enumerate(LOSSES):
            wire.loss = loss
            last = number == len(LOSSES) - 1
            if last:
                await asyncio.sleep(RECOVERS_WITHIN)
            kept.append(Kept(await call.during(LOOKS_FOR if last else SECONDS), kept[0] if kept else None))
    return kept


async def _settled(call: WiredCall) -> None:
    """Wait until the page sends its picture at full rate: at first it tries how much the way carries."""
    await call.during(5.0)


def _ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}" if other > 0.01 else "-"


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
