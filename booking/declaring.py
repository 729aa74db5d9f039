"""A yes from a calendar cannot carry the two declarations (tolkeloven §§ 15-16): they are asked for.

By a deadline. The assignment is hers meanwhile. Without the declarations she loses it, and the next is asked.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from booking import locks, notices, offering
from booking.journal import Entry, Event, note
from booking.matching import seats
from booking.office import Office
from booking.states import NOT_DECLARED, AssignmentStatus
from booking.tables import Assignment, Booking
from kit.db import stored_id

_LEAST = timedelta(minutes=2)


def deadline(booking: Booking, given: timedelta, now: datetime) -> datetime:
    """When she must have declared: as set, but by half the time left, so that the next can be asked."""
    left = (booking.starts_at - now) / 2
    return now + max(min(given, left), _LEAST)


def declare(session: Session, assignment: Assignment, *, by: int | None, now: datetime) -> None:
    """She declares both; nothing happens when she has before. The caller holds the booking's lock."""
    if not is_pending(assignment):
        return
    assignment.declared_at = now
    session.add(assignment)
    note(session, assignment.booking_id, Entry(Event.DECLARED, now, by, assignment.offer_id))


def is_pending(assignment: Assignment) -> bool:
    """Whether she holds it by a yes from a calendar, and has not declared yet."""
    held = assignment.status is AssignmentStatus.HELD
    return held and assignment.declarations_due_at is not None and assignment.declared_at is None


def overdue(session: Session, now: datetime) -> list[int]:
    """The assignments whose declarations have not come in time."""
    statement = (
        select(Assignment.id)
        .where(col(Assignment.status) == AssignmentStatus.HELD, col(Assignment.declared_at).is_(None))
        .where(col(Assignment.declarations_due_at) <= now, col(Assignment.starts_at) > now)
        .order_by(col(Assignment.id))
    )
    return [stored_id(key) for key in session.exec(statement)]


def give_up(session: Session, *, assignment_id: int, now: datetime, office: Office) -> None:
    """No declarations by the deadline: she is told, and the next is asked. What has begun is left alone."""
    assignment = session.get_one(Assignment, assignment_id)
    booking = locks.booking(session, assignment.booking_id)
    session.refresh(assignment)
    due = assignment.declarations_due_at
    if not is_pending(assignment) or due is None or now < due or offering.is_too_late(booking, now):
        return
    assignment.status = AssignmentStatus.WITHDRAWN
    assignment.ended_at, assignment.ended_reason = now, NOT_DECLARED
    session.add(assignment)
    seats.work_changed(session, assignment.interpreter_id)
    note(session, assignment.booking_id, Entry(Event.NOT_DECLARED, now, offer_id=assignment.offer_id))
    notices.not_declared(session, booking=booking, assignment=assignment, now=now, office=office)
    offering.ask_next(session, booking=booking, now=now, office=office)
