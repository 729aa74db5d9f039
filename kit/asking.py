"""What a transaction asks of the driver itself: rows that nobody holds, read and written."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Insert
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from kit.prepared import is_prepared, narrowed, prepared_row


def asked(session: Session, statement: Executable, facts: Mapping[str, object]) -> Sequence[Any]:
    """Rows of a constant statement in this transaction, after what the session has not written yet.

    Of a `prepared` statement nothing but the driver: no object is held, none is brought up to date. What it
    returns nothing of has no rows. Faults are told as a session tells them.
    """
    if not is_prepared(statement):
        return session.execute(statement, facts).all()
    session.flush()
    connection = session.connection()
    dialect = connection.dialect
    driver = dialect.loaded_dbapi.Error
    try:
        return narrowed(statement, dialect).ask(connection.connection.cursor(), facts)
    except driver as fault:
        raise DBAPIError.instance(None, None, fault, driver, hide_parameters=True, dialect=dialect) from fault


def write_row(session: Session, table: type[SQLModel], /, **facts: object) -> Any:
    """Write a row that nobody here needs to hold; answers its key. Columns left out get their default."""
    if unknown := facts.keys() - table.model_fields.keys():
        raise TypeError(f"{table.__name__} has no {', '.join(sorted(unknown))}")
    return asked(session, _row_into(table), facts)[0][0]


@cache
def _row_into(table: type[SQLModel]) -> Insert:
    return prepared_row(SQLModel.metadata.tables[str(table.__tablename__)])
