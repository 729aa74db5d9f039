"""When interpreters can be asked, and who is free: two statements, however many are asked about."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    Executable,
    Integer,
    bindparam,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlmodel import Session, col

from booking.availability.rules import (
    Facts,
    Hours,
    Way,
    is_free_in,
    longest_free,
    modalities,
    way_of,
    weekdays,
)
from booking.availability.stretches import LONGEST_REPEATED, Stretch
from booking.availability.tables import (
    ANY_WAY,
    Absence,
    BusySpan,
    Extent,
    ExtraHours,
    OnCall,
    WorkingExtent,
    WorkingHours,
)
from booking.states import AssignmentStatus
from booking.tables import Assignment, Booking
from kit.asking import asked
from kit.clock import oslo_date, oslo_midnight
from kit.errors import invalid
from kit.interval import Interval
from kit.prepared import among, prepared
from registry.words import Modality

Ask = Callable[[Executable, dict[str, object]], Sequence[Any]]
Whose = Callable[[Any], ColumnElement[bool]]
_NO_BOOKING = 0
_DAY = timedelta(days=1)
_LONG_ENOUGH = timedelta(hours=1)
_ANY_WAY: ColumnElement[int] = cast(literal(ANY_WAY), Integer)
_NO_LANGUAGES: ColumnElement[Any] = cast(null(), JSON)
_KINDS = ((Absence, "absence"), (ExtraHours, "extra"), (OnCall, "on_call"))


@dataclass(frozen=True, slots=True)
class Statements:
    """What reads the facts of some interpreters: built once, run with the values of a window."""

    hours: Executable
    stretches: Executable


def statements(whose: Whose) -> Statements:
    """For those of whom `whose` holds, given the column of their ids."""
    return Statements(
        prepared(
            select(
                col(WorkingHours.interpreter_id),
                col(WorkingHours.weekday),
                col(WorkingHours.from_time),
                col(WorkingHours.to_time),
                col(WorkingHours.valid_from),
                col(WorkingHours.valid_to),
                col(WorkingHours.ways),
            ).where(
                whose(col(WorkingHours.interpreter_id)),
                among(col(WorkingHours.weekday), "weekdays"),
                or_(
                    col(WorkingHours.valid_from).is_(None),
                    col(WorkingHours.valid_from) <= bindparam("last_day"),
                ),
                or_(
                    col(WorkingHours.valid_to).is_(None),
                    col(WorkingHours.valid_to) >= bindparam("day_before"),
                ),
            )
        ),
        prepared(
            union_all(*(_stretches(table, kind, whose) for table, kind in _KINDS), _held(whose), _busy(whose))
        ),
    )


def read(ask: Ask, asked: Statements, values: dict[str, object]) -> dict[int, Facts]:
    """The facts of each of whom anything is known; `values` are `values_of` a window and those of `whose`."""
    hours: dict[int, set[Hours]] = defaultdict(set)
    for row in ask(asked.hours, values):
        hours[row.interpreter_id].add(_hours(row))
    stretches: dict[tuple[int, str], list[Stretch]] = defaultdict(list)
    for row in ask(asked.stretches, values):
        stretches[row.interpreter_id, row.kind].append(stretch_of(row))
    known = {*hours, *(one for one, _ in stretches)}
    return {
        one: Facts(
            hours=frozenset(hours.get(one, ())),
            extra=tuple(stretches.get((one, "extra"), ())),
            on_call=tuple(stretches.get((one, "on_call"), ())),
            absences=tuple(stretches.get((one, "absence"), ())),
            held=tuple(each.span for each in stretches.get((one, "held"), ())),
            busy=tuple(each.span for each in stretches.get((one, "busy"), ())),
        )
        for one in known
    }


def values_of(window: Interval, *, apart_from: int | None = None) -> dict[str, object]:
    """What the statements need of a window; the assignment of the booking `apart_from` takes no time."""
    first = oslo_date(window.start)
    return {
        "starts_at": window.start,
        "ends_at": window.end,
        "weekdays": sorted(weekdays(window)),
        "day_before": first - _DAY,
        "last_day": oslo_date(window.end),
        "still_coming": first - LONGEST_REPEATED - _DAY,
        "booking_id": apart_from or _NO_BOOKING,
    }


def facts(
    session: Session, interpreter_ids: Sequence[int], window: Interval, *, apart_from: int | None = None
) -> dict[int, Facts]:
    """What decides when each of them is free in the window (rules.free), whatever is known of her."""
    values = values_of(window, apart_from=apart_from) | {"interpreter_ids": list(interpreter_ids)}
    known = read(lambda statement, given: session.execute(statement, given).all(), _OF_THESE, values)
    return {one: known.get(one, Facts()) for one in interpreter_ids}


def hours_of(session: Session, interpreter_id: int) -> list[Hours]:
    """Her working hours through the week, in order, whenever they are valid."""
    rows = session.scalars(select(WorkingHours).where(col(WorkingHours.interpreter_id) == interpreter_id))
    return sorted(map(_hours, rows), key=lambda one: one.place)


def extent_of(session: Session, interpreter_id: int) -> Extent | None:
    """How much she works, in her own words; None when she has not said."""
    said = session.get(WorkingExtent, interpreter_id)
    return None if said is None else said.extent


def is_free_for(session: Session, booking: Booking, *, interpreter_id: int) -> bool:
    """Whether she can be asked in the booking's way throughout its time, this assignment apart."""
    span = Interval(booking.starts_at, booking.ends_at)
    known = facts(session, [interpreter_id], span, apart_from=booking.id)
    way = way_of(booking.modality, planned=booking.planned)
    return is_free_in(known[interpreter_id], span, way, languages=(booking.language, *booking.substitutes))


