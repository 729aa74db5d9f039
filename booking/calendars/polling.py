"""Calendars are read again: each is claimed, read with no transaction open, and settled in one of its own.

Several workers are safe: whoever claims a calendar moves its next time past any reading, so a worker killed
while reading only delays it. What a reading gave counts only if nobody has read it again meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from booking.calendars import sources, telling
from booking.calendars.reading import Found, Known, Reader
from booking.calendars.tables import CalendarSource
from booking.calendars.words import Unread
from booking.office import Office
from kit.db import Database, lock, stored_id
from kit.fetch import Tag
from kit.logs import log

_LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A calendar in a worker's hands."""

    id: int
    secret: str
    known: Known
    own: tuple[str, ...]
    at: datetime


def poll_next(database: Database, reader: Reader, office: Office, *, now: datetime) -> bool:
    """Read the next calendar that is due; False when none is."""
    with database.read() as session:
        if session.exec(_due(now)).first() is None:
            return False
    with database.write() as session:
        source = session.exec(lock(session, _due(now), skip=True)).first()
        if source is None:
            return False
        claimed = _claim(session, source, now=now)
    _read(database, reader, office, claimed, now=now)
    return True


def refresh(
    database: Database, reader: Reader, office: Office, *, interpreter_id: int, source_id: int, now: datetime
) -> None:
    """Read one of her calendars now, because she asks; NotFound when it is not hers."""
    with database.write() as session:
        source = sources.taken(session, interpreter_id, source_id)
        claimed = _claim(session, source, now=now)
    _read(database, reader, office, claimed, now=now)


def _claim(session: Session, source: CalendarSource, *, now: datetime) -> Claimed:
    source.last_attempt_at = now
    source.due_at = now + _LEASE
    session.add(source)
    session.flush()
    known = Known(Tag(source.etag, source.last_modified), source.body_digest, source.read_on)
    own = sources.our_invitations(session, source.interpreter_id, now=now)
    return Claimed(stored_id(source.id), source.secret, known, own, now)


def _read(database: Database, reader: Reader, office: Office, claimed: Claimed, *, now: datetime) -> None:
    try:
        found = reader.read(reader.open(claimed.secret), claimed.own, now=now, known=claimed.known)
    except Unread as refused:
        log().info("calendar_not_read", source=claimed.id, failure=refused.failure.value)
        with database.write() as session:
            if (source := _still(session, claimed)) is not None:
                sources.failed(session, source, refused.failure.value, now=now)
                telling.tell(session, source, office=office, now=now)
        return
    _settle(database, claimed, found, now=now)


def _settle(database: Database, claimed: Claimed, found: Found, *, now: datetime) -> None:
    with database.write() as session:
        if (source := _still(session, claimed)) is not None:
            sources.succeeded(session, source, found, now=now)


def _still(session: Session, claimed: Claimed) -> CalendarSource | None:
    """The calendar, unless it was removed or read again meanwhile."""
    source = session.exec(
        lock(session, select(CalendarSource).where(CalendarSource.id == claimed.id))
    ).one_or_none()
    return source if source is not None and source.last_attempt_at == claimed.at else None


def _due(now: datetime) -> SelectOfScalar[CalendarSource]:
    return (
        select(CalendarSource)
        .where(col(CalendarSource.parked_at).is_(None), col(CalendarSource.due_at) <= now)
        .order_by(col(CalendarSource.due_at), col(CalendarSource.id))
        .limit(1)
    )
