"""Databases, transactions and every difference between SQLite and PostgreSQL.

One request or job is one transaction, opened here and nowhere else; use cases never commit.
SQLite writers say BEGIN IMMEDIATE behind a file lock, their queue; readers use WAL
snapshots and never queue. PostgreSQL runs READ COMMITTED with explicit row locks.
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Self, TypeVar

from sqlalchemy import Connection, Date, Engine, Enum, Executable, Select, String, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, SQLModel

from kit.clock import oslo_date
from kit.codes import Codes
from kit.errors import Refusal
from kit.prepared import is_prepared, narrowed

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_READ_ONLY = {"kit_access": "read"}
_KEPT = {"kit_access": "kept"}
_BY_INDEX = (
    "plan_cache_mode = force_generic_plan", "enable_hashjoin = off", "enable_mergejoin = off",
    "enable_seqscan = off", "enable_bitmapscan = off", "enable_material = off", "enable_memoize = off",
    "max_parallel_workers_per_gather = 0", "jit = off",
)  # fmt: skip
"""PostgreSQL on the kept connection: its statements are probes of indexes, planned once and no other way."""
_POOL_SIZE = 48  # at least the request thread pool (40): fewer starve each other

Code = TypeVar("Code", bound=StrEnum)
Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])

guards: dict[str, Refusal] = {}
"""What a database rule's name means to the one who broke it; packages add theirs beside their tables."""


def code_column(kind: type[Code]) -> Enum:
    """A column type that stores a StrEnum's values as text with a check, on both databases."""
    return Codes(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
    )


def ordered_text(length: int) -> String:
    """A column type for text that sorts by its bytes on both databases, whatever the server's locale."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class oslo_day(FunctionElement[date]):  # noqa: N801 - written in statements as a function is
    """The Oslo day of an instant, decided where the rows are."""

    type = Date()
    inherit_cache = True


class Database:
    """One database: `write()`, `read()` and `kept()` are the only ways in."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reading = self.engine.execution_options(**_READ_ONLY)
        self._kept: Connection | None = None
        self._cursor: Any = None
        path = self.engine.url.database if self.is_sqlite else None
        self.file = Path(path) if path and path != ":memory:" else None
        self._turn_file = self.file and self.file.with_name(self.file.name + ".turn")

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that commits at the end, or leaves nothing; a broken rule becomes its refusal."""
        with _Turn(self._turn_file) as turn:
            engine = self.engine.execution_options(kit_turn=turn)
            with Session(engine, expire_on_commit=False) as session:
                try:
                    yield session
                    session.commit()
                except IntegrityError as fault:
                    raise meaning(fault) from fault

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that cannot write; on SQLite it never waits for a writer."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    def kept(self, statement: Executable, facts: dict[str, object]) -> Sequence[Any]:
        """Rows of a constant statement on one connection kept open, outside transactions.

        For the few hot reads alone, from one thread (the event loop's): no session, no pool, no
        thread hop, and of a `prepared` statement nothing but the driver. A connection lost is opened
        anew, once.
        """
        if is_prepared(statement):
            try:
                return narrowed(statement, self.engine.dialect).ask(self._kept_cursor(), facts)
            except self.engine.dialect.loaded_dbapi.Error:
                pass  # asked as any other: it opens a lost connection anew, and tells faults alike
        try:
            return self._kept_connection().execute(statement, facts).all()
        except DBAPIError as fault:
            if not fault.connection_invalidated:
                raise
            self._kept = self._cursor = None
            return self._kept_connection().execute(statement, facts).all()

    def dispose(self) -> None:
        """Close every connection."""
        if self._kept is not None:
            self._kept.close()
            self._kept = self._cursor = None
        self.engine.dispose()

    def _kept_cursor(self) -> Any:
        """The driver's own, kept too: what it answers is fetched before it is asked anything else."""
        if self._cursor is None:
            self._cursor = self._kept_connection().connection.cursor()
        return self._cursor

    def _kept_connection(self) -> Connection:
        if self._kept is None:
            options = _KEPT if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
            self._kept = self.engine.connect().execution_options(**options)
            for setting in () if self.is_sqlite else _BY_INDEX:
                self._kept.exec_driver_sql(f"SET {setting}")
        return self._kept


class _Turn:
    """One SQLite writer's place in the queue, taken at its first statement and given up at its end.

    Not before: a request that waited for its turn and only then for a thread could wait for the very
    threads that wait for it.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._held: IO[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_told: object) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def take(self) -> None:
        """Wait until nobody else writes."""
        if self._file is not None and self._held is None:
            self._held = self._file.open("a")
            fcntl.flock(self._held, fcntl.LOCK_EX)


def stored_id(given: int | None) -> int:
    """The id of a row the database holds; ValueError for one not written yet."""
    if given is None:
        raise ValueError("this row is not stored yet")
    return given


def meaning(fault: IntegrityError) -> Exception:
    """The refusal that a broken database rule stands for, or the fault itself when it is a bug."""
    told = str(fault.orig)
    return next((refusal for name, refusal in guards.items() if name in told), fault)


def lock(session: Session, statement: Rows, *, skip: bool = False) -> Rows:
    """The statement, taking its rows for this transaction. SQLite's writer has taken them all already.

    `skip` passes over rows that somebody else has taken, instead of waiting for them. A new row that
    only refers to a taken one need not wait for it: no key changes, and nothing is deleted.
    """
    if session.get_bind().dialect.name == "sqlite":
        return statement
    return statement.with_for_update(skip_locked=skip, key_share=True)


def take_turn(session: Session, name: str) -> None:
    """Wait for every other transaction that took this name, and hold it to this one's end.

    For deciding about rows that are not there to lock yet. SQLite's writer is alone already.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(
            url,
            connect_args={"timeout": 30, "check_same_thread": False},
            pool_size=_POOL_SIZE,
            hide_parameters=True,  # a fault's text goes to the logs
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_size=_POOL_SIZE,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": "-c timezone=UTC -c statement_timeout=60000 -c lock_timeout=20000"},
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.create_function("oslo_day", 1, _oslo_day_of_text, deterministic=True)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "mmap_size=268435456",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _oslo_day_of_text(written: str) -> str:
    return oslo_date(datetime.fromisoformat(written).replace(tzinfo=UTC)).isoformat()


@compiles(oslo_day, "sqlite")
def _oslo_day_on_sqlite(element: oslo_day, compiler: SQLCompiler, **options: Any) -> str:
    return f"oslo_day({compiler.process(element.clauses, **options)})"


@compiles(oslo_day, "postgresql")
def _oslo_day_on_postgresql(element: oslo_day, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(timezone('Europe/Oslo', {compiler.process(element.clauses, **options)}) AS DATE)"


def _begin_sqlite(connection: Connection) -> None:
    match connection.get_execution_options().get("kit_access"):
        case "kept":
            return
        case "read":
            connection.exec_driver_sql("PRAGMA query_only=ON")
            connection.exec_driver_sql("BEGIN")
        case _:
            if (turn := connection.get_execution_options().get("kit_turn")) is not None:
                turn.take()
            connection.exec_driver_sql("PRAGMA query_only=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("kit_access") == "read":
        connection.execute(text("SET TRANSACTION READ ONLY"))
