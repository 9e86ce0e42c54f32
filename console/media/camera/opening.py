"""Opens a camera, and says why it would not open: the one place that calls PyAV for it."""

import errno
import sys
from typing import Protocol

import av
from av.container import InputContainer

from console.domain.diagnosis.evidence import CameraOpening

WISHES = {"framerate": "30", "video_size": "640x480"}
"""What a call asks a camera for. Windows and macOS refuse what the camera can't do; then it is asked for nothing."""
DEVICES = frozenset({"v4l2", "dshow", "avfoundation"})


class Opens(Protocol):
    """Opens what FFmpeg calls source, by its input device."""

    def __call__(self, source: str, format: str | None) -> InputContainer:
        """Return the opened camera; raise OSError or FFmpegError."""
        ...


def open_camera(source: str, format: str | None) -> InputContainer:
    """Open a camera for pictures of 640x480, 30 a second, or as near to that as it will."""
    _refuse_without_permission()
    if format not in DEVICES:
        return av.open(source, format=format)
    try:
        return av.open(source, format=format, options=WISHES)
    except av.error.FFmpegError as error:
        if why(error) is not CameraOpening.FAILED:
            raise
        return av.open(source, format=format)


def why(error: Exception) -> CameraOpening:
    """Return what an error at opening or reading means."""
    number = getattr(error, "errno", None)
    if number in (errno.EACCES, errno.EPERM):
        return CameraOpening.DENIED
    # DirectShow has one error for all that ails a device, and says itself that it is mostly another program.
    if number == errno.EBUSY or (sys.platform == "win32" and number == errno.EIO):
        return CameraOpening.BUSY
    return CameraOpening.GONE if number in (errno.ENOENT, errno.ENODEV, errno.ENXIO) else CameraOpening.FAILED


def _refuse_without_permission() -> None:
    # macOS gives a program without permission black pictures and no error: the system's own answer is asked first.
    if sys.platform == "darwin":
        import AVFoundation

        status = AVFoundation.AVCaptureDevice.authorizationStatusForMediaType_(AVFoundation.AVMediaTypeVideo)
        if status in (AVFoundation.AVAuthorizationStatusDenied, AVFoundation.AVAuthorizationStatusRestricted):
            raise PermissionError(errno.EACCES, "the system lets this program use no camera")
