"""Small files of this machine's own, kept for this user: written whole, and as none where they can't be read."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec
from platformdirs import user_state_path

T = TypeVar("T")


def own_file(name: str) -> Path:
    """Return where such a file is kept."""
    return user_state_path("bedside") / name


def read(file: Path, kind: type[T]) -> T | None:
    """Return what is kept, None where there is nothing that can be read."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None


def write(file: Path, thing: Any) -> None:
    """Keep it in the place of what was kept; where nothing can be kept, nothing is."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part")
        unfinished.write_bytes(msgspec.json.encode(thing))
        unfinished.replace(file)
    except OSError:
        return
