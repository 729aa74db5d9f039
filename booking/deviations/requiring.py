"""Going below the agency's minimum category needs a deviation: asked for in an order, a change and asking."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, select

from booking.deviations import guidelines
from booking.deviations.tables import Deviation
from booking.deviations.words import DeviationKind
from booking.tables import Booking, SubjectArea
from kit.errors import Conflict, Invalid, invalid


def lowest(session: Session, *, organisation_id: int, subject_area: SubjectArea | None) -> int:
    """The lowest category the organisation takes in the subject area without a deviation."""
    return guidelines.in_force(session, organisation_id).minimum(subject_area)


def below_minimum(minimum: int) -> Invalid:
    """The refusal of an order that goes below the minimum without a deviation."""
    return invalid(
        "max_category",
        "deviation_required",
        "Your agency uses category {minimum} or better here. Keep to that, or register the deviation: "
        "on which ground, and why.",
        minimum=minimum,
    )


def require_kept(session: Session, booking: Booking) -> None:
    """Conflict `deviation_required` when the booking asks below the minimum, and no deviation says why."""
    minimum = lowest(session, organisation_id=booking.organisation_id, subject_area=booking.subject_area)
    if booking.max_category > minimum and not _covered(session, booking):
        raise Conflict(
            "deviation_required",
            "Your agency uses category {minimum} or better here, and this booking asks below that. "
            "Register the deviation first, or keep to that category.",
            minimum=minimum,
        )


def is_latest() -> ColumnElement[bool]:
    """Whether a deviation is the latest edition under its reference."""
    later = aliased(Deviation)
    return ~exists().where(
        col(later.reference) == col(Deviation.reference), col(later.edition) > col(Deviation.edition)
    )


def _covered(session: Session, booking: Booking) -> bool:
    statement = select(Deviation.id).where(
        Deviation.booking_id == booking.id,
        Deviation.kind == DeviationKind.BELOW_DUTY,
        col(Deviation.max_category) >= booking.max_category,
        col(Deviation.withdrawn).is_(other=False),
        is_latest(),
    )
    return session.exec(statement.limit(1)).first() is not None
