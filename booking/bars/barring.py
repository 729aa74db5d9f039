"""A bar is put and lifted. What it hits is shown first; confirmed, it ends, and the next is asked.

A booker bars in a case of her organisation's, its administrator everywhere in it. The interpreter is told
neither that nor why: a question simply no longer stands, and an assignment is no longer hers.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select

from booking import locks, notices, offering
from booking.journal import Entry, Event, note
from booking.office import Office
from booking.orders import require_no_birth_numbers
from booking.states import ANOTHER_ASKED, AssignmentStatus, BookingStatus, OfferEnd, OfferStatus
from booking.tables import Assignment, Bar, Booking, Offer
from identity import audit
from identity.permissions import Action, Actor, Thing, require
from kit.db import stored_id, take_turn
from kit.errors import Conflict, invalid
from registry.tables import Interpreter


@dataclass(frozen=True, slots=True)
class NewBar:
    """Whom, in which case (None: in everything of the organisation's), and why: never told her."""

    number: int
    case_reference: str | None
    reason: str


def put(
    session: Session,
    *,
    new: NewBar,
    organisation_id: int,
    actor: Actor,
    confirmed: bool,
    now: datetime,
    office: Office,
) -> Bar:
    """Bar the interpreter from now on; the same bar twice is one.

    Conflict `bar_hits_bookings` while she is asked or has an assignment ahead there, until it is
    `confirmed`: then those end, and the next are asked. Invalid `unknown_number`.
    """  # fmt: skip
    action = Action.BAR_EVERYWHERE if new.case_reference is None else Action.BAR_IN_CASE
    require(actor, action, Thing(organisation_id=organisation_id))
    require_no_birth_numbers({"reason": new.reason, "case_reference": new.case_reference})
    her = session.exec(select(Interpreter).where(col(Interpreter.number) == new.number)).one_or_none()
    if her is None:
        raise invalid("number", "unknown_number", "No interpreter has this number.")
    take_turn(session, f"bar {organisation_id} {her.id}")
    standing = _standing(session, new, organisation_id, stored_id(her.id))
    if standing is not None:
        return standing
    hit = hits(session, new, organisation_id, stored_id(her.id), now=now)
    if hit and not confirmed:
        raise Conflict(
            "bar_hits_bookings",
            "The interpreter is asked or booked there in {count} bookings ahead. Confirm that others are "
            "to be asked instead.",
            count=len(hit),
        )
    bar = Bar(
        organisation_id=organisation_id, interpreter_id=stored_id(her.id), case_reference=new.case_reference,
        reason=new.reason, registered_at=now, registered_by=actor.account_id,
    )  # fmt: skip
    session.add(bar)
    session.flush()
    for booking in locks.bookings(session, hit).values():
        _end(session, booking, bar.interpreter_id, now, office)
    _record(session, bar, her.number, audit.Act.BARRED, actor, now)
    return bar


def lift(session: Session, *, bar: Bar, number: int, actor: Actor, now: datetime) -> None:
    """The bar is no more, and its reason is forgotten; that it was, and who lifted it, is in the log."""
    action = Action.BAR_EVERYWHERE if bar.case_reference is None else Action.BAR_IN_CASE
    require(actor, action, Thing(organisation_id=bar.organisation_id))
    _record(session, bar, number, audit.Act.BAR_LIFTED, actor, now)
    session.delete(bar)
    session.flush()


def hits(
    session: Session, new: NewBar, organisation_id: int, interpreter_id: int, *, now: datetime
) -> list[int]:
    """The bookings ahead that ask her or hold her, where she would be barred."""
    asked = select(Offer.booking_id).where(
        col(Offer.interpreter_id) == interpreter_id, col(Offer.status) == OfferStatus.OPEN
    )
    held = select(Assignment.booking_id).where(
        col(Assignment.interpreter_id) == interpreter_id, col(Assignment.status) == AssignmentStatus.HELD
    )
    statement = (
        select(Booking.id)
        .where(col(Booking.organisation_id) == organisation_id, col(Booking.starts_at) > now)
        .where(or_(col(Booking.id).in_(asked), col(Booking.id).in_(held)))
        .order_by(col(Booking.id))
    )
    if new.case_reference is not None:
        statement = statement.where(col(Booking.case_reference) == new.case_reference)
    return [stored_id(one) for one in session.exec(statement)]


def _end(session: Session, booking: Booking, her: int, now: datetime, office: Office) -> None:
    """As it is now that the booking is locked: whichever of the two still stands."""
    offer = offering.open_offer(session, booking)
    if offer is not None and offer.interpreter_id == her:
        offering.pass_on(session, booking, offer, why=OfferEnd.ANOTHER_ASKED, now=now, office=office)
        return
    held = session.exec(
        select(Assignment)
        .where(col(Assignment.booking_id) == booking.id, col(Assignment.interpreter_id) == her)
        .where(col(Assignment.status) == AssignmentStatus.HELD)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is None or booking.status is not BookingStatus.BOOKED or offering.is_too_late(booking, now):
        return
    held.status, held.ended_at, held.ended_reason = AssignmentStatus.CANCELLED, now, ANOTHER_ASKED
    session.add(held)
    session.flush()
    note(session, stored_id(booking.id), Entry(Event.INTERPRETER_NOT_USABLE, now, offer_id=held.offer_id))
    notices.interpreter_lost(session, booking=booking, assignment=held, now=now, office=office)
    offering.ask_next(session, booking=booking, now=now, office=office)


def _standing(session: Session, new: NewBar, organisation_id: int, her: int) -> Bar | None:
    return session.exec(
        select(Bar)
        .where(col(Bar.organisation_id) == organisation_id, col(Bar.interpreter_id) == her)
        .where(col(Bar.case_reference).is_not_distinct_from(new.case_reference))
        .limit(1)
    ).first()


def _record(session: Session, bar: Bar, number: int, act: audit.Act, actor: Actor, now: datetime) -> None:
    """In the organisation's chain, not hers: she may read her own."""
    told = {"bar": bar.id, "number": number, "in_case": bar.case_reference is not None}
    subject = audit.about_organisation(bar.organisation_id)
    audit.record(session, subject, act, by=actor.account_id, now=now, content=told)
