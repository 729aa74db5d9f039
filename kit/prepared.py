"""A constant statement compiled once, asked of the driver itself: what the few hot reads pay for is the rows.

    OF_NUMBER = prepared(select(...))          # remains a statement, which a session may execute as well
    database.kept(OF_NUMBER, {"number": 1})    # but the kept connection asks its driver

A list that `in_` writes out cannot be prepared, for its text is never twice the same: what is asked
with is one parameter (`kit.db.among`), and what is constant `constants`.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, Executable, Float, TextClause, literal
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Statement = TypeVar("Statement", bound=Executable)

_PREPARED = "kit_prepared"
_FLOAT8 = 701
"""PostgreSQL's number for the type of its floating point columns; SQLite asks for none."""
_Change = Callable[[Any], Any] | None


def prepared(statement: Statement) -> Statement:
    """The statement, to be compiled once for each database; for constants of a module alone."""
    marked: Statement = statement.execution_options(**{_PREPARED: True})
    return marked


def is_prepared(statement: Executable) -> bool:
    """Whether it was made by `prepared`."""
    return _PREPARED in statement.get_execution_options()


def constants(column: Any, values: Iterable[object]) -> list[ColumnElement[Any]]:
    """Constant values for the column's `in_`, each a parameter of its own."""
    return [literal(value, column.type) for value in values]


class Narrow:
    """One prepared statement for one driver: its text, and how values go in and come out."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled: SQLCompiler = statement.compile(dialect=dialect)
        if compiled.post_compile_params:
            raise ValueError("a list of values cannot be prepared")
        self.statement = statement
        self._text = str(compiled)
        self._constant = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}
        self._order = compiled.positiontup
        self._going_in = {
            name: change
            for bind, name in compiled.bind_names.items()
            if (change := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        columns = () if isinstance(statement, TextClause) else statement.selected_columns
        self._coming_out = tuple(_result_processor(column.type, dialect) for column in columns)
        self._changed = tuple(n for n, change in enumerate(self._coming_out) if change is not None)
        self._row = _made_of([column.key for column in columns]) if columns else None

    def ask(self, connection: Connection, facts: Mapping[str, object]) -> Sequence[Any]:
        """Its rows, each a named tuple. Faults are the driver's own."""
        given: dict[str, Any] = {**self._constant, **facts}
        for name, change in self._going_in.items():
            given[name] = change(given[name])
        driver: Any = connection.connection.driver_connection
        order = self._order
        found = driver.execute(self._text, given if order is None else [given[name] for name in order])
        if self._row is None:  # of a statement written as text the driver alone knows the names
            self._row = _made_of([column[0] for column in found.description])
        make, rows = self._row, found.fetchall()
        return [make(self._read(row)) for row in rows] if self._changed else [make(row) for row in rows]

    def _read(self, row: Sequence[Any]) -> Sequence[Any]:
        read = list(row)
        for n in self._changed:
            change = self._coming_out[n]
            if change is not None:
                read[n] = change(read[n])
        return read


def _made_of(names: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    named: Any = namedtuple  # noqa: PYI024 - its names are known at run time alone
    make: Callable[[Iterable[Any]], Any] = named("Row", names, rename=True)._make
    return make


def _result_processor(kind: TypeEngine[Any], dialect: Dialect) -> _Change:
    return kind.dialect_impl(dialect).result_processor(dialect, _FLOAT8 if isinstance(kind, Float) else None)
