"""What has come back by mail about a booking: another time that is proposed, whom letters did not reach."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking import offering, queries
from booking import office as offices
from booking.replies import bounces, passing, proposing
from booking.states import OVER
from booking.tables import Booking
from identity.acting import SignedIn
from kit.db import stored_id
from kit.http import Now, Writing, settings_of
from registry.tables import Interpreter
from web.pages.forms import to

router = APIRouter(include_in_schema=False, prefix="/bookings/{reference}")


@router.post("/next")
def ask_next(reference: str, request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The letter with the question came back: ask the next one, and wait no longer."""
    booking = queries.take(session, actor, reference)
    by, office = stored_id(actor.account_id), offices.of(settings_of(request))
    passing.ask_next(session, booking=booking, by=by, now=now, office=office)
    return to(f"/bookings/{booking.reference}", saved="passed_on")


def around(session: Session, booking: Booking) -> dict[str, Any]:
    """What the booking's page shows of it."""
    proposal, asked = proposing.open_proposal(session, booking), offering.open_offer(session, booking)
    return {
        "proposal": proposal,
        "proposed_by": session.get_one(Interpreter, proposal.interpreter_id).number if proposal else None,
        "unreached": [] if booking.status in OVER else bounces.of_booking(session, booking),
        "returned": asked is not None and passing.is_returned(session, asked),
    }
