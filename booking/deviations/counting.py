"""How many deviations, by kind, at planned meetings and unplanned; and how many meetings there were.

An agency counts its own. The directorate counts everybody's and sees no small cell: each sector answers for
its own services, and a lone deviation in a small month could be somebody's.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import SQLColumnExpression, case, func
from sqlmodel import Session, col, select

from booking.deviations.requiring import is_latest
from booking.deviations.tables import Deviation
from booking.deviations.words import DeviationKind
from booking.states import BookingStatus
from booking.tables import Booking
from kit.clock import oslo_midnight
from registry.statistics import suppression
from registry.statistics.suppression import Shown

_HELD = (BookingStatus.BOOKED, BookingStatus.COMPLETED)
_MADE = (BookingStatus.REGISTERED, BookingStatus.ASKING, BookingStatus.UNFILLED, *_HELD)


@dataclass(frozen=True, slots=True)
class Period:
    """Oslo days, both included; of these organisations, or of all."""

    first: date
    last: date
    organisations: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """One line: how many at planned meetings, how many at unplanned, and both together."""

    planned: Shown
    unplanned: Shown
    both: Shown


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings of a period: all that are known of, with an interpreter, and where nobody was found.

    Known of are bookings not cancelled, and meetings never booked at which a deviation is registered.
    """

    known: Counted
    with_interpreter: Counted
    nobody_found: Counted


def by_kind(session: Session, period: Period) -> dict[DeviationKind, Counted]:
    """Every kind, also those nobody has registered; what was registered in error does not count."""
    rows = session.exec(
        select(Deviation.kind, *_both(col(Deviation.planned)))
        .where(
            col(Deviation.happened_on).between(period.first, period.last),
            col(Deviation.withdrawn).is_(other=False),
            is_latest(),
            *_theirs(col(Deviation.organisation_id), period.organisations),
        )
        .group_by(col(Deviation.kind))
    )
    counts = {kind: (planned, unplanned) for kind, planned, unplanned in rows}
    return {kind: _line(counts.get(kind, (0, 0)), period) for kind in DeviationKind}


def meetings(session: Session, period: Period) -> Meetings:
    """The meetings that deviations are to be seen beside."""
    booked = _bookings(session, period, _MADE)
    unbooked = session.exec(
        select(*_both(col(Deviation.planned))).where(
            col(Deviation.happened_on).between(period.first, period.last),
            col(Deviation.booking_id).is_(None),
            col(Deviation.withdrawn).is_(other=False),
            is_latest(),
            *_theirs(col(Deviation.organisation_id), period.organisations),
        )
    ).one()
    known = (booked[0] + (unbooked[0] or 0), booked[1] + (unbooked[1] or 0))
    return Meetings(
        _line(known, period),
        _line(_bookings(session, period, _HELD), period),
        _line(_bookings(session, period, (BookingStatus.UNFILLED,)), period),
    )


def share(part: Shown, whole: Shown) -> int | None:
    """A count in whole per cent of another; None where there is none, or it may not be known."""
    if isinstance(part, int) and isinstance(whole, int) and whole:
        return round(100 * part / whole)
    return None


def _bookings(session: Session, period: Period, statuses: Collection[BookingStatus]) -> tuple[int, int]:
    first, after = oslo_midnight(period.first), oslo_midnight(period.last + timedelta(days=1))
    planned, unplanned = session.exec(
        select(*_both(col(Booking.planned))).where(
            col(Booking.starts_at) >= first,
            col(Booking.starts_at) < after,
            col(Booking.status).in_(statuses),
            *_theirs(col(Booking.organisation_id), period.organisations),
        )
    ).one()
    return planned or 0, unplanned or 0


def _both(planned: SQLColumnExpression[bool]) -> tuple[SQLColumnExpression[int], SQLColumnExpression[int]]:
    return func.sum(case((planned, 1), else_=0)), func.sum(case((planned, 0), else_=1))


def _theirs(
    column: SQLColumnExpression[int], organisations: frozenset[int] | None
) -> list[SQLColumnExpression[bool]]:
    return [] if organisations is None else [column.in_(organisations)]


def _line(counts: tuple[int, int], period: Period) -> Counted:
    """An agency's own are told as they are; everybody's without small cells."""
    if period.organisations is None:
        return Counted(*suppression.line(counts))
    return Counted(*counts, sum(counts))
