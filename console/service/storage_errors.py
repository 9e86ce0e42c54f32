"""What a database file can do to us, told in a person's words."""

import structlog
from sqlalchemy.exc import DBAPIError

from console.domain.errors import ConsoleError
from console.words import _

log = structlog.get_logger()


def as_error(failure: DBAPIError) -> ConsoleError:
    """Return what a failure of the database means. SQLite tells its kinds apart by their text alone."""
    text = str(failure.orig).lower()
    for sign, code in _SIGNS:
        if sign in text:
            return ConsoleError(*_words(code), code=code)
    log.error("the database failed", exc_info=failure)
    return ConsoleError(
        _("The database did not do what was asked."),
        "",
        _("Try again; if it stays so, look into the service's log."),
        code="database-failed",
    )


_SIGNS = (
    ("locked", "database-locked"),
    ("busy", "database-locked"),
    ("readonly", "database-read-only"),
    ("read-only", "database-read-only"),
    ("full", "database-full"),
    ("malformed", "database-damaged"),
    ("not a database", "database-damaged"),
    ("unable to open", "database-unreachable"),
    ("disk i/o", "database-unreachable"),
)


def _words(code: str) -> tuple[str, str, str]:
    return {
        "database-locked": (
            _("Another program holds the database."),
            "",
            _("Close the program that has the database file open and try again."),
        ),
        "database-read-only": (
            _("The database can be read but not written."),
            "",
            _("Give this user the right to write the file and its folder, or choose another home."),
        ),
        "database-full": (
            _("The disk is full: the change was not kept."),
            "",
            _("Free some room on the disk and try again; what was kept before is safe."),
        ),
        "database-damaged": (
            _("The database file is damaged or is not a database."),
            "",
            _("Stop the service and put the latest copy in its place."),
        ),
        "database-unreachable": (
            _("The database file can't be opened."),
            "",
            _("See that the disk is there and that this user may write in the folder."),
        ),
    }[code]
