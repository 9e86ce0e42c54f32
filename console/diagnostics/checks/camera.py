"""The camera: whether it opens, and what its picture is like."""

from console.diagnostics.bench import Bench, Picture
from console.domain.diagnosis.evidence import Camera, Question
from console.domain.diagnosis.result import Depth
from console.media.camera.looking import look

SECONDS = {Depth.QUICK: 2.0, Depth.FULL: 5.0}


async def check(bench: Bench) -> None:
    """Learn which cameras there are and what the chosen one gives."""

    def show(width: int, height: int, rgb: bytes) -> None:
        bench.tell(Picture(width=width, height=height, rgb=rgb))

    seconds = SECONDS.get(bench.plan.depth) or bench.plan.seconds
    cameras, camera = await look(bench.plan.camera, clock=bench.clock, show=show, seconds=seconds)
    bench.learn(cameras=cameras, camera=camera)
    if bench.plan.person and camera is not None and _shows_something(camera):
        await bench.ask(Question.SEES_PICTURE, endpoint=camera.device, about=camera.label)


def _shows_something(camera: Camera) -> bool:
    return camera.frames > 0 and not camera.frozen


CHECK = check
