"""The home: the folder that holds one service's data, its run file and its lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from console.domain.errors import ConsoleError, reason
from console.wire import run_file
from console.words import _

DATABASE = "bedside.sqlite3"


def database_url(home: Path) -> str:
    """Return the address of a home's own database."""
    return f"sqlite:///{home / DATABASE}"


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold the home for one service; raise home-taken while another one does. The system frees it when we die."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(home / run_file.LOCK, timeout=0)
        lock.acquire()
    except Timeout as error:
        raise ConsoleError(
            _("A service is running in this home already."),
            str(home),
            _("Open it with: bedside --home {home}", home=home),
            code="home-taken",
        ) from error
    except OSError as error:
        raise ConsoleError(
            _("This home can't be written."),
            reason(error),
            _("Choose another with --home, or give this user the right to write there."),
            code="home-unusable",
        ) from error
    try:
        yield
    finally:
        lock.release()
