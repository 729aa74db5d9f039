"""The made-up register that benchmarks run on is one the product itself could have made."""

from typing import Any

import pytest
from sqlalchemy import func
from sqlalchemy import select as columns_of
from sqlmodel import Session, SQLModel, col, select

from bench import large
from booking.availability.kept_tables import FreeSpan
from booking.matching.tables import Seat
from booking.states import AssignmentStatus
from booking.tables import Assignment, Booking
from kit.db import Database
from registry import standing
from registry.search import keeping
from registry.search.tables import Findable, FindableWord, NameSpelling, NameWord, Tally
from registry.tables import Interpreter, Standing

_KEPT: tuple[type[SQLModel], ...] = (
    Standing, Findable, FindableWord, NameWord, NameSpelling, Seat, FreeSpan,
)  # fmt: skip


def test_a_doubled_register_keeps_what_a_rebuild_gives(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "_MOST_ONE_BY_ONE", 15)
    monkeypatch.setattr(large, "_AT_ONCE", 20)
    large.fill(database, people=48, bookings=5)
    with database.write() as session:
        assert session.exec(select(func.count()).select_from(Interpreter)).one() == 48
        held = select(func.count()).where(col(Assignment.status) == AssignmentStatus.HELD)
        assert session.exec(held).one() == 96
        assert session.exec(select(func.count()).select_from(Booking)).one() == 240
        before = _kept(session)
        standing.rebuild(session, None)
        keeping.rebuild(session)
        keeping.settle(session, today=large._DAY)
        assert _kept(session) == before


def test_a_size_that_cannot_be_halved_is_refused() -> None:
    assert large.doublings(1_000_000) == 6
    assert large.doublings(1_284) == 0
    with pytest.raises(ValueError, match="choose another size"):
        large.doublings(1_000_001)


def _kept(session: Session) -> list[Any]:
    rows = [
        sorted(str(row.model_dump(exclude={"id"})) for row in session.exec(select(table))) for table in _KEPT
    ]
    cell = (col(Tally.language), col(Tally.place), col(Tally.level), col(Tally.ways), col(Tally.gender))
    counted = columns_of(*cell, func.sum(Tally.people)).group_by(*cell)
    return [*rows, sorted(map(str, session.execute(counted)))]
