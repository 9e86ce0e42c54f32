"""What nobody foresaw: where it happened is written down for who mends the program, and told in one sentence."""

import os
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

from console.domain.errors import ConsoleError
from console.words import _


def unforeseen(error: Exception, home: Path | None) -> ConsoleError:
    """Keep where an error came from in the home, else in the folder for temporary files; return what is told of it."""
    try:
        file = _kept(error, home if home is not None and home.is_dir() else None)
    except OSError:
        file = _kept(error, None)
    return ConsoleError(
        _("Something went wrong in the program itself."),
        "",
        _("Try again; if it stays so, give {file} to whoever looks after the program.", file=file),
        code="error",
    )


def _kept(error: Exception, folder: Path | None) -> Path:
    handle, name = tempfile.mkstemp(prefix="bedside-fault-", suffix=".txt", dir=folder)  # its user alone may read it
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(_told(error))
    return Path(name)


def _told(error: BaseException) -> Iterator[str]:
    # The places and the kind alone: what an error says of itself may hold a name or a secret.
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
    before = error.__cause__ or error.__context__
    if before is not None:
        yield "\nIt came from:\n"
        yield from _told(before)
