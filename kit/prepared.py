"""A constant statement compiled once, asked of the driver itself: what the few hot reads pay for is the rows.

    OF_NUMBER = prepared(select(...))          # remains a statement, which a session may execute as well
    database.kept(OF_NUMBER, {"number": 1})    # but the kept connection asks its driver,
    asked(session, OF_NUMBER, {"number": 1})   # and so does a transaction

A list that `in_` writes out cannot be prepared, for its text is never twice the same: what is asked
with is one parameter (`among`).
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self, TypeVar

from pydantic_core import from_json
from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    Dialect,
    Executable,
    Float,
    Insert,
    Integer,
    Table,
    Text,
    TextClause,
    TypeDecorator,
    bindparam,
    insert,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

Statement = TypeVar("Statement", bound=Executable)

_PREPARED = "kit_prepared"
_FLOAT8 = 701
"""PostgreSQL's number for the type of its floating point columns; SQLite asks for none."""
_narrowed: dict[tuple[int, str], "Narrow"] = {}
_Change = Callable[[Any], Any] | None


def prepared(statement: Statement) -> Statement:
    """The statement, to be compiled once for each database; for constants of a module alone."""
    marked: Statement = statement.execution_options(**{_PREPARED: True})
    return marked


def prepared_row(table: Table) -> Insert:
    """A prepared INSERT of one row, which answers its key; a column left out gets its default, else null."""
    written = [column for column in table.columns if column is not table.autoincrement_column]
    values = {column.name: getattr(column.default, "arg", None) for column in written}
    return prepared(insert(table).values(values).returning(*table.primary_key))


def is_prepared(statement: Executable) -> bool:
    """Whether it was made by `prepared`."""
    return _PREPARED in statement.get_execution_options()


def narrowed(statement: Executable, dialect: Dialect) -> "Narrow":
    """What `prepared` made, for the driver of this database; compiled when it is first asked for.

    It holds the statement, so that its id is nobody else's: one made from it is another.
    """
    key = id(statement), dialect.name
    return _narrowed.get(key) or _narrowed.setdefault(key, Narrow(statement, dialect))


class among(FunctionElement[bool]):  # noqa: N801 - written in statements as a function is
    """Whether a column of numbers or text is one of a list of values, which is one parameter of this name."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, name: str) -> None:
        kind = Integer() if isinstance(column.type, Integer) else Text()
        super().__init__(column, bindparam(name, type_=_Values(kind)))

    def self_group(self, against: Any = None) -> Self:  # noqa: ARG002
        """Itself: compared with true, as SQLite has such things, no index would serve it."""
        return self


class _Values(TypeDecorator[list[Any]]):
    """A list of values: an array where there are arrays, else JSON."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: TypeEngine[Any]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(JSON() if dialect.name == "sqlite" else ARRAY(self.kind))


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
        columns = () if isinstance(statement, TextClause) else statement.exported_columns
        self._coming_out = tuple(_result_processor(column.type, dialect) for column in columns)
        self._changed = tuple(n for n, change in enumerate(self._coming_out) if change is not None)
        self._row = _made_of([column.key for column in columns]) if columns else None

    def ask(self, cursor: Any, facts: Mapping[str, object]) -> Sequence[Any]:
        """Its rows, each a named tuple, by a cursor of the driver. Faults are the driver's own."""
        given: dict[str, Any] = {**self._constant, **facts}
        for name, change in self._going_in.items():
            given[name] = change(given[name])
        order = self._order
        cursor.execute(self._text, given if order is None else [given[name] for name in order])
        if cursor.description is None:
            return ()
        if self._row is None:  # of a statement written as text the driver alone knows the names
            self._row = _made_of([column[0] for column in cursor.description])
        make, rows = self._row, cursor.fetchall()
        return [make(self._read(row)) for row in rows] if self._changed else [make(row) for row in rows]

    def _read(self, row: Sequence[Any]) -> Sequence[Any]:
        read = list(row)
        for n in self._changed:
            change = self._coming_out[n]
            if change is not None:
                read[n] = change(read[n])
        return read


@compiles(among, "sqlite")
def _among_on_sqlite(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - a column and a parameter


@compiles(among, "postgresql")
def _among_on_postgresql(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} = ANY ({values})"


def _made_of(names: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    named: Any = namedtuple  # noqa: PYI024 - its names are known at run time alone
    make: Callable[[Iterable[Any]], Any] = named("Row", names, rename=True)._make
    return make


def _result_processor(kind: TypeEngine[Any], dialect: Dialect) -> _Change:
    number = _FLOAT8 if isinstance(kind, Float) else None
    change = kind.dialect_impl(dialect).result_processor(dialect, number)
    if isinstance(kind, JSON) and change is not None:
        return _from_text  # as the library reads it, in a tenth of the time
    return change


def _from_text(text: str | None) -> Any:
    return None if text is None else from_json(text)
