"""A chime on a speaker: whether it sounded where the person listens, only the person can tell."""

from msgspec.structs import replace

from console.domain.diagnosis.evidence import OpenFailure, Side, StreamHealth
from console.domain.noun import Clock
from console.media.sound.conversation import conversation
from console.media.sound.health import Health
from console.media.sound.messages import Request
from console.media.sound.news import Tell, news

_PROGRAM = "console.media.sound.chime_program"


async def chime(output: str | None = None, *, clock: Clock, tell: Tell) -> StreamHealth:
    """Play two soft notes, a second and a half, and return how the stream went. Cancelling ends the sound."""
    request = Request(output=output)
    health = Health(request, clock)
    async with conversation(_PROGRAM, request) as program:
        async for message in program.messages():
            health.hear(message)
            if told := news(message, program.process_id, {Side.OUTPUT: output or ""}):
                tell(told)
    if streams := health.streams(hung=program.hung):
        return streams[0]
    # The program ended before it could open anything.
    return replace(_unopened(clock, output), hung=program.hung)


def _unopened(clock: Clock, output: str | None) -> StreamHealth:
    return StreamHealth(
        side=Side.OUTPUT, at=clock(), endpoint=output or "", failure=OpenFailure.FAILED, still_running=False
    )
