"""How the databases read for a search: by index, in the order that is shown, and never everybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlmodel import Session

from kit.db import Database
from registry.search import bearing, finding, ranking
from registry.search.wishes import Wish
from tests.make_registry import TODAY, interpreter

_READ_WHOLE = (
    "SCAN findable",
    "SCAN findable_word",
    "SCAN name_word",
    "Seq Scan on findable",
    "Seq Scan on name_word",
)


@pytest.mark.parametrize(
    "wish",
    [
        Wish(q="warsame"),
        Wish(q="warsame", language="tir"),
        Wish(q="warsmae"),
        Wish(q="ali warsame"),
        Wish(language="tir", kommune="0301", within_km=50),
        Wish(language="tir"),
        Wish(q="1"),
    ],
    ids=str,
)
@pytest.mark.parametrize("many", [1, 500])
def test_nobody_is_read_who_cannot_be_shown(
    database: Database, wish: Wish, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MANY", many)
    monkeypatch.setattr(bearing, "MANY", many)
    with database.write() as session:
        for n in range(12):
            interpreter(session, f"Ali Warsame{n % 2 * 'n'}")
    with database.engine.connect() as connection, Session(connection) as session:
        if not database.is_sqlite:  # small tables are read whole however good the indexes are
            session.execute(text("SET LOCAL enable_seqscan = off"))
        with _plans(connection, sqlite=database.is_sqlite) as plans:
            finding.find(session, wish, on=TODAY, limit=2)
        told = [line for plan in plans for line in plan]
        assert told
        assert [line for line in told if any(one in line for one in _READ_WHOLE)] == []


@pytest.mark.parametrize("wish", [Wish(q="warsame"), Wish(q="ali warsame"), Wish(language="tir")], ids=str)
def test_many_are_read_in_the_order_they_are_shown_in(
    database: Database, wish: Wish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MANY", 1)
    with database.write() as session:
        for _ in range(12):
            interpreter(session, "Ali Warsame")
    with database.engine.connect() as connection, Session(connection) as session:
        if not database.is_sqlite:
            session.execute(text("SET LOCAL enable_seqscan = off"))
            session.execute(text("SET LOCAL enable_bitmapscan = off"))
            session.execute(text("SET LOCAL enable_sort = off"))
        with _plans(connection, sqlite=database.is_sqlite, only="ORDER BY findable") as plans:
            finding.find(session, wish, on=TODAY, limit=2)
        assert len(plans) == 1
        assert [line for line in plans[0] if "TEMP B-TREE FOR ORDER BY" in line or "Sort" in line] == []


@contextmanager
def _plans(connection: Connection, *, sqlite: bool, only: str = "findable") -> Iterator[list[list[str]]]:
    """The plan of every statement about what is kept, made when the block ends."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> None:
        if only in statement:
            asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    plans: list[list[str]] = []
    yield plans
    event.remove(connection, "before_cursor_execute", note)
    how = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
    for statement, parameters in asked:
        plans.append([str(row[-1]) for row in connection.exec_driver_sql(how + statement, parameters)])
