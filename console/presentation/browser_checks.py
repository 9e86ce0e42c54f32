"""Checks of browsers, in words, beside the call or the account that they belong to. A guest has no name here either."""

from collections.abc import Iterator

from console.domain.browser_checks import BrowserCheck, BrowserResult, CheckStage, Finding
from console.presentation.cell import Cell, Tone
from console.presentation.detail import Field, field
from console.presentation.scene import Scene
from console.words import _, marked

MICROPHONE = {
    Finding.WORKS: marked("microphone ok"),
    Finding.NOTHING: marked("microphone silent"),
    Finding.UNTRIED: marked("microphone not tried"),
    Finding.DENIED: marked("microphone denied"),
    Finding.MISSING: marked("no microphone"),
    Finding.BUSY: marked("microphone in use elsewhere"),
}
CAMERA = {
    Finding.WORKS: marked("camera ok"),
    Finding.NOTHING: marked("camera gives no picture"),
    Finding.UNTRIED: marked("camera not tried"),
    Finding.DENIED: marked("camera denied"),
    Finding.MISSING: marked("no camera"),
    Finding.BUSY: marked("camera in use elsewhere"),
}
SOUND = {True: marked("sound heard"), False: marked("sound not heard"), None: marked("sound not tried")}


def of_seat(seat_id: str, scene: Scene) -> Iterator[Field]:
    """Yield what is known of the latest check of a call's seat; it goes on with the seat's own line."""
    yield from _latest(
        "", (check for check in scene.snapshot.browser_checks.values() if check.seat_id == seat_id), scene
    )


def of_account(account_id: str, scene: Scene) -> Iterator[Field]:
    """Yield what is known of the latest check of an account's owner."""
    own = (check for check in scene.snapshot.browser_checks.values() if check.account_id == account_id)
    yield from _latest(_("Device check"), own, scene)


def _latest(label: str, checks: Iterator[BrowserCheck], scene: Scene) -> Iterator[Field]:
    # An invitation that nobody opened says less than a check that was made before it.
    known = sorted(checks, key=lambda check: (not _is_past(check, scene), check.id))
    if known:
        yield field(label, said(known[-1], scene))


def said(check: BrowserCheck, scene: Scene) -> Cell:
    """Say how far a check is, and what it has found."""
    if check.result is not None:
        when = scene.moment(check.told_at)
        doing = _("checked {time}", time=when) if check.stage is CheckStage.DONE else _("checks now")
        return Cell(f"{doing}: {found(check.result)}", tone(check.result))
    if check.stage is CheckStage.OPENED:
        return Cell(_("has opened the device check"), Tone.NOTICE)
    if _is_past(check, scene):
        return Cell(_("did not open the invitation to a device check"), Tone.QUIET)
    return Cell(_("invited to a device check until {time}", time=scene.moment(check.expires_at)), Tone.NOTICE)


def _is_past(check: BrowserCheck, scene: Scene) -> bool:
    unopened = check.stage is CheckStage.INVITED and check.expires_at is not None
    return unopened and check.expires_at is not None and check.expires_at <= scene.now


def found(result: BrowserResult) -> str:
    """Say what a browser found: microphone ok, camera denied, sound heard."""
    level = f" ({result.level:.0f} dBFS)" if result.level is not None else ""
    size = f" ({result.width}x{result.height})" if result.width and result.height else ""
    return f"{_(MICROPHONE[result.microphone])}{level}, {_(CAMERA[result.camera])}{size}, {_(SOUND[result.chime])}"


def tone(result: BrowserResult) -> Tone:
    """Return how a result is meant: a camera may be missing, but who neither hears nor is heard needs help."""
    if result.microphone not in {Finding.WORKS, Finding.UNTRIED} or result.chime is False:
        return Tone.WARNING
    all_well = result.microphone is result.camera is Finding.WORKS and result.chime
    return Tone.GOOD if all_well else Tone.NOTICE
