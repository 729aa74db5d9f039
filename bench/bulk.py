"""Many rows at once: indexes made afterwards, and no row looked up to see that it may refer to another."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text
from sqlmodel import Session, SQLModel

from kit.db import Database

_ON_SQLITE = ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-1000000", "temp_store=MEMORY")
_ON_POSTGRESQL = (
    "SET statement_timeout = 0", "SET session_replication_role = replica", "SET maintenance_work_mem = '1GB'",
)  # fmt: skip


@contextmanager
def trusted(database: Database) -> Iterator[None]:
    """Everything written meanwhile is taken at its word, and may take its time: for made-up rows alone."""
    said = [f"PRAGMA {one}" for one in _ON_SQLITE] if database.is_sqlite else _ON_POSTGRESQL

    def say(connection: Any, _entry: object, _proxy: object) -> None:
        for one in said:
            connection.execute(one)
        connection.commit()

    database.engine.dispose()
    event.listen(database.engine, "checkout", say)
    try:
        yield
    finally:
        event.remove(database.engine, "checkout", say)
        database.engine.dispose()


@contextmanager
def unindexed(database: Database, names: Sequence[str]) -> Iterator[None]:
    """The tables without the indexes that only make them faster to read; they are made again at the end.

    Partial ones stay: few rows are in them, and the rule of one place at a time reads one.
    """
    indexes = [
        index
        for name in names
        for index in sorted(SQLModel.metadata.tables[name].indexes, key=lambda one: str(one.name))
        if not index.unique and index.dialect_options["sqlite"]["where"] is None
    ]
    with database.write() as session:
        for index in indexes:
            index.drop(session.connection())
    yield
    for index in indexes:
        with database.write() as session:
            index.create(session.connection())


def count_on(session: Session, names: Sequence[str]) -> None:
    """The ids the database gives next follow those given by the rows themselves."""
    for name in names if session.get_bind().dialect.name == "postgresql" else ():
        last = f"SELECT coalesce(max(id), 0) + 1 FROM {name}"  # noqa: S608 - our own tables' names
        session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), ({last}))"))
