"""What is told of a sound program while it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from console.domain.diagnosis.evidence import Side
from console.media.sound.messages import Beat, Done, Live, Message


@dataclass(frozen=True, kw_only=True)
class Started:
    """The streams live now; in the audio system they belong to this process."""

    process_id: int


@dataclass(frozen=True, kw_only=True)
class LiveLevel:
    """What is heard or played right now, in dBFS. endpoint: its name, empty for the default one."""

    side: Side
    endpoint: str
    level: float
    peak: float


@dataclass(frozen=True, kw_only=True)
class Progressed:
    """How much of the whole is done, 0 to 1."""

    done: float


News: TypeAlias = Started | LiveLevel | Progressed
Tell: TypeAlias = Callable[[News], None]


def news(message: Message, process_id: int, endpoints: dict[Side, str]) -> News | None:
    """Return what a message is to somebody who watches, if it is anything. endpoints: their names by side."""
    if isinstance(message, Live):
        return Started(process_id=process_id)
    if isinstance(message, Beat):
        endpoint = endpoints.get(message.side, "")
        return LiveLevel(side=message.side, endpoint=endpoint, level=message.level, peak=message.peak)
    return Progressed(done=message.fraction) if isinstance(message, Done) else None
