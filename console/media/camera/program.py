"""Looks at one camera: a program that prints what it sees as lines of JSON (`lines`) and ends.

Its one argument is the Task.
"""

import sys
import time
from collections.abc import Callable, Iterator

import av
import msgspec
import numpy as np
from av.container import InputContainer

from console.domain.diagnosis.evidence import CameraOpening
from console.media.camera import source as sources
from console.media.camera.judging import Judge
from console.media.camera.lines import Line, Listed, Seen, Shown, Task
from console.media.camera.opening import Opens, open_camera, why
from console.media.leash import end_with_parent

PREVIEW_WIDTH = 96
PREVIEW_EVERY = 0.1
TOLD_EVERY = 0.25

Tell = Callable[[Line], None]


def main() -> None:
    """Look at the camera that the task names."""
    end_with_parent()
    task = msgspec.json.decode(sys.argv[1], type=Task)
    look(task, _say)


def look(task: Task, tell: Tell, opens: Opens = open_camera) -> None:
    """Tell the cameras, then what the chosen one gives."""
    every = sources.every()
    chosen = task.source or sources.chosen(every, task.label)
    tell(Listed(labels=tuple(one.label for one in every), chosen=chosen))
    if chosen is None:
        return
    try:
        container = opens(chosen.source, chosen.format)
    except (OSError, av.error.FFmpegError) as error:
        tell(Seen(opening=why(error)))
        return
    with container:
        _watch(container, task.seconds, tell)


def _watch(container: InputContainer, seconds: float, tell: Tell) -> None:
    judge, shown, told, first = Judge(), 0.0, 0.0, 0.0
    try:
        for frame in _frames(container):
            now = time.monotonic()
            first = first or now
            judge.take(frame.to_ndarray(format="gray").astype(np.uint8, copy=False), now)
            if now - shown >= PREVIEW_EVERY:
                shown = now
                tell(_preview(frame))
            if now - told >= TOLD_EVERY:
                told = now
                tell(judge.seen())
            if now - first >= seconds:
                break
    except (OSError, av.error.FFmpegError) as error:
        if not judge.seen().frames:
            tell(Seen(opening=why(error)))
            return
    tell(judge.seen() if judge.seen().frames else Seen(opening=CameraOpening.FAILED))


def _frames(container: InputContainer) -> Iterator[av.VideoFrame]:
    if container.streams.video:
        yield from container.decode(video=0)


def _preview(frame: av.VideoFrame) -> Shown:
    width = min(PREVIEW_WIDTH, frame.width)
    height = max(2, round(frame.height * width / frame.width / 2) * 2)
    small = frame.reformat(width=width, height=height, format="rgb24")
    return Shown(width=width, height=height, rgb=small.to_ndarray().tobytes())


def _say(line: Line) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
