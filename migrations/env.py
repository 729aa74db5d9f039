"""How Alembic reaches the database: in the caller's engine, or the one the environment names.

On SQLite foreign keys are off while tables are rebuilt (a rebuild would delete child rows) and
checked afterwards. On PostgreSQL a migration gives up rather than queue for a lock.
"""

import os

from alembic import context
from sqlalchemy import Connection

from kit.config import load
from kit.db import Database
from migrations.metadata import METADATA


def run(connection: Connection) -> None:
    """Run the asked-for migrations on one connection."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _foreign_keys(connection, "OFF")
    else:
        connection.exec_driver_sql("SET lock_timeout = '10s'")
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=sqlite,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            message = "the migration would leave rows whose parents are gone"
            raise RuntimeError(message)
    connection.commit()
    if sqlite:
        _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, switch: str) -> None:
    driver = connection.connection.dbapi_connection  # outside any transaction, or SQLite ignores it
    if driver is not None:
        driver.cursor().execute(f"PRAGMA foreign_keys={switch}")


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    settings = load(os.environ)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    with database.engine.connect() as connection:
        run(connection)
    database.dispose()
