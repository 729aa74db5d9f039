"""An interpreter says when she can be asked. Each change ends in `changed`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import Session, col, delete, func, select

from booking.availability import kept
from booking.availability.reading import hours_of
from booking.availability.rules import Hours, mask, overlapping
from booking.availability.stretches import LONGEST_REPEATED, Stretch, first_after
from booking.availability.tables import Absence, Extent, ExtraHours, OnCall, WorkingExtent, WorkingHours
from kit.clock import oslo_date
from kit.errors import NotFound, invalid
from registry.words import Modality

_MOST_HOURS = 100
_MOST_STRETCHES = 500
Row = TypeVar("Row", Absence, ExtraHours, OnCall)

_BY_WIRE = frozenset({Modality.SCREEN, Modality.TELEPHONE})


@dataclass(frozen=True, slots=True)
class Duty:
    """Whose list it is (None: her own), and who writes it."""

    by: int
    organisation_id: int | None = None


def changed(session: Session, *, interpreter_id: int, now: datetime) -> None:  # noqa: ARG001 - whose, and from when
    """What follows when somebody can be asked at other times than before."""
    kept.refresh(session, [interpreter_id])


def keep_hours(
    session: Session, *, interpreter_id: int, hours: Sequence[Hours], now: datetime
) -> list[Hours]:
    """Put these working hours in place of those before. None means never free.

    Invalid `spans_overlap` when two lie over each other on the same days and in the same way.
    """
    if len(hours) > _MOST_HOURS:
        raise invalid("weekday", "too_many", "Keep to {most} spans a week.", most=_MOST_HOURS)
    clash = overlapping(hours)
    if clash is not None:
        raise invalid(f"{clash}.from", "spans_overlap", "Begin when the other span that day has ended.")
    session.exec(delete(WorkingHours).where(col(WorkingHours.interpreter_id) == interpreter_id))
    session.add_all(
        WorkingHours(
            interpreter_id=interpreter_id,
            weekday=one.weekday,
            from_time=one.from_time,
            to_time=one.to_time,
            valid_from=None if one.valid_from == date.min else one.valid_from,
            valid_to=None if one.valid_to == date.max else one.valid_to,
            ways=mask(one.ways),
        )
        for one in set(hours)
    )
    changed(session, interpreter_id=interpreter_id, now=now)
    return hours_of(session, interpreter_id)


def require_stretch(stretch: Stretch, *, now: datetime) -> None:
    """Invalid unless some of it is still to come, and what comes again neither lasts nor waits too long."""
    if stretch.every_weeks is not None:
        if stretch.span.length > LONGEST_REPEATED + timedelta(hours=1):  # a week in which the clock goes back
            raise invalid("ends_at", "longer_than_a_week", "What comes again may last a week at most.")
        if stretch.until is not None and stretch.until < oslo_date(stretch.span.start):
            raise invalid("until", "ends_before_start", "Choose a last day after the first.")
    if first_after(stretch, now) is None:
        field = "ends_at" if stretch.every_weeks is None else "until"
        raise invalid(field, "end_passed", "Choose an end that has not passed.")


def add_absence(session: Session, *, interpreter_id: int, stretch: Stretch, now: datetime) -> Absence:
    """She cannot be asked then. What she has said yes to stands until she withdraws from it."""
    return _add(session, Absence(**_columns(interpreter_id, stretch)), stretch, now)


def add_extra(session: Session, *, interpreter_id: int, stretch: Stretch, now: datetime) -> ExtraHours:
    """She can be asked then as well, in these ways."""
    extra = ExtraHours(**_columns(interpreter_id, stretch), ways=mask(stretch.ways))
    return _add(session, extra, stretch, now)


def add_on_call(
    session: Session, *, interpreter_id: int, stretch: Stretch, duty: Duty, now: datetime
) -> OnCall:
    """She can be reached at once then. What others put her down for counts when she has confirmed it.

    Invalid `not_by_wire` when she would have to travel.
    """
    if not stretch.ways or not stretch.ways <= _BY_WIRE:
        raise invalid("modalities", "not_by_wire", "Choose screen, telephone or both.")
    row = OnCall(
        **_columns(interpreter_id, stretch),
        ways=mask(stretch.ways),
        languages=sorted(stretch.languages),
        organisation_id=duty.organisation_id,
        registered_at=now,
        registered_by=duty.by,
        confirmed_at=None if duty.organisation_id else now,
    )
    return _add(session, row, stretch, now)


def confirm_on_call(session: Session, *, interpreter_id: int, on_call_id: int, now: datetime) -> OnCall:
    """Yes, she is on call then; NotFound when it is not about her."""
    row: OnCall = _hers(session, OnCall, on_call_id, interpreter_id)
    row.confirmed_at = row.confirmed_at or now
    changed(session, interpreter_id=interpreter_id, now=now)
    return row


def remove_absence(session: Session, *, interpreter_id: int, absence_id: int, now: datetime) -> None:
    """She can be asked again; NotFound when it is not hers."""
    _remove(session, Absence, absence_id, interpreter_id, now)


def remove_extra(session: Session, *, interpreter_id: int, extra_id: int, now: datetime) -> None:
    """These extra hours are no more; NotFound when they are not hers."""
    _remove(session, ExtraHours, extra_id, interpreter_id, now)


def remove_on_call(session: Session, *, interpreter_id: int, on_call_id: int, now: datetime) -> None:
    """She is not on call then; NotFound when it is not hers."""
    _remove(session, OnCall, on_call_id, interpreter_id, now)


def keep_extent(session: Session, *, interpreter_id: int, extent: Extent) -> None:
    """How much she works, in her own words."""
    session.merge(WorkingExtent(interpreter_id=interpreter_id, extent=extent))
    session.flush()


def _columns(interpreter_id: int, stretch: Stretch) -> dict[str, Any]:
    return {
        "interpreter_id": interpreter_id,
        "starts_at": stretch.span.start,
        "ends_at": stretch.span.end,
        "every_weeks": stretch.every_weeks,
        "until": stretch.until if stretch.every_weeks else None,
    }


def _add(session: Session, row: Row, stretch: Stretch, now: datetime) -> Row:
    require_stretch(stretch, now=now)
    hers = select(func.count()).select_from(type(row)).where(type(row).interpreter_id == row.interpreter_id)
    if session.exec(hers).one() >= _MOST_STRETCHES:
        raise invalid("starts_at", "too_many", "Remove some of those you have first.")
    session.add(row)
    changed(session, interpreter_id=row.interpreter_id, now=now)
    return row


def _remove(
    session: Session,
    table: type[Absence | ExtraHours | OnCall],
    row_id: int,
    interpreter_id: int,
    now: datetime,
) -> None:
    session.delete(_hers(session, table, row_id, interpreter_id))
    changed(session, interpreter_id=interpreter_id, now=now)


def _hers(session: Session, table: Any, row_id: int, interpreter_id: int) -> Any:
    row = session.get(table, row_id)
    if row is None or row.interpreter_id != interpreter_id:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    return row