def in_a_day(day: date, *, today: date) -> tuple[Interval, timedelta]:
    """The Oslo day, and how long somebody must be free in it to be called so. Invalid `day_passed`."""
    if day < today:
        raise invalid("free_on", "day_passed", "Choose a day that has not passed.")
    return Interval(oslo_midnight(day), oslo_midnight(day + timedelta(days=1))), _LONG_ENOUGH


def free_among(
    session: Session,
    ids: Sequence[int],
    *,
    span: Interval,
    at_least: timedelta,
    modality: Modality | None = None,
) -> set[int]:
    """Those of them who can be asked for so long without a break within the span, in the way if given.

    As long as the span itself: throughout it. Time on call does not count: this is for planning.
    """
    ways = frozenset(Way(one.value) for one in ([modality] if modality else Modality))
    known = facts(session, ids, span)
    return {one for one in ids if longest_free(known[one], span, ways) >= at_least}


def is_taken(session: Session, *, interpreter_id: int, span: Interval, apart_from: int) -> bool:
    """Whether she has another assignment in the span than that of the booking `apart_from`."""
    values = {"interpreter_id": interpreter_id, "starts_at": span.start, "ends_at": span.end}
    return bool(asked(session, _TAKEN, values | {"apart_from": apart_from})[0][0])


def stretch_of(row: Any) -> Stretch:
    """An absence, extra hours or time on call as the rules see it."""
    return Stretch(
        Interval(row.starts_at, row.ends_at),
        row.every_weeks,
        row.until,
        modalities(getattr(row, "ways", ANY_WAY)),
        frozenset(getattr(row, "languages", None) or ()),
    )


def _hours(row: Any) -> Hours:
    return Hours(
        row.weekday,
        row.from_time,
        row.to_time,
        row.valid_from or date.min,
        row.valid_to or date.max,
        modalities(row.ways),
    )


def _stretches(table: Any, kind: str, whose: Whose) -> Any:
    again = table.every_weeks.is_not(None) & or_(
        table.until.is_(None), table.until >= bindparam("still_coming")
    )
    return select(
        table.interpreter_id,
        literal(kind).label("kind"),
        table.starts_at,
        table.ends_at,
        table.every_weeks,
        table.until,
        getattr(table, "ways", _ANY_WAY).label("ways"),
        getattr(table, "languages", _NO_LANGUAGES).label("languages"),
    ).where(
        whose(table.interpreter_id),
        table.starts_at < bindparam("ends_at"),
        or_(table.ends_at > bindparam("starts_at"), again),
        *([col(OnCall.confirmed_at).is_not(None)] if table is OnCall else ()),
    )


def _held(whose: Whose) -> Any:
    return select(
        col(Assignment.interpreter_id),
        literal("held"),
        col(Assignment.starts_at),
        col(Assignment.ends_at),
        cast(null(), Integer),
        cast(null(), Date),
        _ANY_WAY,
        _NO_LANGUAGES,
    ).where(
        whose(col(Assignment.interpreter_id)),
        col(Assignment.status) == AssignmentStatus.HELD,
        col(Assignment.starts_at) < bindparam("ends_at"),
        col(Assignment.ends_at) > bindparam("starts_at"),
        col(Assignment.booking_id) != bindparam("booking_id"),
    )


def _busy(whose: Whose) -> Any:
    """What her own calendars say; nothing recurs in it, and it is busy in every way."""
    return select(
        col(BusySpan.interpreter_id),
        literal("busy"),
        col(BusySpan.starts_at),
        col(BusySpan.ends_at),
        cast(null(), Integer),
        cast(null(), Date),
        _ANY_WAY,
        _NO_LANGUAGES,
    ).where(
        whose(col(BusySpan.interpreter_id)),
        col(BusySpan.starts_at) < bindparam("ends_at"),
        col(BusySpan.ends_at) > bindparam("starts_at"),
    )


_OF_THESE = statements(lambda her: among(her, "interpreter_ids"))
_TAKEN = prepared(
    select(
        exists().where(
            col(Assignment.interpreter_id) == bindparam("interpreter_id"),
            col(Assignment.status) == AssignmentStatus.HELD,
            col(Assignment.starts_at) < bindparam("ends_at"),
            col(Assignment.ends_at) > bindparam("starts_at"),
            col(Assignment.booking_id) != bindparam("apart_from"),
        )
    )
)
