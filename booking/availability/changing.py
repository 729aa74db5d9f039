"""An interpreter says when she can be asked."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete

from booking.availability.reading import hours_of
from booking.availability.rules import Hours
from booking.tables import Absence, WorkingHours
from kit.errors import NotFound, invalid


def keep_hours(session: Session, *, interpreter_id: int, hours: Sequence[Hours]) -> list[Hours]:
    """Put these working hours in place of those before. None means never free."""
    session.exec(delete(WorkingHours).where(col(WorkingHours.interpreter_id) == interpreter_id))
    session.add_all(
        WorkingHours(
            interpreter_id=interpreter_id,
            weekday=one.weekday,
            from_time=one.from_time,
            to_time=one.to_time,
        )
        for one in set(hours)
    )
    session.flush()
    return hours_of(session, interpreter_id)


def add_absence(
    session: Session, *, interpreter_id: int, starts_at: datetime, ends_at: datetime, now: datetime
) -> Absence:
    """She cannot be asked in this span. What she has said yes to stands until she withdraws from it."""
    if ends_at <= starts_at:
        raise invalid("ends_at", "ends_before_start", "Choose an end after the start.")
    if ends_at <= now:
        raise invalid("ends_at", "end_passed", "Choose an end that has not passed.")
    absence = Absence(interpreter_id=interpreter_id, starts_at=starts_at, ends_at=ends_at)
    session.add(absence)
    session.flush()
    return absence


def remove_absence(session: Session, *, interpreter_id: int, absence_id: int) -> None:
    """She can be asked again; NotFound when it is not hers."""
    absence = session.get(Absence, absence_id)
    if absence is None or absence.interpreter_id != interpreter_id:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    session.delete(absence)
    session.flush()
