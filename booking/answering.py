"""Yes, no or silence: what an interpreter answers, and what follows in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from booking import declaring, locks, notices, offering
from booking.availability import reading
from booking.journal import Entry, Event, move, note
from booking.matching import everyone, seats
from booking.office import Office
from booking.orders import require_no_birth_numbers
from booking.states import (
    RELATION_UNANSWERED,
    AssignmentStatus,
    BookingStatus,
    OfferEnd,
    OfferStatus,
    assignment_is,
    offer_is,
)
from booking.tables import Assignment, Booking, Offer
from booking.travel import neighbours
from booking.travel.rules import Neighbour, Pace, around, fits, place_of
from kit.asking import asked
from kit.db import stored_id
from kit.errors import Conflict, FieldError, Invalid, NotFound
from kit.i18n import mark
from kit.interval import Interval
from kit.prepared import prepared
from registry.tables import Interpreter

_PUT = prepared(
    select(col(Offer.booking_id), col(Offer.interpreter_id), col(Booking.starts_at), col(Booking.ends_at))
    .join(Booking, col(Booking.id) == col(Offer.booking_id))
    .where(col(Offer.id) == bindparam("offer_id"))
)
"""What a question is about."""
_NEAR = prepared(
    select(col(Offer.booking_id))
    .join(Booking, col(Booking.id) == col(Offer.booking_id))
    .where(col(Offer.interpreter_id) == bindparam("interpreter_id"))
    .where(col(Offer.status) == OfferStatus.OPEN)
    .where(col(Offer.id) != bindparam("offer_id"))
    .where(col(Booking.starts_at) < bindparam("until"), col(Booking.ends_at) > bindparam("since"))
)
"""The bookings behind the other questions put to her, near a span."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a yes declares (tolkeloven §§ 15-16)."""

    impartial: bool
    confidential: bool


def accept(
    session: Session, *, offer_id: int, by: Interpreter, declared: Declared, now: datetime, office: Office
) -> Assignment:
    """Her yes: both sides are invited, and those who asked her for the same time ask the next.

    A second yes to the same offer gives the same assignment; after a yes from a calendar it declares what
    that could not. Conflict says what happened first:
    `offer_expired`, `offer_declined`, `offer_withdrawn`, `booking_changed`, `booking_cancelled`,
    `interpreter_busy`, `travel_too_short`, `relation_unanswered`,
    `no_longer_qualified`.
    """
    _require_declarations(declared)
    assignment = _accept(session, offer_id, by, now=now, office=office)
    declaring.declare(session, assignment, by=by.account_id, now=now)
    return assignment


def accept_by_calendar(
    session: Session, *, offer_id: int, by: Interpreter, now: datetime, office: Office
) -> Assignment:
    """Her yes from a calendar, under the same lock: hers at once, both declarations due by a deadline.

    Conflict as for `accept`. A second yes changes nothing.
    """
    return _accept(session, offer_id, by, now=now, office=office, declare_within=office.declaration_time)


def _accept(
    session: Session,
    offer_id: int,
    by: Interpreter,
    *,
    now: datetime,
    office: Office,
    declare_within: timedelta | None = None,
) -> Assignment:
    put = _put_to(session, offer_id, by)
    taken = locks.bookings(session, [put.booking_id, *_near(session, offer_id, put, office.pace)])
    locks.interpreter(session, put.interpreter_id)
    offer = session.get_one(Offer, offer_id, populate_existing=True)
    booking = taken.pop(offer.booking_id)
    if offer.status is OfferStatus.ACCEPTED:
        return _assignment_of(session, offer)
    require_open(offer, now)
    _require_relation_answered(offer)
    _require_hers_to_take(session, offer, booking, office.pace)
    assignment = _book(session, offer, booking, by, now)
    if declare_within is not None:
        assignment.declarations_due_at = declaring.deadline(booking, declare_within, now)
        session.flush()
    notices.booked(session, booking=booking, assignment=assignment, now=now, office=office)
    hers = Neighbour(Interval(assignment.starts_at, assignment.ends_at), place_of(booking))
    _free_her(session, offer.interpreter_id, hers, taken, now=now, office=office)
    return assignment


