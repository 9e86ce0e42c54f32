"""How the streams of a sound program went, put together from its messages: as much as was told before it ended."""

from msgspec.structs import replace

from console.domain.diagnosis.evidence import SILENCE, OpenFailure, Side, StreamHealth
from console.domain.noun import Clock
from console.media.sound.messages import Beat, FirstFrame, Message, Opening, Refused, Request


class Health:
    """The streams' health until now."""

    def __init__(self, request: Request, clock: Clock) -> None:
        self._names = {Side.INPUT: request.input, Side.OUTPUT: request.output}
        self._clock = clock
        self._streams: dict[Side, StreamHealth] = {}
        self._unopened: Side | None = None

    def hear(self, message: Message) -> None:
        """Take note of a message."""
        if isinstance(message, Opening):
            self._unopened = message.side
            endpoint = self._names[message.side] or ""
            self._streams[message.side] = StreamHealth(side=message.side, at=self._clock(), endpoint=endpoint)
            return
        self._unopened = None
        if isinstance(message, Refused):
            self._note(message.side, failure=message.failure, still_running=False)
        elif isinstance(message, FirstFrame):
            self._note(message.side, first_frame_after=message.after)
        elif isinstance(message, Beat):
            self._note(
                message.side,
                frames=message.frames,
                expected_frames=message.expected_frames,
                longest_gap=message.longest_gap,
                flagged=message.flagged,
                still_running=message.still_running,
                loudest=max(message.level, self._streams[message.side].loudest or SILENCE),
            )

    def streams(self, *, hung: bool) -> tuple[StreamHealth, ...]:
        """Return each stream that was opened, or was to be. hung: the program had to be ended while it closed them."""
        if self._unopened is not None:
            # It was ended while it opened this stream, and neither got it nor heard that it can't have it.
            self._note(self._unopened, failure=OpenFailure.FAILED, still_running=False, hung=True)
            self._unopened = None
        return tuple(replace(stream, hung=stream.hung or hung) for stream in self._streams.values())

    def _note(self, side: Side, **facts: object) -> None:
        self._streams[side] = replace(self._streams[side], at=self._clock(), **facts)
