"""The entry of one calendar sent once more, as it was last sent: it says nothing new (RFC 5546 § 3.2.6)."""

from datetime import datetime

from sqlmodel import Session, col, select

from booking.invitation import Method
from booking.journal import Entry, Event, note
from booking.letters import Occasion
from booking.office import Office
from booking.replies import telling
from booking.tables import Booking, Invitation
from kit.db import stored_id
from kit.errors import Conflict, NotFound
from registry.tables import Interpreter


def send_again(
    session: Session, *, booking: Booking, number: int | None, by: int, now: datetime, office: Office
) -> None:
    """Send the entry again to the interpreter with this number (None: to the booker).

    NotFound for whom nothing was sent. Conflict `entry_gone` when what was last sent took the entry away,
    `no_address` when nobody is left to write to, `sent_enough` when it has been sent again three times
    within the hour, asked for from a calendar or here. The caller holds the booking's lock.
    """
    row = _held(session, booking, number)
    if row is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    if row.method != Method.REQUEST:
        raise Conflict("entry_gone", "The entry is taken out of that calendar.")
    holder = telling.holder(session, row, now=now, office=office)
    if not holder.reader.address:
        raise Conflict("no_address", "There is nobody to send it to any more.")
    if holder.has_had_enough():
        raise Conflict("sent_enough", "It has been sent three times within the hour. Wait, or call.")
    offer_id = row.interpreter_id and telling.latest_offer(session, row.booking_id, row.interpreter_id)
    note(session, stored_id(booking.id), Entry(Event.SENT_AGAIN, now, by, offer_id))
    holder.desk.again(Occasion.SENT_ANEW, holder.reader, row)


def _held(session: Session, booking: Booking, number: int | None) -> Invitation | None:
    statement = select(Invitation).where(col(Invitation.booking_id) == booking.id)
    if number is None:
        return session.exec(statement.where(col(Invitation.interpreter_id).is_(None))).one_or_none()
    hers = statement.join(Interpreter, col(Interpreter.id) == col(Invitation.interpreter_id))
    return session.exec(hers.where(col(Interpreter.number) == number)).one_or_none()
