"""The letter with the question came back: the booker asks the next one at once, and waits for no deadline."""

from datetime import datetime

from sqlmodel import Session, col, select

from booking import offering
from booking.channels import BookingLetter
from booking.journal import Entry, Event, note
from booking.office import Office
from booking.states import OfferEnd
from booking.tables import Booking, Offer
from kit.db import stored_id
from kit.errors import Conflict


def is_returned(session: Session, offer: Offer) -> bool:
    """Whether a letter to her about this very question came back."""
    hers = select(BookingLetter.message_id).where(
        BookingLetter.booking_id == offer.booking_id,
        BookingLetter.interpreter_id == offer.interpreter_id,
        BookingLetter.sent_at >= offer.asked_at,
        col(BookingLetter.bounced_at).is_not(None),
    )
    return session.exec(hers.limit(1)).first() is not None


def ask_next(session: Session, *, booking: Booking, by: int, now: datetime, office: Office) -> None:
    """Take back the question whose letter came back, and put it to the next.

    Conflict `letter_not_returned` when no question is out, or the one that is has reached her as far as we
    know: whoever stands first is not passed over otherwise. The caller holds the booking's lock.
    """
    offer = offering.open_offer(session, booking)
    if offer is None or now >= offer.expires_at or not is_returned(session, offer):
        raise Conflict(
            "letter_not_returned", "No question is out whose letter came back: wait for the answer."
        )
    note(session, stored_id(booking.id), Entry(Event.PASSED_ON, now, by, offer.id))
    offering.pass_on(session, booking, offer, why=OfferEnd.NOT_REACHED, now=now, office=office)
