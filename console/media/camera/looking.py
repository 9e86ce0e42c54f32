"""The asking side: one look at a camera, by a child program that may hang or crash as it likes."""

from collections.abc import Callable

import msgspec

from console.domain.diagnosis.evidence import Camera, CameraOpening, Cameras
from console.domain.noun import Clock
from console.media import children
from console.media.camera.lines import Listed, Seen, Shown, Task, decoder
from console.media.camera.source import Source
from console.media.children import Ending

PROGRAM = "console.media.camera.program"
OPENS_WITHIN = 8.0
"""Seconds for the program's start and a slow camera's first picture."""


async def look(
    label: str | None = None,
    *,
    clock: Clock,
    show: Callable[[int, int, bytes], None],
    seconds: float = 2.0,
    source: Source | None = None,
) -> tuple[Cameras, Camera | None]:
    """Return the cameras there are and what the one of that label, or the first, gives; None where there is none.

    A label that no camera has gives one that is gone, without a device; a program that ended before it had listed any
    gives one that is unseen.
    show: told small pictures (width, height, RGB bytes) as they come. source: looked at instead of a camera.
    """
    eyes = _Eyes(show)
    task = msgspec.json.encode(Task(label=label, source=source, seconds=seconds)).decode()
    ending = await children.run(PROGRAM, [task], within=OPENS_WITHIN + seconds, hear=eyes.hear)
    cameras = Cameras(at=clock(), labels=eyes.labels)
    return cameras, eyes.camera(clock, label, ending)


class _Eyes:
    """Puts the program's lines together."""

    def __init__(self, show: Callable[[int, int, bytes], None]) -> None:
        self.labels: tuple[str, ...] = ()
        self._show = show
        self._listed = False
        self._chosen: Source | None = None
        self._seen: Seen | None = None

    def hear(self, line: bytes) -> None:
        try:
            heard = decoder.decode(line)
        except msgspec.DecodeError:  # a library has written into the middle of it
            return
        if isinstance(heard, Shown):
            self._show(heard.width, heard.height, heard.rgb)
        elif isinstance(heard, Listed):
            self._listed, self.labels, self._chosen = True, heard.labels, heard.chosen
        else:
            self._seen = heard

    def camera(self, clock: Clock, label: str | None, ending: Ending) -> Camera | None:
        """Return what was seen. A camera whose pictures stopped stands still; one that showed none has failed."""
        if not self._listed:
            return Camera(at=clock(), device="", label=label or "", opening=CameraOpening.UNSEEN)
        if self._chosen is None and label is None:
            return None
        if self._chosen is None:
            return Camera(at=clock(), device="", label=label or "", opening=CameraOpening.GONE)
        seen = self._seen or Seen(opening=CameraOpening.FAILED)
        stopped = ending is not Ending.DONE and seen.frames > 0
        fields = msgspec.structs.asdict(msgspec.structs.replace(seen, frozen=seen.frozen or stopped))
        return Camera(at=clock(), device=self._chosen.source, label=self._chosen.label, **fields)
