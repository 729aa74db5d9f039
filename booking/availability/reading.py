"""What is known of when an interpreter can be asked, and whether she is free."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, exists, select

from booking.availability.rules import Hours, cover, longest_free, weekdays
from booking.states import AssignmentStatus
from booking.tables import Absence, Assignment, WorkingHours
from kit.interval import Interval


def hours_of(session: Session, interpreter_id: int) -> list[Hours]:
    """Her working hours through the week, in order."""
    rows = session.exec(select(WorkingHours).where(col(WorkingHours.interpreter_id) == interpreter_id))
    return sorted(Hours(row.weekday, row.from_time, row.to_time) for row in rows)


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
