"""The camera: missing, refused, and what is wrong with its picture."""

from collections.abc import Iterator

from msgspec.structs import replace

from console.domain.diagnosis.causes import Cause, Certainty, Code, Finding, Source
from console.domain.diagnosis.evidence import Answer, Camera, CameraOpening, Evidence, Question
from console.domain.diagnosis.tested import answer
from console.domain.diagnosis.thresholds import BLACK, BLACK_SPREAD, DARK, LEAST_FRAME_RATE
from console.words import marked

_REFUSED = {
    CameraOpening.BUSY: (Code.CAMERA_BUSY, Certainty.CERTAIN),
    CameraOpening.DENIED: (Code.CAMERA_ACCESS_DENIED, Certainty.CERTAIN),
    CameraOpening.GONE: (Code.NO_CAMERA, Certainty.CERTAIN),
    CameraOpening.FAILED: (Code.CAMERA_FAILED, Certainty.LIKELY),
    CameraOpening.UNSEEN: (Code.TEST_ENDED, Certainty.LIKELY),
}
_SEEN = {
    CameraOpening.BUSY: marked("The camera would not open: another program has it."),
    CameraOpening.DENIED: marked("The camera would not open: this user or program may not use it."),
    CameraOpening.GONE: marked("The camera was not found when it was to be opened."),
    CameraOpening.FAILED: marked("The camera would not open."),
    CameraOpening.UNSEEN: marked("The program that looks at the camera ended by itself."),
}


def camera(evidence: Evidence) -> Iterator[Cause]:
    """Name what is wrong with the camera."""
    tested = evidence.camera
    if tested is not None:
        yield from _opening(tested)
        yield from _looked_at(tested, tuple(_picture(tested)), answer(evidence, Question.SEES_PICTURE))
    elif evidence.cameras is not None and not evidence.cameras.labels:
        finding = Finding(message=marked("The system lists no camera."), source=Source.CAMERA, at=evidence.cameras.at)
        yield Cause(code=Code.NO_CAMERA, certainty=Certainty.CERTAIN, findings=(finding,))


def _opening(tested: Camera) -> Iterator[Cause]:
    if tested.opening is not CameraOpening.OPENED:
        code, certainty = _REFUSED[tested.opening]
        yield _cause(tested, code, certainty, _SEEN[tested.opening])


def _picture(tested: Camera) -> Iterator[Cause]:
    if tested.opening is not CameraOpening.OPENED:
        return
    if tested.frames == 0:
        yield _cause(tested, Code.CAMERA_FAILED, Certainty.CERTAIN, marked("The camera opened but sent no picture."))
        return
    yield from _light(tested)
    if tested.frozen and tested.frames > 1:
        message = marked("{frames} pictures in a row are exactly alike.")
        yield _cause(tested, Code.CAMERA_FROZEN, Certainty.LIKELY, message, frames=str(tested.frames))
    if 0 < tested.rate < min(LEAST_FRAME_RATE, tested.wanted_rate):
        message = marked("{rate} pictures a second came, {wanted} were asked for.")
        values = {"rate": round(tested.rate, 1), "wanted": round(tested.wanted_rate)}
        yield _cause(tested, Code.CAMERA_LOW_FRAME_RATE, Certainty.LIKELY, message, **values)


def _looked_at(tested: Camera, causes: tuple[Cause, ...], said: Answer | None) -> Iterator[Cause]:
    """Hold what is wrong with the light against what the person sees; doubt a good picture without them in it."""
    if said is None or said.yes is None:
        yield from causes
        return
    yield from (_held_against(cause, said) if cause.code in _LIGHT else cause for cause in causes)
    if not said.yes and not any(cause.code in _LIGHT for cause in causes):
        subject = tested.label or tested.device
        # Nothing measured agrees: it may look elsewhere, or the person may sit elsewhere.
        yield Cause(
            code=Code.CAMERA_SEES_NOBODY, certainty=Certainty.POSSIBLE, subject=subject, findings=(_said(said),)
        )


_LIGHT = frozenset({Code.CAMERA_BLACK, Code.CAMERA_DARK})


def _held_against(cause: Cause, said: Answer) -> Cause:
    certainty = Certainty.POSSIBLE if said.yes else Certainty.CERTAIN
    return replace(cause, certainty=certainty, findings=(*cause.findings, _said(said)))


def _said(said: Answer) -> Finding:
    seen = marked("The person sees themselves in the picture.")
    message = seen if said.yes else marked("The person does not see themselves in the picture.")
    return Finding(message=message, source=Source.PERSON, at=said.at)


def _light(tested: Camera) -> Iterator[Cause]:
    if tested.luma is None or tested.luma >= DARK:
        return
    is_black = tested.luma < BLACK and (tested.spread or 0) < BLACK_SPREAD
    code = Code.CAMERA_BLACK if is_black else Code.CAMERA_DARK
    message = marked("The picture's brightness is {luma} of 255.")
    yield _cause(tested, code, Certainty.LIKELY, message, luma=round(tested.luma))


def _cause(tested: Camera, code: Code, certainty: Certainty, message: str, **values: str | float) -> Cause:
    finding = Finding(message=message, source=Source.CAMERA, at=tested.at, values=values)
    return Cause(code=code, certainty=certainty, subject=tested.label or tested.device, findings=(finding,))
