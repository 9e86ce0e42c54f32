"""The camera: whether it opens, and what its picture is like."""

from console.diagnostics.bench import Bench, Picture
from console.domain.diagnosis.evidence import Camera, CameraOpening, Cameras, Question
from console.domain.diagnosis.result import Depth
from console.domain.errors import ConsoleError
from console.media.camera.looking import look
from console.words import _

SECONDS = {Depth.QUICK: 2.0, Depth.FULL: 5.0}


async def check(bench: Bench) -> None:
    """Learn which cameras there are and what the chosen one gives. One that isn't there is a ConsoleError."""

    def show(width: int, height: int, rgb: bytes) -> None:
        bench.tell(Picture(width=width, height=height, rgb=rgb))

    seconds = SECONDS.get(bench.plan.depth) or bench.plan.seconds
    cameras, camera = await look(bench.plan.camera, clock=bench.clock, show=show, seconds=seconds)
    if bench.plan.camera is not None and camera is not None and camera.opening is CameraOpening.GONE:
        raise _unknown(bench.plan.camera, cameras)
    is_unseen = camera is not None and camera.opening is CameraOpening.UNSEEN
    bench.learn(cameras=None if is_unseen else cameras, camera=camera)
    if bench.plan.person and camera is not None and _shows_something(camera):
        await bench.ask(Question.SEES_PICTURE, endpoint=camera.device, about=camera.label)


def _unknown(name: str, cameras: Cameras) -> ConsoleError:
    return ConsoleError(
        _("There is no camera named {name}.", name=name),
        "\n".join(cameras.labels),
        _("Choose one of those that are listed.") if cameras.labels else _("Plug it in and test again."),
        code="endpoint-unknown",
    )


def _shows_something(camera: Camera) -> bool:
    return camera.frames > 0 and not camera.frozen


CHECK = check
