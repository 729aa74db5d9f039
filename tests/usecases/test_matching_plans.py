"""How the databases find who is free: by index, and never by reading a table whole."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, TextClause, event, text

from booking.availability import tree
from booking.matching import finding, rolling
from booking.travel.neighbours import touching
from booking.travel.rules import PACE, around
from kit.db import Database
from kit.interval import Interval
from tests import make

_SPAN = Interval(datetime(2026, 11, 26, 9, tzinfo=UTC), datetime(2026, 11, 26, 10, tzinfo=UTC))
_PATHS = tree.paths(1_795_683_600, 1_795_687_200)
_VALUES: dict[str, object] = {
    "language": "som", "day": date(2026, 11, 26), "level": 6, "way": 2, "free_for": 2, "gender": "",
    "most": 20,
    "starts_at": 1_795_683_600, "ends_at": 1_795_687_200, "origin": "0301", "looked_at": 256,
    "node": _PATHS.node, **touching(around(_SPAN, PACE)),
    **{f"before_{n}": node for n, node in enumerate(tree.padded(_PATHS.before))},
    **{f"after_{n}": node for n, node in enumerate(tree.padded(_PATHS.after))},
}  # fmt: skip
_COUNTED = {
    "ix_seat_minutes": "1000 11 4 4 1 1 1 1 1 1",
    "ix_seat_kommune": "1000 11 4 1 1 1 1 1 1 1 1",
    "seat": "1000 1 1 1",
}
_SOUGHT_BY = {
    "FIRST_IN_ORDER": ("(level,minutes,number)<(?,?,?)", "ROW(level, minutes, number) < ROW((InitPlan"),
    "WHOEVER": ("SEARCH s USING PRIMARY KEY (interpreter_id=?", "interpreter_id = f.interpreter_id"),
    "AT_THE_TIME": ("SEARCH s USING PRIMARY KEY (interpreter_id=?", "interpreter_id = f.interpreter_id"),
}
"""What a seat must be sought by, on either database, or the whole language is read."""


@pytest.mark.parametrize("name", ["IN_ORDER", "FIRST_IN_ORDER", "NEAREST", "AT_THE_TIME", "WHOEVER"])
def test_no_table_is_read_whole_and_nobody_is_sorted(database: Database, name: str) -> None:
    statement: TextClause = getattr(finding, name)
    how = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    explained = text(how + statement.text).bindparams(**{
        key: value for key, value in _VALUES.items() if f":{key}" in statement.text
    })  # fmt: skip
    with database.engine.connect() as connection:
        _as_in_a_small_register(connection)
        if not database.is_sqlite:  # small tables are read whole however good the indexes are
            for switch in (
                "enable_seqscan",
                "enable_bitmapscan",
                "enable_sort",
                "enable_hashjoin",
                "enable_mergejoin",
            ):
                connection.execute(text(f"SET {switch} = off"))
        plan = [str(row[-1]) for row in connection.execute(explained)]
    assert plan
    whole = ("SCAN seat", "SCAN f", "SCAN i", "SCAN n", "Seq Scan")
    assert [line for line in plan if any(one in line for one in whole)] == []
    if name in {"IN_ORDER", "FIRST_IN_ORDER"}:
        assert [line for line in plan if "ORDER BY" in line or "Sort" in line] == []
    if name in _SOUGHT_BY:
        sought_by = _SOUGHT_BY[name][0 if database.is_sqlite else 1]
        assert any(sought_by in line for line in plan), plan


def test_a_new_day_reads_the_work_that_leaves_and_no_other(database: Database) -> None:
    rolling.roll(database, now=make.NOW)
    asked: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    rolling.roll(database, now=make.NOW + timedelta(days=1))
    [(statement, values)] = [one for one in asked if "FROM assignment" in one[0]]
    how = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.engine.connect() as connection:
        _as_in_a_small_register(connection)
        if not database.is_sqlite:  # small tables are read whole however good the indexes are
            connection.execute(text("SET enable_seqscan = off"))
        plan = [str(row[-1]) for row in connection.exec_driver_sql(how + statement, values)]
    assert any("ix_assignment_ends_at" in line for line in plan), plan


def _as_in_a_small_register(connection: Connection) -> None:
    """SQLite plans by what it has counted: here the seats of 1,000 people, few to a level of a language."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("DELETE FROM sqlite_stat1 WHERE tbl = 'seat'")
        for index, counted in _COUNTED.items():
            told = ("seat", index, counted)
            connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", told)
        connection.exec_driver_sql("ANALYZE sqlite_schema")


@pytest.mark.parametrize("name", ["IN_ORDER", "FIRST_IN_ORDER", "NEAREST", "AT_THE_TIME"])
def test_it_is_not_asked_by_exists_who_is_engaged(name: str) -> None:
    """PostgreSQL answered that by reading everybody's work at the time: 290 ms at a million, against 3."""
    written = " ".join(getattr(finding, name).text.split())
    assert "SELECT 1 FROM assignment" in written
    assert "EXISTS ( SELECT 1 FROM assignment" not in written
