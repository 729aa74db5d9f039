"""Whether what is kept for matching is what a rebuild would give. Nothing is changed by asking."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Table
from sqlalchemy import select as columns_of
from sqlmodel import Session, SQLModel, col, select

from booking.availability import kept
from booking.availability.kept_tables import FreeSpan
from booking.matching import seats
from booking.matching.tables import Nearness, Seat
from booking.states import OVER
from booking.tables import Booking
from kit.db import Database
from kit.errors import Conflict
from registry import kommuner
from registry.tables import Interpreter

_AT_A_TIME = 500
_HERS: tuple[type[SQLModel], ...] = (Seat, FreeSpan)


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows of one table that differ: `of` is an interpreter's number, or a municipality's.

    `left_over` are kept and a rebuild would not give them; `missing` it would give, and they are not kept.
    """

    table: str
    of: str
    left_over: int
    missing: int


class _Undone(Exception):
    """Ends a transaction that leaves nothing."""


def differences(database: Database) -> Iterator[Difference]:
    """What is kept of everybody beside what they make when worked out anew, 500 people to a transaction.

    Conflict `nothing_kept` before the worker has made it, `being_made` while everybody's is moved on.
    """
    with database.read() as session:
        _require_whole(session)
        yield from _places(session)
    after = 0
    while people := _next(database, after):
        yield from _of(database, people)
        after = max(people)


def _of(database: Database, people: dict[int, int]) -> Iterator[Difference]:
    """Theirs, by id and number: worked out anew as any change of them does it, compared, and undone."""
    found: list[Difference] = []
    with suppress(_Undone), database.write() as session:
        kept.hold(session, sorted(people))
        before = [_rows(session, table, people) for table in _HERS]
        for table in _HERS:
            session.execute(_table(table).delete().where(_table(table).c.interpreter_id.in_(people)))
        seats.follow(session, sorted(people))
        _require_whole(session)
        for table, was in zip(_HERS, before, strict=True):
            found += _differing(table, people, was, _rows(session, table, people))
        raise _Undone
    yield from found


def _differing(
    table: type[SQLModel], people: dict[int, int], was: set[tuple[int, ...]], is_now: set[tuple[int, ...]]
) -> Iterator[Difference]:
    left_over, missing = (Counter(row[0] for row in rows) for rows in (was - is_now, is_now - was))
    for one in sorted({*left_over, *missing}):
        yield Difference(str(table.__tablename__), str(people[one]), left_over[one], missing[one])


def _places(session: Session) -> Iterator[Difference]:
    """The order of municipalities as seen from each that is kept, or that somebody is to meet in."""
    kept_of: dict[str, set[tuple[int, str]]] = {}
    for one in session.exec(select(Nearness)):
        kept_of.setdefault(one.origin, set()).add((one.place, one.kommune))
    live = select(Booking.kommune).where(col(Booking.status).not_in(OVER), col(Booking.kommune).is_not(None))
    for origin in sorted({*kept_of, *(one or "" for one in session.exec(live.distinct()))}):
        right = set(enumerate((*kommuner.by_distance(origin), "")))
        was = kept_of.get(origin, set())
        if was != right:
            yield Difference(str(Nearness.__tablename__), origin, len(was - right), len(right - was))


def _rows(session: Session, table: type[SQLModel], people: dict[int, int]) -> set[tuple[int, ...]]:
    """Every row of these people, whose it is first."""
    of = _table(table)
    rows = session.execute(columns_of(of.c.interpreter_id, *of.c).where(of.c.interpreter_id.in_(people)))
    return {tuple(row) for row in rows}


def _next(database: Database, after: int) -> dict[int, int]:
    """The following people: number by id."""
    following = select(Interpreter.id, Interpreter.number).where(col(Interpreter.id) > after)
    with database.read() as session:
        rows = session.exec(following.order_by(col(Interpreter.id)).limit(_AT_A_TIME)).all()
    return {one: number for one, number in rows if one is not None}


def _require_whole(session: Session) -> None:
    kept_time = kept.time_of(session)
    if kept_time is None:
        raise Conflict("nothing_kept", "Nothing is kept yet: let the worker run, or rebuild.")
    if kept_time.until < kept_time.towards:
        raise Conflict(
            "being_made", "What is kept is being moved on by the worker. Ask again when it is done."
        )


def _table(table: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(table.__tablename__)]
