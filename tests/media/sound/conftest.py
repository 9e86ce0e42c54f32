"""What the tests of sound programs share: the time now, and what is told."""

from datetime import UTC, datetime

from console.domain.diagnosis.evidence import Side, StreamHealth
from console.media.sound.news import News


def now() -> datetime:
    return datetime.now(UTC)


def nothing(news: News) -> None:
    """Hear nothing."""


def stream(streams: tuple[StreamHealth, ...], side: Side) -> StreamHealth:
    """The health of a side's stream."""
    return next(one for one in streams if one.side is side)
