"""What is kept for matching moves on with the days: at midnight old work leaves, weekly the horizon moves.

Each portion is a transaction of its own, and doing one twice or too late does no harm: where what is
kept does not reach, the complete way is taken.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from booking.availability import kept
from booking.availability.kept_tables import KeptTime
from booking.matching import seats
from booking.matching.rules import lately
from booking.matching.tables import Nearness
from booking.states import OVER
from booking.tables import Assignment, Booking
from kit.clock import oslo_date, oslo_midnight
from kit.db import Database, lock, stored_id, take_turn
from registry.tables import Interpreter

HORIZON = timedelta(days=90)
"""How far ahead free time is kept at the least. A booking beyond is matched by reading everything."""
_SLACK = timedelta(days=7)
_AT_A_TIME = 500


def roll(database: Database, *, now: datetime, horizon: timedelta = HORIZON) -> None:
    """Bring what is kept up to today; the first time, make all of it. Nothing when that is done."""
    today = oslo_date(now)
    with database.read() as session:
        kept_time = kept.time_of(session)
    if kept_time is None:
        rebuild(database, now=now, horizon=horizon)
        return
    if kept_time.counted_on < today:
        with database.write() as session:
            _count(session, today)
    if kept_time.until < kept_time.towards or kept_time.towards < _ahead(today, horizon):
        with database.write() as session:
            moved = _held(session)
            moved.since = oslo_midnight(today)
            moved.towards = towards = max(moved.towards, _ahead(today, horizon + _SLACK))
        _everybody(database)
        _reached(database, towards)


def rebuild(database: Database, *, now: datetime, horizon: timedelta = HORIZON) -> None:
    """Make what is kept right, whatever it is, a portion at a time; until it is the complete way is taken.

    The worker may roll meanwhile: nobody is ever without what is kept of her.
    """
    towards = _begin(database, oslo_date(now), horizon)
    _everybody(database)
    _reached(database, towards)


def _begin(database: Database, today: date, horizon: timedelta) -> datetime:
    since, towards = oslo_midnight(today), _ahead(today, horizon + _SLACK)
    with database.write() as session:
        take_turn(session, "kept_time")
        session.execute(delete(Nearness))
        session.merge(KeptTime(counted_on=today, since=since, until=since, towards=towards))
        session.flush()
        live = select(Booking.kommune).where(
            col(Booking.status).not_in(OVER), col(Booking.kommune).is_not(None)
        )
        for origin in session.exec(live.distinct()).all():
            seats.know_places(session, origin or "")
    return towards


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


def _everybody(database: Database) -> None:
    after = 0
    while True:
        with database.write() as session:
            ids = _next(session, after)
            if not ids:
                return
            seats.follow(session, ids)
            after = ids[-1]


def _next(session: Session, after: int) -> list[int]:
    following = select(Interpreter.id).where(col(Interpreter.id) > after)
    ids = session.exec(following.order_by(col(Interpreter.id)).limit(_AT_A_TIME))
    return [stored_id(one) for one in ids]


def _reached(database: Database, towards: datetime) -> None:
    """Everybody's is there as far as was meant when it was begun."""
    with database.write() as session:
        _held(session).until = towards


def _held(session: Session) -> KeptTime:
    return session.exec(lock(session, select(KeptTime))).one()


def _ahead(today: date, horizon: timedelta) -> datetime:
    return oslo_midnight(today + horizon)
