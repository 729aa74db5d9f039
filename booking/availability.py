"""When an interpreter can be asked: her working hours and absences, and whether she is free."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, exists, select

from booking.states import AssignmentStatus
from booking.tables import Absence, Assignment, WorkingHours
from booking.working_time import Hours, cover, longest_free, weekdays
from kit.errors import NotFound, invalid
from kit.interval import Interval


def hours_of(session: Session, interpreter_id: int) -> list[Hours]:
    """Her working hours through the week, in order."""
    rows = session.exec(select(WorkingHours).where(col(WorkingHours.interpreter_id) == interpreter_id))
    return sorted(Hours(row.weekday, row.from_time, row.to_time) for row in rows)


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


def is_taken(session: Session, *, interpreter_id: int, span: Interval, apart_from: int) -> bool:
    """Whether she has another assignment in the span than that of the booking `apart_from`."""
    taken = exists().where(
        col(Assignment.interpreter_id) == interpreter_id,
        col(Assignment.status) == AssignmentStatus.HELD,
        col(Assignment.starts_at) < span.end,
        col(Assignment.ends_at) > span.start,
        col(Assignment.booking_id) != apart_from,
    )
    return bool(session.scalar(select(taken)))


def is_free(session: Session, *, interpreter_id: int, span: Interval, apart_from: int) -> bool:
    """Whether she is at work, not absent and not taken throughout the span."""
    absent = exists().where(
        col(Absence.interpreter_id) == interpreter_id,
        col(Absence.starts_at) < span.end,
        col(Absence.ends_at) > span.start,
    )
    return (
        cover(frozenset(hours_of(session, interpreter_id)), span)
        and not session.scalar(select(absent))
        and not is_taken(session, interpreter_id=interpreter_id, span=span, apart_from=apart_from)
    )


def free_among(session: Session, ids: Sequence[int], *, span: Interval, at_least: timedelta) -> set[int]:
    """Those of them who are at work, not absent and not taken for so long without a break within the span.

    As long as the span itself: throughout it. Three statements, however many are asked about.
    """
    hours: dict[int, list[Hours]] = {}
    theirs = select(WorkingHours).where(
        col(WorkingHours.interpreter_id).in_(ids), col(WorkingHours.weekday).in_(weekdays(span))
    )
    for row in session.exec(theirs):
        hours.setdefault(row.interpreter_id, []).append(Hours(row.weekday, row.from_time, row.to_time))
    taken = _taken(session, list(hours), span)
    return {
        one for one, kept in hours.items()
        if longest_free(frozenset(kept), taken.get(one, ()), span=span) >= at_least
    }  # fmt: skip


def _taken(session: Session, ids: Sequence[int], span: Interval) -> dict[int, list[Interval]]:
    """When each of them is absent or has an assignment in the span."""
    found: dict[int, list[Interval]] = {}
    for table in (Absence, Assignment):
        rows = select(table.interpreter_id, table.starts_at, table.ends_at).where(
            col(table.interpreter_id).in_(ids),
            col(table.starts_at) < span.end,
            col(table.ends_at) > span.start,
        )
        if table is Assignment:
            rows = rows.where(col(Assignment.status) == AssignmentStatus.HELD)
        for one, starts_at, ends_at in session.exec(rows):
            found.setdefault(one, []).append(Interval(starts_at, ends_at))
    return found
