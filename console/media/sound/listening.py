"""A person reads a sentence aloud: the microphone listens, the voice is graded and can be played back once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec.structs import replace

from console.domain.diagnosis.evidence import Side, Speech, StreamHealth
from console.domain.noun import Clock
from console.media.sound.conversation import Conversation, conversation
from console.media.sound.health import Health
from console.media.sound.messages import Listened, Live, Message, Order, Request
from console.media.sound.news import Tell, news

_PROGRAM = "console.media.sound.listening_program"


class Listening:
    """A microphone that listens. level: dBFS of all that was heard, once `speech` is known."""

    def __init__(self, program: Conversation, request: Request, clock: Clock, tell: Tell) -> None:
        self._program = program
        self._messages = program.messages()
        self._health = Health(request, clock)
        self._endpoints = {Side.INPUT: request.input or "", Side.OUTPUT: request.output or ""}
        self._clock = clock
        self._tell = tell
        self.level: float | None = None

    @property
    def process_id(self) -> int:
        """The program's: what the audio system knows its streams by."""
        return self._program.process_id

    async def opened(self) -> bool:
        """Wait until the microphone is open, and tell whether it is; nothing is kept yet."""
        await self._until(Live)
        health = self.health(Side.INPUT)
        return health is not None and health.first_frame_after is not None

    async def begin(self) -> None:
        """Keep what is heard from now on."""
        await self._program.order(Order.BEGIN)

    async def end(self) -> None:
        """Stop before the time is over."""
        await self._program.order(Order.END)

    async def speech(self) -> Speech | None:
        """Wait for the end of listening and return what was heard, None where the microphone gave nothing."""
        listened = await self._until(Listened)
        if not isinstance(listened, Listened):
            return None
        self.level = listened.level
        return replace(listened.speech, at=self._clock())

    async def play_back(self) -> StreamHealth | None:
        """Play the voice once, after a pause, and return how that went; the recording is gone afterwards."""
        await self._program.order(Order.PLAY_BACK)
        while await self._until(Live) is not None:
            pass
        return self.health(Side.OUTPUT)

    async def close(self) -> None:
        """Take no more messages."""
        await self._messages.aclose()

    def health(self, side: Side) -> StreamHealth | None:
        """Return how a stream went until now, None where it was never to be opened."""
        streams = self._health.streams(hung=self._program.hung)
        return next((stream for stream in streams if stream.side is side), None)

    async def _until(self, kind: type[Message]) -> Message | None:
        """Take messages up to the next one of a kind; None where the program ends before it."""
        async for message in self._messages:
            self._health.hear(message)
            if told := news(message, self.process_id, self._endpoints):
                self._tell(told)
            if isinstance(message, kind):
                return message
        return None


@asynccontextmanager
async def listen_to_speech(
    input: str | None = None,
    seconds: float = 10.0,
    *,
    output: str | None = None,
    clock: Clock,
    tell: Tell,
) -> AsyncIterator[Listening]:
    """Open the microphone for as long as the context lasts; what it has heard is forgotten at the context's end.

    seconds: how long it listens at most once `begin` is told. output: the speaker to play back on.
    """
    request = Request(input=input, output=output, seconds=seconds)
    async with conversation(_PROGRAM, request) as program:
        listening = Listening(program, request, clock, tell)
        try:
            yield listening
        finally:
            await listening.close()
