"""Bringing a database up to date, and saying whether it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from kit.db import Database
from registry.search import keeping

_FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def migrate(database: Database, *, to: str = "head") -> None:
    """Run the missing migrations; nothing to do is fine. A SQLite file and its folder are made if missing."""
    if database.file is not None:
        database.file.parent.mkdir(parents=True, exist_ok=True)
    with database.engine.connect() as connection:
        command.upgrade(config(connection), to)
    if to == "head":
        with database.write() as session:
            keeping.begin(session)


def is_current(database: Database) -> bool:
    """Whether the database stands at the newest migration."""
    head = ScriptDirectory(str(_FOLDER)).get_current_head()
    with database.read() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() == head


def config(connection: Connection) -> Config:
    """Alembic's configuration for our folder on an open connection."""
    made = Config()
    made.set_main_option("script_location", str(_FOLDER))
    made.attributes["connection"] = connection
    return made