def decline(
    session: Session, *, offer_id: int, by: Interpreter, reason: str | None, now: datetime, office: Office
) -> Offer:
    """Her no: the next is asked. A second no changes nothing."""
    require_no_birth_numbers({"reason": reason})
    offer = offer_to(session, offer_id, by)
    booking = locks.booking(session, offer.booking_id)
    locks.reread(session, offer)
    if offer.status is OfferStatus.DECLINED:
        return offer
    require_open(offer, now)
    offering.end(session, offer, OfferStatus.DECLINED, why=reason, now=now)
    note(session, stored_id(booking.id), Entry(Event.DECLINED, now, by.account_id, offer.id, reason))
    notices.offer_over(session, booking=booking, offer=offer, now=now, office=office)
    offering.ask_next(session, booking=booking, now=now, office=office)
    return offer


def expire(session: Session, *, offer_id: int, now: datetime, office: Office) -> None:
    """Her silence: past the deadline the next is asked. Nothing happens when she answered in time."""
    offer = session.get_one(Offer, offer_id)
    booking = locks.booking(session, offer.booking_id)
    locks.reread(session, offer)
    if offer.status is not OfferStatus.OPEN or now < offer.expires_at:
        return
    unanswered = offer.relation_said_at is not None and offer.relation_answer is None
    why = RELATION_UNANSWERED if unanswered else None
    offering.end(session, offer, OfferStatus.EXPIRED, why=why, now=now)
    note(session, stored_id(booking.id), Entry(Event.EXPIRED, now, offer_id=offer.id, why=why))
    notices.offer_over(session, booking=booking, offer=offer, now=now, office=office)
    offering.ask_next(session, booking=booking, now=now, office=office)


def offer_to(session: Session, offer_id: int, interpreter: Interpreter) -> Offer:
    """An offer put to her, or NotFound."""
    offer = session.get(Offer, offer_id)
    if offer is None or offer.interpreter_id != interpreter.id:
        raise _not_hers()
    return offer


def require_open(offer: Offer, now: datetime) -> None:
    """Conflict that says what happened first, unless the question still stands."""
    if offer.status is OfferStatus.WITHDRAWN and offer.ended_reason in _WITHDRAWN:
        raise Conflict(*_WITHDRAWN[offer.ended_reason])
    if offer.status is not OfferStatus.OPEN:
        raise offer_is(offer.status)
    if now >= offer.expires_at:
        raise offer_is(OfferStatus.EXPIRED)


def _put_to(session: Session, offer_id: int, her: Interpreter) -> Any:
    """What an offer put to her is about, or NotFound; as it looks before anything is locked."""
    for row in asked(session, _PUT, {"offer_id": offer_id}):
        if row.interpreter_id == her.id:
            return row
    raise _not_hers()


def _near(session: Session, offer_id: int, put: Any, pace: Pace) -> list[int]:
    """The other bookings that ask her for a time so near that she may not get from one to the other.

    As it looks before they are locked.
    """
    window = around(Interval(put.starts_at, put.ends_at), pace)
    hers = {"interpreter_id": put.interpreter_id, "offer_id": offer_id}
    rows = asked(session, _NEAR, {**hers, "since": window.start, "until": window.end})
    return [row.booking_id for row in rows]


def _not_hers() -> NotFound:
    return NotFound("not_found", "There is nothing here, or it is not yours to see.")


def _require_declarations(declared: Declared) -> None:
    said = {"impartial": declared.impartial, "confidential": declared.confidential}
    errors = [
        FieldError(name, "declaration_required", "Saying yes includes this declaration.")
        for name, given in said.items()
        if not given
    ]
    if errors:
        raise Invalid(*errors)


