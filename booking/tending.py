"""What nobody's click starts: silence counted as an answer, ended bookings completed, races tidied up.

The worker asks what is `due` and runs each job in a transaction of its own; a job looks again
under the locks, so that running it twice or too late does no harm.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import bindparam, exists, or_
from sqlmodel import Session, col, select

from booking import answering, declaring, locks, offering
from booking.availability import reading
from booking.journal import Entry, Event, move
from booking.matching import everyone, facts, seats
from booking.office import Office
from booking.states import AssignmentStatus, BookingStatus, OfferEnd, OfferStatus
from booking.tables import Assignment, Booking, Offer
from booking.travel import neighbours
from kit.db import stored_id
from kit.interval import Interval

Job = Callable[[Session], None]

_busy = exists().where(
    col(Assignment.interpreter_id) == col(Offer.interpreter_id),
    col(Assignment.status) == AssignmentStatus.HELD,
    col(Assignment.starts_at) < col(Booking.ends_at),
    col(Assignment.ends_at) > col(Booking.starts_at),
    col(Assignment.booking_id) != col(Offer.booking_id),
)
_OVERTAKEN = (
    select(col(Offer.id))
    .join(Booking, col(Booking.id) == col(Offer.booking_id))
    .where(col(Offer.status) == OfferStatus.OPEN, col(Offer.expires_at) > bindparam("now"))
    .where(or_(_busy, ~facts.qualified(col(Offer.interpreter_id))))
    .order_by(col(Offer.id))
)


def due(session: Session, *, now: datetime, office: Office) -> list[Job]:
    """Everything to be done now, each for a transaction of its own."""
    return [
        *(partial(expire, offer_id=key, now=now, office=office) for key in _silent(session, now)),
        *(partial(recheck, offer_id=key, now=now, office=office) for key in _overtaken(session, now, office)),
        *(
            partial(declaring.give_up, assignment_id=key, now=now, office=office)
            for key in declaring.overdue(session, now)
        ),
        *(partial(complete, booking_id=key, now=now) for key in _ended(session, now)),
    ]


def expire(session: Session, *, offer_id: int, now: datetime, office: Office) -> None:
    """A deadline has passed: the next is asked."""
    answering.expire(session, offer_id=offer_id, now=now, office=office)


def recheck(session: Session, *, offer_id: int, now: datetime, office: Office) -> None:
    """Ask the next instead of somebody who could no longer say yes."""
    offer = session.get_one(Offer, offer_id)
    booking = locks.booking(session, offer.booking_id)
    locks.reread(session, offer)
    why = _stopped_by(session, offer, booking, office)
    if offer.status is OfferStatus.OPEN and why is not None:
        offering.pass_on(session, booking, offer, why=why, now=now, office=office)


def complete(session: Session, *, booking_id: int, now: datetime) -> None:
    """The time is over, and somebody had said yes."""
    booking = locks.booking(session, booking_id)
    if booking.status is not BookingStatus.BOOKED or now < booking.ends_at:
        return
    held = session.exec(
        select(Assignment)
        .where(col(Assignment.booking_id) == booking_id)
        .where(col(Assignment.status) == AssignmentStatus.HELD)
    ).one()
    held.status, held.ended_at = AssignmentStatus.COMPLETED, now
    session.add(held)
    seats.work_changed(session, held.interpreter_id)
    move(session, booking, BookingStatus.COMPLETED, Entry(Event.COMPLETED, now))


def _silent(session: Session, now: datetime) -> list[int]:
    statement = select(Offer.id).where(col(Offer.status) == OfferStatus.OPEN, col(Offer.expires_at) <= now)
    return [stored_id(key) for key in session.exec(statement)]


def _ended(session: Session, now: datetime) -> list[int]:
    statement = select(Booking.id).where(
        col(Booking.status) == BookingStatus.BOOKED, col(Booking.ends_at) <= now
    )
    return [stored_id(key) for key in session.exec(statement)]


def _overtaken(session: Session, now: datetime, office: Office) -> list[int]:
    """Open offers to people who have since become busy, or too near, or lost what made them qualified."""
    found = set(session.execute(_OVERTAKEN, {"now": now}).scalars())
    return sorted(found | neighbours.crowded(session, now=now, pace=office.pace))


def _stopped_by(session: Session, offer: Offer, booking: Booking, office: Office) -> OfferEnd | None:
    her = offer.interpreter_id
    span = Interval(booking.starts_at, booking.ends_at)
    if reading.is_taken(session, interpreter_id=her, span=span, apart_from=offer.booking_id):
        return OfferEnd.NOT_AVAILABLE
    if neighbours.is_too_near(session, booking, interpreter_id=her, pace=office.pace):
        return OfferEnd.NOT_AVAILABLE
    if not everyone.still_qualified(session, booking, interpreter_id=her):
        return OfferEnd.NOT_ELIGIBLE
    return None
