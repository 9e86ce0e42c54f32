"""Opens a database file safely: copies it before a migration, puts the copy back if that fails or was cut off."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from console.domain.errors import ConsoleError, reason
from console.service import storage_errors
from console.service.database import engine_for, path_of
from console.words import _


def bring_up_to_date(url: str) -> None:
    """Make the file fit this version of the program; nothing is lost, whatever happens on the way."""
    path = path_of(url)
    _make_folder(path.parent)
    _put_back_cut_off(path)
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            revision = _revision(connection)
            if revision is None:
                _refuse_foreign(connection)
        known = _known()
        if revision == known[-1]:
            return
        _refuse_unknown(revision, known)
        with _safely(path, revision):
            _upgrade(url)
    except DBAPIError as failure:
        raise storage_errors.as_error(failure) from failure
    finally:
        engine.dispose()


def _known() -> list[str]:
    """Return the revisions that this program knows, in their order: a migration's file is named by its revision."""
    names = (path.name for path in files("console.service.migrations.versions").iterdir())
    return sorted(name.partition("_")[0] for name in names if name[:1].isdigit())


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConsoleError(
            _("The folder for the database can't be made."),
            reason(error),
            _("Choose another home with --home, or give this user the right to write there."),
            code="database-unreachable",
        ) from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def _refuse_foreign(connection: Connection) -> None:
    """Raise database-foreign for a file that holds anything: it is another program's, and ours to leave alone."""
    if set(inspect(connection).get_table_names()) - {"alembic_version"}:
        raise ConsoleError(
            _("The database file belongs to another program."),
            "",
            _("Choose another file with --database, or another home with --home."),
            code="database-foreign",
        )


def _refuse_unknown(revision: str | None, known: Sequence[str]) -> None:
    if revision is not None and revision not in known:
        raise ConsoleError(
            _("The database was made by a newer version of Bedside."),
            _("Its version is {found}, this program knows {known}.", found=revision, known=known[-1]),
            _("Update Bedside on this machine, or choose another home with --home."),
            code="database-newer",
        )


def _copy_of(path: Path) -> Path:
    return path.with_name(path.name + ".before-migration")


@contextmanager
def _safely(path: Path, revision: str | None) -> Iterator[None]:
    copy = _copy_of(path)
    if revision is not None:
        _copy_database(path, copy)
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        _restore(path, copy)
        raise ConsoleError(
            _("The database could not be brought up to this version; it is as it was before."),
            storage_errors.as_error(error).title
            if isinstance(error, DBAPIError)
            else reason(error)
            if isinstance(error, OSError)
            else "",
            _("See that there is room on the disk, then start again."),
            code="migration-failed",
        ) from error
    copy.unlink(missing_ok=True)


def _copy_database(path: Path, copy: Path) -> None:
    # The copy gets its name only once it is whole: its being there means "put me back".
    unfinished = copy.with_name(copy.name + ".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    unfinished.replace(copy)


def _put_back_cut_off(path: Path) -> None:
    if _copy_of(path).exists():
        _restore(path, _copy_of(path))


def _restore(path: Path, copy: Path) -> None:
    for leftover in (path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        leftover.unlink(missing_ok=True)
    if copy.exists():
        copy.replace(path)
    else:
        path.unlink(missing_ok=True)  # it was new: there was nothing before


def _upgrade(url: str) -> None:
    # Alembic is imported only when there is something to migrate: it would make every start slower.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("console.service.migrations")))
    config.attributes["url"] = url
    command.upgrade(config, "head")
