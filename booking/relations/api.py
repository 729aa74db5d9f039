"""A possible relation over REST: said by the interpreter, answered by the booker."""

from fastapi import APIRouter

from booking import own, queries
from booking.api_me import Id, InOffice
from booking.inputs import RelationAnswered
from booking.relations import asking
from booking.schemas import BookingView, OwnOfferView
from identity.acting import SignedIn
from kit.db import stored_id
from kit.http import Now, Writing

router = APIRouter(prefix="/api/v1")


@router.post("/offers/{offer_id}/relation", tags=["interpreter"])
def say_relation(offer_id: Id, session: Writing, actor: SignedIn, now: Now, office: InOffice) -> OwnOfferView:
    """Say that you may have a relation to somebody in the case, without saying to whom: the booker decides.

    You can say no all the while, and yes when the booker goes on with you.
    """
    interpreter = own.me(session, actor)
    asking.say(session, offer_id=offer_id, by=interpreter, now=now, office=office)
    told = own.offer(session, interpreter, offer_id)
    queries.log_view(session, told.booking, actor=actor, now=now)
    return OwnOfferView.of(told)


@router.post("/bookings/{reference}/relation", tags=["bookings"])
def answer_relation(
    reference: str, answered: RelationAnswered, session: Writing, actor: SignedIn, now: Now, office: InOffice
) -> BookingView:
    """The interpreter asked may have a relation to somebody in the case: go on with her, or ask the next."""
    booking = queries.take(session, actor, reference)
    by = stored_id(actor.account_id)
    asking.answer(session, booking=booking, given=answered.answer, by=by, now=now, office=office)
    queries.log_view(session, booking, actor=actor, now=now)
    return BookingView.of(queries.told(session, booking))
