"""What follows for her assignments when she leaves the public register: said to her before she confirms."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from booking.own import OwnAssignment
from booking.states import AssignmentStatus
from booking.tables import Assignment, Booking
from identity.tables import Organisation
from kit.clock import oslo_midnight
from registry.tables import Interpreter


def lost_by_leaving(session: Session, person: Interpreter, *, on: date, now: datetime) -> list[OwnAssignment]:
    """The assignments somebody else is asked to take: from that Oslo day on, and not begun."""
    statement = (
        select(Assignment, Booking, Organisation.name)
        .join(Booking, col(Booking.id) == col(Assignment.booking_id))
        .join(Organisation, col(Organisation.id) == col(Booking.organisation_id))
        .where(
            Assignment.interpreter_id == person.id,
            col(Assignment.status) == AssignmentStatus.HELD,
            col(Assignment.starts_at) >= oslo_midnight(on),
            col(Assignment.starts_at) > now,
        )
        .order_by(col(Assignment.starts_at))
    )
    return [OwnAssignment(*row) for row in session.exec(statement)]
