"""A system nobody has written a file for: its devices are listed, their mutes and volumes are not seen."""

from console.media.audio_system.portaudio import opened

__all__ = ["opened"]
