"""She may have a relation to somebody in the case: the booker decides whether to go on with her.

The interpreter judges her own impartiality (tolkeloven § 16). In doubt she lets the booker decide, who
knows the parties. Nothing is told of whom or how: there is no field to write it in. That it was said, what
was answered and when is kept. The offer's own deadline runs on: without an answer the next is asked.
"""

from datetime import datetime

from sqlmodel import Session

from booking import answering, locks, notices, offering
from booking.journal import Entry, Event, note
from booking.office import Office
from booking.states import OfferEnd, RelationAnswer
from booking.tables import Booking, Offer
from kit.db import stored_id
from kit.errors import Conflict
from registry.tables import Interpreter


def say(session: Session, *, offer_id: int, by: Interpreter, now: datetime, office: Office) -> Offer:
    """She may have a relation: the booker is told that and no more. Saying it twice changes nothing.

    Conflict as for an answer: `offer_expired`, `offer_declined`, `booking_changed`, …
    """
    offer = answering.offer_to(session, offer_id, by)
    booking = locks.booking(session, offer.booking_id)
    locks.reread(session, offer)
    answering.require_open(offer, now)
    if offer.relation_said_at is not None:
        return offer
    offer.relation_said_at = now
    session.add(offer)
    note(session, stored_id(booking.id), Entry(Event.RELATION_SAID, now, by.account_id, offer.id))
    notices.relation_said(session, booking=booking, offer=offer, now=now, office=office)
    return offer


def answer(
    session: Session, *, booking: Booking, given: RelationAnswer, by: int, now: datetime, office: Office
) -> None:
    """Go on with her, who can then say yes until the same deadline; or ask the next, and her no more.

    The same answer twice changes nothing. Conflict `relation_answered` when the other was given,
    `no_relation_to_answer` when none is open. The caller holds the booking's lock.
    """
    offer = offering.open_offer(session, booking)
    if offer is None or offer.relation_said_at is None or now >= offer.expires_at:
        raise Conflict("no_relation_to_answer", "There is no question about a relation to answer any more.")
    if offer.relation_answer is given:
        return
    if offer.relation_answer is not None:
        raise Conflict("relation_answered", "Somebody has answered already.")
    offer.relation_answer, offer.relation_answered_at = given, now
    session.add(offer)
    session.flush()
    told = Entry(Event.RELATION_ANSWERED, now, by, offer.id, given.value)
    note(session, stored_id(booking.id), told)
    if given is RelationAnswer.ASK_NEXT:
        offering.pass_on(session, booking, offer, why=OfferEnd.RELATION, now=now, office=office)
    else:
        notices.relation_accepted(session, booking=booking, offer=offer, now=now, office=office)
