"""What is kept for matching moves on with the days: at midnight old work leaves, weekly the horizon moves.

Each portion is a transaction of its own, and doing one twice or too late does no harm: where what is
kept does not reach, the complete way is taken.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from booking.availability import kept
from booking.availability.kept_tables import FreeSpan, KeptTime
from booking.matching import seats
from booking.matching.rules import lately
from booking.matching.tables import Nearness, Seat
from booking.states import OVER
from booking.tables import Assignment, Booking
from kit.clock import oslo_date, oslo_midnight
from kit.db import Database, lock, stored_id
from registry.tables import Interpreter

HORIZON = timedelta(days=90)
"""How far ahead free time is kept at the least. A booking beyond is matched by reading everything."""
_SLACK = timedelta(days=7)
_AT_A_TIME = 500

Work = Callable[[Session, list[int]], None]


def roll(database: Database, *, now: datetime, horizon: timedelta = HORIZON) -> None:
    """Bring what is kept up to today; the first time, make all of it. Nothing when that is done."""
    today = oslo_date(now)
    with database.read() as session:
        kept_time = kept.time_of(session)
    if kept_time is None:
        _begin(database, today, horizon)
        _everybody(database, seats.follow)
        _reached(database)
        return
    if kept_time.counted_on < today:
        with database.write() as session:
            _count(session, today)
    if kept_time.until < kept_time.towards or kept_time.towards < _ahead(today, horizon):
        with database.write() as session:
            moved = _held(session)
            moved.since = oslo_midnight(today)
            moved.towards = max(moved.towards, _ahead(today, horizon + _SLACK))
        _everybody(database, seats.follow)
        _reached(database)


def rebuild(database: Database, *, now: datetime, horizon: timedelta = HORIZON) -> None:
    """Forget what is kept and make it anew, a portion at a time; meanwhile the complete way is taken."""
    with database.write() as session:
        for table in (KeptTime, Nearness):
            session.execute(delete(table))
    _everybody(database, _forget)
    roll(database, now=now, horizon=horizon)


def _begin(database: Database, today: date, horizon: timedelta) -> None:
    since = oslo_midnight(today)
    with database.write() as session:
        ahead = _ahead(today, horizon + _SLACK)
        session.add(KeptTime(counted_on=today, since=since, until=since, towards=ahead))
        session.flush()
        live = select(Booking.kommune).where(
            col(Booking.status).not_in(OVER), col(Booking.kommune).is_not(None)
        )
        for origin in session.exec(live.distinct()).all():
            seats.know_places(session, origin or "")


def _count(session: Session, today: date) -> None:
    """Work of a day that is lately no more is counted no more."""
    kept_time = _held(session)
    left = select(Assignment.interpreter_id).where(
        col(Assignment.ends_at) > lately(kept_time.counted_on),
        col(Assignment.ends_at) <= lately(today),
        col(Assignment.status).in_(seats.WORKED),
    )
    ids = sorted(session.exec(left.distinct()).all())
    kept.hold(session, ids)
    kept_time.counted_on = today
    session.flush()
    for one in ids:
        seats.count_work(session, one)


def _everybody(database: Database, work: Work) -> None:
    after = 0
    while True:
        with database.write() as session:
            ids = _next(session, after)
            if not ids:
                return
            work(session, ids)
            after = ids[-1]


def _next(session: Session, after: int) -> list[int]:
    following = select(Interpreter.id).where(col(Interpreter.id) > after)
    ids = session.exec(following.order_by(col(Interpreter.id)).limit(_AT_A_TIME))
    return [stored_id(one) for one in ids]


def _forget(session: Session, ids: list[int]) -> None:
    for table in (FreeSpan, Seat):
        session.execute(delete(table).where(col(table.interpreter_id).in_(ids)))


def _reached(database: Database) -> None:
    with database.write() as session:
        kept_time = _held(session)
        kept_time.until = kept_time.towards


def _held(session: Session) -> KeptTime:
    return session.exec(lock(session, select(KeptTime))).one()


def _ahead(today: date, horizon: timedelta) -> datetime:
    return oslo_midnight(today + horizon)
