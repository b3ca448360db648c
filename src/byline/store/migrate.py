"""Bring a database up to date with Alembic. Loaded only when a database needs it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from byline.errors import StoreError
from byline.store.schema import VERSION_TABLE

_FOLDER = Path(__file__).parent / "migrations"


def script_directory(config: Config | None = None) -> ScriptDirectory:
    """Return the migrations that this program knows."""
    return ScriptDirectory.from_config(config or _config())


def upgrade(connection: Connection, name: str) -> None:
    """Run the migrations that the database has not had, within the caller's transaction.

    The caller commits, so a migration and its record are there together or not at all.

    Args:
        connection: one that may write; of two processes, the second finds the work done.
        name: the database's name, for messages.

    Raises:
        StoreError: the database is newer than this program, or another program's.
    """
    config = _config()
    known = {script.revision for script in script_directory(config).walk_revisions()}
    version = MigrationContext.configure(
        connection, opts={"version_table": VERSION_TABLE}
    ).get_current_revision()
    if version is not None and version not in known:
        raise StoreError(
            f"{name} was made by a newer Byline (its format is {version!r}; this program knows up to "
            f"{max(known)!r}). Upgrade Byline, or name another database."
        )
    tables = inspect(connection).get_table_names()
    if version is None and tables:
        raise StoreError(
            f"{name} holds the tables of another program ({', '.join(sorted(tables)[:3])}). "
            "Give Byline a database of its own."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config
