"""`bedside diagnose --undo`: takes back what was mended here, though the program that mended it has ended."""

from console.cli.running import say
from console.diagnostics import undoing
from console.domain.diagnosis import wording
from console.domain.errors import ConsoleError
from console.domain.noun import Clock
from console.words import _

DONE, UNABLE = 0, 2


async def taken_back(clock: Clock) -> int:
    """Take all of it back, the latest first, and tell. Raise ConsoleError where there is nothing to take back."""
    from console.media.audio_system.applying import apply

    file, status = undoing.own_file(), DONE
    kept = await undoing.recall(file, clock())
    if not kept:
        raise ConsoleError(
            _("There is nothing to take back."),
            "",
            _("What was mended can be taken back for 24 hours, once."),
            code="nothing-to-undo",
        )
    for one in kept:
        try:
            await apply(one.back)
        except ConsoleError as error:
            status = say(error)
            continue
        await undoing.forget(file, one, clock())
        print(_("Taken back: {what}", what=wording.mend(one.cause)))
    return status
