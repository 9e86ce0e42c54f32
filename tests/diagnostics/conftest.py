"""What the tests of diagnostics share: a private audio server."""

from datetime import UTC, datetime

from tests.audio_server import audio, silent_audio

__all__ = ["audio", "silent_audio"]


def now() -> datetime:
    return datetime.now(UTC)
