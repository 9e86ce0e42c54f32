"""The chain of sound or picture, with the first link where it stops, and under each link its level and its age."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from console.domain.diagnosis import wording
from console.domain.diagnosis.chain import stops_at
from console.domain.diagnosis.evidence import SILENCE
from console.domain.diagnosis.result import Link, LinkState
from console.presentation.cell import SIGNS, Cell, Line, Tone, plain
from console.presentation.scene import span
from console.words import _

ARROW = " > "
_TONES = {LinkState.OK: Tone.GOOD, LinkState.FAULT: Tone.URGENT}


def lines(chain: Sequence[Link], now: datetime, width: int) -> list[Line]:
    """Return two lines: the links in their order, and what was read of each and when. Nothing where nothing was read.

    The link where it stops is in capitals, for who sees no colours. Where there is little room a level has no unit.
    """
    if all(link.at is None for link in chain):
        return []
    drawn = _drawn(chain, now, "dBFS")
    return drawn if max(len(plain(line)) for line in drawn) <= width else _drawn(chain, now, "")


def age(at: datetime, now: datetime) -> str:
    """Say how long ago something was read."""
    return span(max(0, int((now - at).total_seconds())))


def _drawn(chain: Sequence[Link], now: datetime, unit: str) -> list[Line]:
    heading = _("STOPS AT") if stops_at(chain) is not None else _("CHAIN")
    above, below = [Cell(f"{heading}  ", Tone.STRONG)], [Cell(" " * (len(heading) + 2))]
    for number, link in enumerate(chain):
        if number:
            above.append(Cell(ARROW, Tone.QUIET))
            below.append(Cell(" " * len(ARROW)))
        name, read = _name(link), " ".join(_read(link, now, unit))
        width = max(len(name), len(read))
        above.append(Cell(name.ljust(width), _TONES.get(link.state, Tone.QUIET)))
        below.append(Cell(read.ljust(width), Tone.QUIET))
    return [above, below]


def _name(link: Link) -> str:
    name = wording.link(link.name)
    if link.state is LinkState.FAULT:
        return name.upper()
    return f"{name} {SIGNS[Tone.GOOD] if link.state is LinkState.OK else '-'}"


def _read(link: Link, now: datetime, unit: str) -> Iterator[str]:
    if link.level is not None and link.level > SILENCE:
        yield f"{link.level:.0f} {unit}".rstrip()
    if link.at is not None:
        yield age(link.at, now)
    elif link.state is LinkState.LEFT_OUT:
        yield wording.link_state(link.state)