_WITHDRAWN: Mapping[str | None, tuple[str, str]] = {
    OfferEnd.BOOKING_CHANGED: (
        "booking_changed", mark("The assignment has been changed since you were asked.")
    ),
    OfferEnd.BOOKING_CANCELLED: (
        "booking_cancelled", mark("The agency has cancelled the assignment.")
    ),
    OfferEnd.NOT_AVAILABLE: (
        "offer_withdrawn", mark("The question fell away when you said yes to something else at that time.")
    ),
    OfferEnd.NOT_ELIGIBLE: (
        "offer_withdrawn", mark("The register no longer has you as qualified for this.")
    ),
    OfferEnd.RELATION: (
        "offer_withdrawn", mark("The agency asks somebody else, because of the relation you told of.")
    ),
    OfferEnd.ANOTHER_ASKED: ("offer_withdrawn", mark("The agency asks somebody else.")),
    OfferEnd.NOT_REACHED: (
        "offer_withdrawn", mark("The letter to you did not arrive, and the agency asks somebody else.")
    ),
}  # fmt: skip
"""What happened to a withdrawn question: the code of the refusal, and what it says."""


def _require_relation_answered(offer: Offer) -> None:
    if offer.relation_said_at is not None and offer.relation_answer is None:
        raise Conflict("relation_unanswered", "The agency has not answered yet whether to go on with you.")


def _require_hers_to_take(session: Session, offer: Offer, booking: Booking, pace: Pace) -> None:
    if offer.booking_version != booking.version:
        raise Conflict("booking_changed", "The assignment has been changed since you were asked.")
    if not everyone.still_qualified(session, booking, interpreter_id=offer.interpreter_id):
        raise Conflict("no_longer_qualified", "The register no longer has you as qualified for this.")
    span = Interval(booking.starts_at, booking.ends_at)
    if reading.is_taken(session, interpreter_id=offer.interpreter_id, span=span, apart_from=offer.booking_id):
        raise Conflict("interpreter_busy", "The interpreter already has an assignment at that time.")
    neighbours.require_time_to_travel(
        session, interpreter_id=offer.interpreter_id, place=place_of(booking), span=span,
        apart_from=offer.booking_id, pace=pace,
    )  # fmt: skip


def _book(session: Session, offer: Offer, booking: Booking, by: Interpreter, now: datetime) -> Assignment:
    offering.end(session, offer, OfferStatus.ACCEPTED, why=None, now=now)
    assignment = Assignment(
        booking_id=offer.booking_id,
        offer_id=stored_id(offer.id),
        interpreter_id=offer.interpreter_id,
        status=AssignmentStatus.HELD,
        booking_version=booking.version,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        accepted_at=now,
    )
    session.add(assignment)
    move(session, booking, BookingStatus.BOOKED, Entry(Event.ACCEPTED, now, by.account_id, offer.id))
    seats.work_taken(session, offer.interpreter_id, Interval(booking.starts_at, booking.ends_at))
    return assignment


def _free_her(
    session: Session, her: int, taken: Neighbour, others: dict[int, Booking], *, now: datetime, office: Office
) -> None:
    """Withdraw her offers that no longer fit, and ask the next. tending finds one put since the locks."""
    for booking in others.values():
        offer = offering.open_offer(session, booking)
        span = Interval(booking.starts_at, booking.ends_at)
        if offer is None or offer.interpreter_id != her:
            continue
        if not fits(place_of(booking), span, (taken,), office.pace):
            offering.pass_on(session, booking, offer, why=OfferEnd.NOT_AVAILABLE, now=now, office=office)


def _assignment_of(session: Session, offer: Offer) -> Assignment:
    assignment = session.exec(select(Assignment).where(col(Assignment.offer_id) == offer.id)).one()
    if assignment.status in {AssignmentStatus.HELD, AssignmentStatus.COMPLETED}:
        return assignment
    raise assignment_is(assignment.status)
