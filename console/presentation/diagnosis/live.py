"""The live pane of a test: what is heard and played, how far it is, what is asked."""

from collections.abc import Sequence
from textwrap import wrap

from console.diagnostics.bench import Level
from console.domain.diagnosis.chain import chain
from console.domain.diagnosis.evidence import Question, Side
from console.domain.diagnosis.result import Link
from console.presentation.cell import Cell, Line, Tone
from console.presentation.diagnosis import meters
from console.presentation.diagnosis.questions import question
from console.presentation.diagnosis.sight import Sight
from console.words import _

WIDEST = 80
CHIME = "speaker"
"""The id of the check that plays it."""
CHIME_HEARD_FROM = -60.0
"""dBFS: a chime as loud as this is being played."""


def lines(sight: Sight, width: int, height: int) -> list[Line]:
    """Return the pane's lines: the question stays, the meters give way where there is little room."""
    width = min(width, WIDEST)
    asked = _asked(sight, width)
    shown = [*_step(sight, width), *_meters(sight, width)]
    return [*shown[: max(1, height - len(asked))], *asked][:height]


def chain_of(sight: Sight) -> Sequence[Link]:
    """Return the chain: of the result, and while the test runs, what is proven so far."""
    if sight.diagnosis is not None:
        return sight.diagnosis.chain
    return chain(sight.evidence, ()) if sight.evidence is not None and sight.running else ()


def _step(sight: Sight, width: int) -> list[Line]:
    if sight.step is None:
        return [[Cell(_("Starting the test."), Tone.QUIET)]] if sight.running else []
    step = sight.step
    label = _("Step {number} of {of}", number=step.number, of=step.of)
    title: Line = [Cell(part, Tone.QUIET) for part in wrap(step.title, width)[:1]]
    return [meters.progress(label, sight.part, _taken(sight), width), title]


def _taken(sight: Sight) -> str:
    """Say how far it is, or how long it took."""
    if sight.diagnosis is not None:
        return f"{sight.diagnosis.seconds:.1f} s"
    return f"{sight.part * 100:.0f} %"


def _meters(sight: Sight, width: int) -> list[Line]:
    levels = sorted(sight.levels.values(), key=lambda level: level.side is Side.OUTPUT)
    return [meters.meter(level, width, live=sight.is_heard) for level in levels]


def _asked(sight: Sight, width: int) -> list[Line]:
    if sight.asked is None:
        return [_playing(sight)] if sight.running and sight.step is not None and sight.step.id == CHIME else []
    said: list[Line] = [[Cell(part, Tone.STRONG)] for part in wrap(question(sight.asked), width)]
    played: list[Line] = [_played()] if sight.asked.question is Question.HEARD_CHIME else []
    keys = [Cell("y", Tone.KEY), Cell(f" {_('yes')}   "), Cell("n", Tone.KEY), Cell(f" {_('no')}")]
    return [*played, *said, keys]


def _playing(sight: Sight) -> Line:
    """What is played, seen: whoever sees it and hears nothing knows that the machine believes it plays."""
    if sight.is_heard and any(_sounds(level) for level in sight.levels.values()):
        return [Cell("((( o )))  ", Tone.GOOD), Cell(_("The chime is playing."), Tone.GOOD)]
    return [Cell("    o", Tone.QUIET)]


def _played() -> Line:
    return [Cell("    o      ", Tone.QUIET), Cell(_("The chime has been played."), Tone.QUIET)]


def _sounds(level: Level) -> bool:
    return level.side is Side.OUTPUT and level.level >= CHIME_HEARD_FROM
