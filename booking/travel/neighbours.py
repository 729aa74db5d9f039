"""Her assignments just before and after, and whether there is time to get from one to the next.

Overlap is the database's own rule (`assignment_one_place`); travel is decided here, under the
interpreter's lock (docs/decisions/0030-travel-is-decided-under-her-lock.md).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

from sqlalchemy import BindParameter, Executable, bindparam, extract, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from booking.states import AssignmentStatus, OfferStatus
from booking.tables import Assignment, Booking, Offer
from booking.travel.rules import Neighbour, Pace, Spot, around, beside, fits, place_of
from kit.asking import asked
from kit.errors import Conflict
from kit.interval import Interval
from kit.prepared import among, prepared

Ask = Callable[[Executable, dict[str, object]], Sequence[Any]]

_LONGEST = timedelta(hours=24)  # no assignment lasts longer (orders.LONGEST)
_AT_A_TIME = 10_000
_NOBODY = 0
_PLACED = ("modality", "kommune", "address", "latitude", "longitude")

NEIGHBOURS = prepared(
    select(
        col(Assignment.interpreter_id),
        col(Assignment.starts_at),
        col(Assignment.ends_at),
        *(getattr(Booking, name) for name in _PLACED),
    )
    .join(Booking, col(Booking.id) == col(Assignment.booking_id))
    .where(
        among(col(Assignment.interpreter_id), "ids"),
        col(Assignment.status) == AssignmentStatus.HELD,
        col(Assignment.starts_at) > bindparam("earliest"),
        col(Assignment.starts_at) < bindparam("until"),
        col(Assignment.ends_at) > bindparam("since"),
        col(Assignment.booking_id) != bindparam("apart_from"),
    )
)
"""The held assignments of these interpreters near a span, with their places."""

_Other = aliased(Booking, name="other")
_most: BindParameter[float] = bindparam("most")
_CROWDED = (
    select(
        col(Offer.id),
        *(getattr(Booking, name) for name in (*_PLACED, "starts_at", "ends_at")),
        col(Assignment.starts_at).label("from_at"),
        col(Assignment.ends_at).label("to_at"),
        *(getattr(_Other, name).label(f"other_{name}") for name in _PLACED),
    )
    .join(Booking, col(Booking.id) == col(Offer.booking_id))
    .join(Assignment, col(Assignment.interpreter_id) == col(Offer.interpreter_id))
    .join(_Other, col(_Other.id) == col(Assignment.booking_id))
    .where(
        col(Offer.status) == OfferStatus.OPEN,
        col(Offer.expires_at) > bindparam("now"),
        col(Assignment.status) == AssignmentStatus.HELD,
        col(Assignment.booking_id) != col(Offer.booking_id),
        extract("epoch", col(Assignment.starts_at)) < extract("epoch", col(Booking.ends_at)) + _most,
        extract("epoch", col(Assignment.ends_at)) > extract("epoch", col(Booking.starts_at)) - _most,
    )
)
"""The questions that are out, each with an assignment near it of the interpreter asked."""


def clashing(
    ask: Ask,
    ids: Collection[int],
    place: Spot | None,
    span: Interval,
    *,
    pace: Pace,
    apart_from: int = _NOBODY,
) -> set[int]:
    """Those of the interpreters who could not get to the place in time, or from it to what they have next.

    One statement (and one more for each ten thousand asked about). The assignment for the booking
    `apart_from` does not count.
    """
    found = near(ask, ids, beside(place, span, pace), apart_from=apart_from)
    return {one for one, neighbours in found.items() if not fits(place, span, neighbours, pace)}


def near(
    ask: Ask, ids: Collection[int], window: Interval, *, apart_from: int = _NOBODY
) -> Mapping[int, list[Neighbour]]:
    """What each of the interpreters has that touches the window; one statement for each ten thousand."""
    found: dict[int, list[Neighbour]] = defaultdict(list)
    wanted = list(ids)
    for first in range(0, len(wanted), _AT_A_TIME):
        some = wanted[first : first + _AT_A_TIME]
        for row in ask(NEIGHBOURS, {**touching(window), "ids": some, "apart_from": apart_from}):
            found[row.interpreter_id].append(Neighbour(Interval(row.starts_at, row.ends_at), place_of(row)))
    return found


def touching(window: Interval) -> dict[str, object]:
    """The instants that tell, in a statement, whether an assignment touches the window."""
    return {"earliest": window.start - _LONGEST, "since": window.start, "until": window.end}


def require_time_to_travel(
    session: Session, *, interpreter_id: int, place: Spot | None, span: Interval, apart_from: int, pace: Pace
) -> None:
    """Conflict `travel_too_short` unless she can get there and onwards; where else she is, is not said.

    The caller holds the interpreter's lock.
    """
    if clashing(asking(session), [interpreter_id], place, span, pace=pace, apart_from=apart_from):
        raise Conflict(
            "travel_too_short", "There is not enough time between this and another assignment to get there."
        )


def is_too_near(session: Session, booking: Booking, *, interpreter_id: int, pace: Pace) -> bool:
    """Whether she could not get from the booking to another assignment of hers, or the other way."""
    span = Interval(booking.starts_at, booking.ends_at)
    itself, place = booking.id or _NOBODY, place_of(booking)
    return bool(clashing(asking(session), [interpreter_id], place, span, pace=pace, apart_from=itself))


def crowded(session: Session, *, now: datetime, pace: Pace) -> set[int]:
    """The open offers of bookings that have become too near an assignment of the interpreter asked."""
    most = around(Interval(now, now + _LONGEST), pace).start
    rows = session.execute(_CROWDED, {"now": now, "most": (now - most).total_seconds()})
    return {
        row.id for row in rows
        if not fits(
            place_of(row), Interval(row.starts_at, row.ends_at),
            [Neighbour(Interval(row.from_at, row.to_at), _other_place(row))], pace,
        )
    }  # fmt: skip


def asking(session: Session) -> Ask:
    """How to ask within a transaction."""
    return partial(asked, session)


def _other_place(row: Any) -> Spot | None:
    return place_of(SimpleNamespace(**{name: getattr(row, f"other_{name}") for name in _PLACED}))
