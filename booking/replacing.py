"""A booked interpreter who can no longer be used on the day: the agency is told, and the next is asked.

Excluded, taken out of the register, or without the evidence any more: which of them it is, nobody is told
(tolkeloven § 21 makes an exclusion's reason nobody's business but the directorate's and hers). The worker
asks `of_interpreter` when the register says that she has lost something, and `of_anybody` now and
then, for what nobody said. A job looks again under the locks, so doing it twice or too late does no harm.
"""

from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from booking import locks, notices, offering
from booking.journal import Entry, Event, note
from booking.matching import facts, seats
from booking.office import Office
from booking.states import NOT_USABLE, AssignmentStatus, BookingStatus
from booking.tables import Assignment, Booking


def of_interpreter(session: Session, *, interpreter_id: int, now: datetime) -> list[int]:
    """The bookings ahead that hold this interpreter, and can use her no more."""
    return list(session.exec(_lost(now).where(col(Assignment.interpreter_id) == interpreter_id)))


def of_anybody(session: Session, *, now: datetime) -> list[int]:
    """The same of everybody: what was corrected, merged or imported without a word posted is found too."""
    return list(session.exec(_lost(now)))


def replace(session: Session, *, booking_id: int, now: datetime, office: Office) -> None:
    """End the assignment, tell both sides, and ask the next; nothing when she can be used after all.

    What has begun is left alone: whoever interprets now finishes.
    """
    booking = locks.booking(session, booking_id)
    if booking.status is not BookingStatus.BOOKED or offering.is_too_late(booking, now):
        return
    held = session.exec(
        select(Assignment)
        .join(Booking, col(Booking.id) == col(Assignment.booking_id))
        .where(col(Assignment.booking_id) == booking_id)
        .where(col(Assignment.status) == AssignmentStatus.HELD)
        .where(~facts.entitled(col(Assignment.interpreter_id)))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is None:
        return
    held.status, held.ended_at, held.ended_reason = AssignmentStatus.CANCELLED, now, NOT_USABLE
    session.add(held)
    seats.work_changed(session, held.interpreter_id)
    note(session, booking_id, Entry(Event.INTERPRETER_NOT_USABLE, now, offer_id=held.offer_id))
    notices.interpreter_lost(session, booking=booking, assignment=held, now=now, office=office)
    offering.ask_next(session, booking=booking, now=now, office=office)


def _lost(now: datetime) -> SelectOfScalar[int]:
    return (
        select(Assignment.booking_id)
        .join(Booking, col(Booking.id) == col(Assignment.booking_id))
        .where(col(Assignment.status) == AssignmentStatus.HELD, col(Booking.starts_at) > now)
        .where(~facts.entitled(col(Assignment.interpreter_id)))
        .order_by(col(Assignment.booking_id))
    )
