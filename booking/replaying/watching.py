"""Every booking's calendars are held against our record now and then; what differs is an alarm.

A booking is looked at until the day after its end, at most an hour apart. Looking reads; what was found is
written down afterwards, so that nobody waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from booking.replaying import reading
from booking.replaying.tables import CalendarCheck
from booking.states import BookingStatus
from booking.tables import Booking
from kit.db import stored_id
from kit.logs import log

AT_A_TIME = 100
_ANEW_AFTER = timedelta(hours=1)
_LOOKED_AT_AFTER = timedelta(days=1)
_NEVER_SENT = (BookingStatus.DRAFT, BookingStatus.REGISTERED)

Found = Mapping[int, Sequence[str]]
"""What differs, by booking; of most nothing."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many bookings that are looked at have been, and in how many of them something differs."""

    looked_at: int
    differing: int


def look(session: Session, *, now: datetime) -> Found:
    """The bookings whose turn it is, and what differs in each; at most AT_A_TIME of them."""
    due = session.exec(
        select(Booking)
        .outerjoin(CalendarCheck, col(CalendarCheck.booking_id) == col(Booking.id))
        .where(col(Booking.ends_at) > now - _LOOKED_AT_AFTER, col(Booking.status).not_in(_NEVER_SENT))
        .where(
            or_(col(CalendarCheck.checked_at).is_(None), col(CalendarCheck.checked_at) <= now - _ANEW_AFTER)
        )
        .order_by(col(CalendarCheck.checked_at).asc().nulls_first(), col(Booking.id))
        .limit(AT_A_TIME)
    )
    return {stored_id(booking.id): reading.differing(session, booking) for booking in due.all()}


def keep(session: Session, found: Found, *, now: datetime) -> None:
    """Write down what was found; a difference keeps the time it was first seen."""
    for booking_id, differing in found.items():
        row = session.get(CalendarCheck, booking_id) or CalendarCheck(booking_id=booking_id, checked_at=now)
        if differing and not row.differing:
            row.since = now
            log().warning("calendar_differs", booking=booking_id, differing=list(differing))
        row.checked_at, row.differing = now, list(differing) or None
        row.since = row.since if differing else None
        session.add(row)
    session.flush()


def counts(session: Session, *, now: datetime) -> Counts:
    """How it stands with the bookings that are looked at."""
    looked_at = _stands(now).with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    differing = looked_at.where(col(CalendarCheck.since).is_not(None))
    return Counts(session.execute(looked_at).scalar_one(), session.execute(differing).scalar_one())


def alarms(session: Session, *, now: datetime, limit: int) -> list[CalendarCheck]:
    """Where something differs, the longest first."""
    differing = _stands(now).where(col(CalendarCheck.since).is_not(None))
    return list(session.exec(differing.order_by(col(CalendarCheck.since)).limit(limit)))


def _stands(now: datetime) -> SelectOfScalar[CalendarCheck]:
    return (
        select(CalendarCheck)
        .join(Booking, col(Booking.id) == col(CalendarCheck.booking_id))
        .where(col(Booking.ends_at) > now - _LOOKED_AT_AFTER)
    )
