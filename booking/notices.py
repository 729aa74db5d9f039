"""Who is told what happened, and the calendar object that goes with it.

Everything here runs inside the caller's transaction: a letter leaves if and only if what it tells
of was committed. What each side may read is `correspondence`'s business.
"""

from datetime import datetime

from sqlmodel import Session

from booking.correspondence import Desk
from booking.invitation import EventStatus
from booking.letters import Occasion
from booking.office import Office
from booking.tables import Assignment, Booking, Offer


def offer_asked(session: Session, *, booking: Booking, offer: Offer, now: datetime, office: Office) -> None:
    """Put the question to the interpreter: the facts she needs, the deadline and where to answer."""
    desk = Desk(session, booking, now, office)
    desk.ask(Occasion.OFFER_ASKED, offer)


def offer_changed(session: Session, *, booking: Booking, offer: Offer, now: datetime, office: Office) -> None:
    """Put the question to the same interpreter anew, in place of the one before the booking changed."""
    desk = Desk(session, booking, now, office)
    desk.ask(Occasion.OFFER_CHANGED, offer)


def offer_ended(session: Session, *, booking: Booking, offer: Offer, now: datetime, office: Office) -> None:
    """Tell the interpreter that the question put to her no longer stands; an entry of it is cancelled."""
    desk = Desk(session, booking, now, office)
    desk.end(Occasion.OFFER_ENDED, desk.asked(offer))


def offer_over(session: Session, *, booking: Booking, offer: Offer, now: datetime, office: Office) -> None:
    """Take the entry of a question that is over out of her calendar; whoever holds none is not disturbed."""
    desk = Desk(session, booking, now, office)
    if desk.holds_entry(asked := desk.asked(offer)):
        desk.end(Occasion.OFFER_OVER, asked)


def relation_said(session: Session, *, booking: Booking, offer: Offer, now: datetime, office: Office) -> None:
    """Tell the booker that the interpreter asked may have a relation to somebody in the case: no more."""
    desk = Desk(session, booking, now, office)
    desk.tell(Occasion.RELATION_SAID, desk.agency_without_anybody(), deadline=offer.expires_at)


def relation_accepted(
    session: Session, *, booking: Booking, offer: Offer, now: datetime, office: Office
) -> None:
    """Tell the interpreter that the booker goes on with her, and that the question stands."""
    desk = Desk(session, booking, now, office)
    desk.tell(Occasion.RELATION_ACCEPTED, desk.asked(offer), deadline=offer.expires_at)


def unfilled(session: Session, *, booking: Booking, now: datetime, office: Office) -> None:
    """Tell the booker that nobody could take it, and why; a tentative entry is cancelled with it."""
    desk = Desk(session, booking, now, office)
    desk.end(Occasion.UNFILLED, desk.agency_without_anybody())


def booked(
    session: Session, *, booking: Booking, assignment: Assignment, now: datetime, office: Office
) -> None:
    """Invite both sides, each with an object of its own."""
    desk = Desk(session, booking, now, office)
    due = assignment.declarations_due_at
    said = Occasion.BOOKED_INTERPRETER if due is None else Occasion.DECLARATIONS_ASKED
    desk.invite(said, desk.interpreter(assignment), EventStatus.CONFIRMED, deadline=due)
    desk.invite(Occasion.BOOKED_AGENCY, desk.agency(assignment), EventStatus.CONFIRMED)


def changed(
    session: Session, *, booking: Booking, assignment: Assignment | None, now: datetime, office: Office
) -> None:
    """Update both sides' entries to the booking as it now is; without anybody, the agency's if it has one."""
    desk = Desk(session, booking, now, office)
    if assignment is not None:
        desk.invite(Occasion.CHANGED_INTERPRETER, desk.interpreter(assignment), EventStatus.CONFIRMED)
        desk.invite(Occasion.CHANGED_AGENCY, desk.agency(assignment), EventStatus.CONFIRMED)
    elif desk.holds_entry(agency := desk.agency_without_anybody()):
        desk.invite(Occasion.MOVED_AGENCY, agency, EventStatus.TENTATIVE)


def cancelled(
    session: Session, *, booking: Booking, assignment: Assignment | None, now: datetime, office: Office
) -> None:
    """Take the entry out of every calendar that holds one; whoever holds none is not disturbed."""
    desk = Desk(session, booking, now, office)
    if assignment is not None:
        desk.end(Occasion.CANCELLED_INTERPRETER, desk.left(assignment))
    if desk.holds_entry(agency := desk.agency_without_anybody()):
        desk.end(Occasion.CANCELLED_AGENCY, agency)


def interpreter_lost(
    session: Session, *, booking: Booking, assignment: Assignment, now: datetime, office: Office
) -> None:
    """Take the entry out of her calendar, and tell the agency that she can be used no more: never why."""
    desk = Desk(session, booking, now, office)
    desk.end(Occasion.LOST_INTERPRETER, desk.left(assignment))
    desk.invite(Occasion.LOST_AGENCY, desk.agency_without_anybody(), EventStatus.TENTATIVE)


def not_declared(
    session: Session, *, booking: Booking, assignment: Assignment, now: datetime, office: Office
) -> None:
    """The declarations did not come: take the entry out of her calendar, and make the agency's tentative."""
    desk = Desk(session, booking, now, office)
    desk.end(Occasion.NOT_DECLARED_INTERPRETER, desk.left(assignment))
    desk.invite(Occasion.NOT_DECLARED_AGENCY, desk.agency_without_anybody(), EventStatus.TENTATIVE)


def interpreter_withdrew(
    session: Session, *, booking: Booking, assignment: Assignment, now: datetime, office: Office
) -> None:
    """Take the entry out of her calendar, and make the agency's tentative while the next is asked."""
    desk = Desk(session, booking, now, office)
    desk.end(Occasion.WITHDREW_INTERPRETER, desk.left(assignment))
    desk.invite(Occasion.WITHDREW_AGENCY, desk.agency_without_anybody(), EventStatus.TENTATIVE)
