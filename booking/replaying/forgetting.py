"""What was sent is forgotten when its booking is long over: that it was sent is kept, what it said is not."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from booking.replaying.tables import CalendarCheck
from booking.tables import Booking, Invitation, InvitationSent


def forget(session: Session, *, before: datetime) -> None:
    """Empty the objects of bookings that ended before this instant, and what was found of them."""
    over = select(Booking.id).where(col(Booking.ends_at) < before)
    theirs = select(Invitation.id).where(col(Invitation.booking_id).in_(over))
    session.execute(
        update(InvitationSent)
        .where(col(InvitationSent.invitation_id).in_(theirs), col(InvitationSent.object_text) != "")
        .values(object_text="")
    )
    session.execute(delete(CalendarCheck).where(col(CalendarCheck.booking_id).in_(over)))
