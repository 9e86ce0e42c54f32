"""What the tests of diagnostics share: a private audio server."""

from tests.audio_server import audio, silent_audio

__all__ = ["audio", "silent_audio"]
