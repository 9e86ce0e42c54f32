"""What the camera's child program is asked, and the lines that it prints."""

from typing import TypeAlias

import msgspec

from console.domain.diagnosis.evidence import CameraOpening
from console.domain.noun import Noun
from console.media.camera.source import Source


class Task(Noun, frozen=True, kw_only=True):
    """Which camera, by its label or as what is opened, and for how many seconds from its first picture."""

    label: str | None = None
    source: Source | None = None
    seconds: float = 2.0


class Line(Noun, frozen=True, kw_only=True, tag_field="line", tag=str.lower):
    """Base of the lines."""


class Listed(Line, frozen=True, kw_only=True):
    """The cameras there are, and the one that is opened now."""

    labels: tuple[str, ...]
    chosen: Source | None = None


class Shown(Line, frozen=True, kw_only=True):
    """A small picture: RGB bytes, width * height * 3."""

    width: int
    height: int
    rgb: bytes


class Seen(Line, frozen=True, kw_only=True):
    """What the camera has given so far, as in the evidence. Told again and again: the last one counts."""

    opening: CameraOpening
    width: int = 0
    height: int = 0
    rate: float = 0.0
    frames: int = 0
    luma: float | None = None
    spread: float | None = None
    frozen: bool = False


Lines: TypeAlias = Listed | Shown | Seen
decoder = msgspec.json.Decoder(Lines)
