"""The camera: missing, refused, and what is wrong with its picture."""

from collections.abc import Iterator

from console.domain.diagnosis.causes import Cause, Certainty, Code, Finding, Source
from console.domain.diagnosis.evidence import Camera, CameraOpening, Evidence
from console.domain.diagnosis.thresholds import BLACK, BLACK_SPREAD, DARK, LEAST_FRAME_RATE
from console.words import marked

_REFUSED = {
    CameraOpening.BUSY: (Code.CAMERA_BUSY, Certainty.CERTAIN),
    CameraOpening.DENIED: (Code.CAMERA_ACCESS_DENIED, Certainty.CERTAIN),
    CameraOpening.GONE: (Code.NO_CAMERA, Certainty.CERTAIN),
    CameraOpening.FAILED: (Code.CAMERA_FAILED, Certainty.LIKELY),
}
_SEEN = {
    CameraOpening.BUSY: marked("The camera would not open: another program has it."),
    CameraOpening.DENIED: marked("The camera would not open: this user or program may not use it."),
    CameraOpening.GONE: marked("The camera was not found when it was to be opened."),
    CameraOpening.FAILED: marked("The camera would not open."),
}


def camera(evidence: Evidence) -> Iterator[Cause]:
    """Name what is wrong with the camera."""
    tested = evidence.camera
    if tested is not None:
        yield from _opening(tested)
        yield from _picture(tested)
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
