"""What has come back by mail about a booking: another time that is proposed, whom letters did not reach."""

from typing import Any

from sqlmodel import Session

from booking.replies import bounces, proposing
from booking.states import OVER
from booking.tables import Booking
from registry.tables import Interpreter


def around(session: Session, booking: Booking) -> dict[str, Any]:
    """What the booking's page shows of it."""
    proposal = proposing.open_proposal(session, booking)
    return {
        "proposal": proposal,
        "proposed_by": session.get_one(Interpreter, proposal.interpreter_id).number if proposal else None,
        "unreached": [] if booking.status in OVER else bounces.of_booking(session, booking),
    }
